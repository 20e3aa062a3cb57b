"""Acts on what is written and planned: texts of documents, audits with their samples, surveys."""

from __future__ import annotations

from typing import Any

from tonetop.records import clock
from tonetop.records.models import Account
from tonetop.standard.anonymity import FEWEST
from tonetop.work import close_survey, open_survey
from tonetop.work.act_once import Ref
from tonetop.work.acts.act import VERSION, Told, act, sending, writes
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.draw_sample import draw_sample, frame
from tonetop.work.independence import plan_audit
from tonetop.work.revised import standing
from tonetop.work.write_document import Draft, begin_document, change_text, found, write_version

DOCUMENT, TEXT, AUDIT = "Document", "DocumentVersion", "InternalAudit"
WRITTEN: dict[str, Any] = {"text": str, "change": (str, ""), "author": (str, "")}
TIMES = ("recorded_on", "effective_on")


def _draft(told: Told) -> Draft:
    return Draft(told["label"], told["text"], told["change"], told.get("author", ""))


@act(
    "begin-document",
    "Begin a document with its first text",
    sending(title=str, kind=str, owner=(str, ""), audience=(list[str], []), label=(str, "1"), **WRITTEN),
    writes(DOCUMENT, TEXT),
    {"title": "Rules for prompts", "kind": "procedure", "owner": "p1", "text": "# Rules\n\nAsk first."},
)
def begin(account: Account, told: Told) -> list[Ref]:
    """text: Markdown; label: what the version is called. It is a draft: it goes before people by ask-review, is
    approved by answer, published by publish-document. A file in its place is brought on the page."""
    about = {name: told[name] for name in ("title", "kind", "audience")}
    ref = begin_document(
        account, about | ({"owner": told["owner"]} if told["owner"] else {}), _draft(told)
    ).ref
    return [(DOCUMENT, ref), *((TEXT, one.row.id) for one in found(assess().facts, ref).versions)]


@act(
    "write-version",
    "Write a further version of a document",
    sending(document=str, label=str, **WRITTEN),
    writes(TEXT),
    {"document": "DOC-1", "label": "2", "text": "# Rules\n\nAsk twice.", "change": "A second reader."},
)
def further(account: Account, told: Told) -> list[Ref]:
    """label: what it is called; the one before stays in force until this one is."""
    return [(TEXT, write_version(account, told["document"], _draft(told)).ref), (DOCUMENT, told["document"])]


@act(
    "change-text",
    "Change the text of a draft",
    sending(id=str, label=str, text=str, change=(str, ""), version=int),
    writes(TEXT),
    {"id": "DV-3", "label": "2", "text": "# Rules\n\nAsk thrice.", "version": 1},
)
def change(account: Account, told: Told) -> list[Ref]:
    """label: what it is called; version: the number of the record's version that was read. With another text what
    was asked about it is closed, and approvals lapse."""
    change_text(account, told["id"], _draft(told), told["version"])
    return [(TEXT, told["id"])]


@act(
    "plan-audit",
    "Plan an internal audit, or change its plan",
    sending(
        audit=(str, ""),
        **dict.fromkeys(("title", "programme", "planned_on", "frozen_from", "performed_on"), (str, "")),
        clauses=(list[str], []),
        lead_auditor=(str, ""),
        auditors=(list[str], []),
        scope=(str, ""),
        criteria=(str, ""),
        independence_declared=(bool | None, None),
        knowingly=(bool, False),
        version=VERSION,
    ),
    writes(AUDIT),
    {
        "title": "Audit of spring",
        "planned_on": "2026-04-14",
        "clauses": ["8.2", "8.3"],
        "lead_auditor": "p4",
        "auditors": ["p4", "p5"],
    },
)
def plan(account: Account, told: Told) -> list[Ref]:
    """A new one, or a change of the one that audit names, where what is left out stays. Where somebody would
    audit own work it is refused by name, unless it is planned knowingly."""
    last = standing(AUDIT, told["audit"]) if told["audit"] else None
    ref = told["audit"] or next_ref(AUDIT)
    held = {name: value for name, value in last.plain().items() if name not in TIMES} if last else {}
    said = {name: value for name, value in told.items() if value not in ("", [], None)}
    plain = held | {name: said[name] for name in said if name not in ("audit", "knowingly", "version")}
    after = told["version"] if last else 0
    plan_audit(account, plain | {"id": ref}, after=after, knowingly=told["knowingly"])
    return [(AUDIT, ref)]


@act(
    "draw-sample",
    "Draw a sample for an audit",
    sending(
        audit=str,
        type=str,
        size=int,
        seed=str,
        justification=str,
        condition=(str, ""),
        as_of=(str, ""),
        known_on=(str, ""),
    ),
    writes("AuditSample"),
    {
        "audit": "AUD-1",
        "type": "Decision",
        "condition": "status=open; by kind",
        "size": 5,
        "seed": "spring",
        "justification": "One in ten.",
    },
)
def draw(account: Account, told: Told) -> list[Ref]:
    """From the register of a type as of a day, as known on another (today where left out). condition: words of
    fields, and `by` the field that divides it. Every draw is on record, and can be drawn again by its seed."""
    today = clock.today()
    of = frame(told["type"], told["as_of"] or today, told["known_on"] or today, told["condition"])
    more = {"seed": told["seed"], "size": told["size"], "justification": told["justification"]}
    return [("AuditSample", draw_sample(account, told["audit"], of, **more).ref)]


@act(
    "open-survey",
    "Open a survey that is answered after signing in",
    sending(
        title=str,
        kind=str,
        questions=list[str],
        closes_on=str,
        units=(list[str], []),
        threshold=(int, FEWEST),
        target=(int | None, None),
    ),
    writes(open_survey.TYPE),
    {
        "title": "Pulse of March",
        "kind": "pulse",
        "questions": ["I may say that an AI erred."],
        "closes_on": "2026-03-31",
    },
)
def opened(account: Account, told: Told) -> list[Ref]:
    """Answers are anonymous all the same; fewer than the threshold are never shown. One by codes is opened on its
    page, which shows them that once."""
    made = open_survey.open_survey(account, open_survey.Asked(**told, signed_in=True))
    return [(open_survey.TYPE, made.survey.ref)]


@act("close-survey", "Close a survey", sending(id=str), writes(close_survey.RESULT), {"id": "SUR-1"})
def closed(account: Account, told: Told) -> list[Ref]:
    """For good: the answers go, and what may be told of them stays, as a result and evidence of it."""
    made = close_survey.close_survey(account, told["id"])
    return [(close_survey.RESULT, made.ref), (open_survey.TYPE, told["id"])]
