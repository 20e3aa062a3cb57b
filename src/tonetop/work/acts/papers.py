"""Acts on what is written and what audits found: documents, policies, findings; privacy, monitors, communication."""

from __future__ import annotations

from tonetop.records.models import Account
from tonetop.work import assess_privacy, close_finding, monitor, plan_communication, publish
from tonetop.work.acknowledge import acknowledge
from tonetop.work.act_once import Ref
from tonetop.work.acts.act import VERSION, Told, act, does, into, sending, word, writes
from tonetop.work.ask_review import Asked, ask_review
from tonetop.work.assess import assess
from tonetop.work.comment_on import answer_comment, comment_on
from tonetop.work.confirm_activity import confirm_activity
from tonetop.work.permission import ACKNOWLEDGE, ANSWER, COMMENT, MANAGE
from tonetop.work.put_in_force import Policy, put_in_force
from tonetop.work.raise_finding import AUDITS, Found, raise_finding
from tonetop.work.retire_document import retire_document
from tonetop.work.ropa import ANSWERED_BY_NONE
from tonetop.work.say_none import say_none

FINDING, TEXT, ACTIVITY = "F-1", "DV-3", "PA-1"


@act(
    "raise-finding",
    "Record what an audit found",
    sending(Found, audit_type=word(*AUDITS), audit=str),
    writes("Finding"),
    {
        "audit_type": "InternalAudit",
        "audit": "AUD-1",
        "clause": "9.2",
        "statement": "No programme covers the agents.",
        "evidence": "The programme of 2025",
        "grade": "minor",
    },
)
def find(account: Account, told: Told) -> list[Ref]:
    """audit_type: InternalAudit or ExternalAudit."""
    made = raise_finding(account, told["audit_type"], told["audit"], into(Found, told))
    return [("Finding", made.ref)]


@act(
    "follow-finding",
    "Say why a finding came about and what was put right",
    sending(
        id=str, cause=(str, ""), correction=(str, ""), due=(str, ""), repeat_of=(str, ""), version=VERSION
    ),
    writes("Finding"),
    {"id": FINDING, "cause": "Nobody was told.", "correction": "The programme was extended."},
)
def follow(account: Account, told: Told) -> list[Ref]:
    """What is left out stays as it is."""
    said = {name: told[name] for name in ("cause", "correction", "due", "repeat_of") if told[name]}
    close_finding.follow_finding(account, told["id"], said, after=told["version"])
    return _finding(told)


@act(
    "agree-action",
    "Agree the action that removes the cause of a finding",
    sending(close_finding.NewAction, id=str, version=VERSION),
    writes("Finding", "Action"),
    {"id": FINDING, "owner": "p1", "due": "2027-03-31"},
)
def agree(account: Account, told: Told) -> list[Ref]:
    """Auditors agree none, for they do not write what they audit."""
    action = into(close_finding.NewAction, told)
    made = close_finding.agree_action(account, told["id"], action, after=told["version"])
    return [("Action", made), *_finding(told)]


@act(
    "verify-finding",
    "Say whether the action of a finding worked",
    sending(id=str, effective=word("yes", "no", "unknown"), verified_by=(str, ""), version=VERSION),
    writes("Finding"),
    {"id": FINDING, "effective": "yes"},
)
def verify(account: Account, told: Told) -> list[Ref]:
    """effective: yes, no or unknown; by somebody who neither acted nor owns the action."""
    by = {"verified_by": told["verified_by"], "after": told["version"]}
    close_finding.verify_finding(account, told["id"], told["effective"], **by)
    return _finding(told)


@act("close-finding", "Close a finding", sending(id=str, version=VERSION), writes("Finding"), {"id": FINDING})
def end(account: Account, told: Told) -> list[Ref]:
    """Once somebody verified that its action worked."""
    close_finding.close_finding(account, told["id"], after=told["version"])
    return _finding(told)


@act(
    "ask-review",
    "Put a version of a document before its approvers",
    sending(Asked, version=str, approvers=list[str]),
    writes("Ask", "DocumentVersion"),
    {"version": TEXT, "approvers": ["p1"], "why": "It takes effect in March."},
)
def review(account: Account, told: Told) -> list[Ref]:
    """They answer by the act answer. version: the id of a DocumentVersion."""
    made = ask_review(account, told["version"], into(Asked, told))
    return [*(("Ask", row.ref) for row in made), ("DocumentVersion", told["version"])]


@act(
    "comment-on-document",
    "Say something about a version of a document",
    sending(version=str, text=str),
    does(COMMENT),
    {"version": TEXT, "text": "Say who decides."},
)
def comment(account: Account, told: Told) -> list[Ref]:
    """About its present text."""
    made = comment_on(account, told["version"], told["text"])
    return [("Comment", made.ref)] if made else [("DocumentVersion", told["version"])]


@act(
    "answer-comment",
    "Say what came of a comment",
    sending(id=str, answer=str),
    writes("Comment"),
    {"id": "COM-1", "answer": "It says so now."},
)
def settle_comment(account: Account, told: Told) -> list[Ref]:
    """In a sentence."""
    answer_comment(account, told["id"], told["answer"])
    return [("Comment", told["id"])]


@act(
    "acknowledge-document",
    "Say that one knows a document",
    sending(document=str, version=str),
    does(ACKNOWLEDGE),
    {"document": "DOC-1", "version": TEXT},
)
def known(account: Account, told: Told) -> list[Ref]:
    """By whoever is asked to know it; version: the one that was read."""
    made = acknowledge(account, told["document"], told["version"])
    return [("Acknowledgement", made.ref)] if made else [("DocumentVersion", told["version"])]


@act(
    "publish-document",
    "Record that a version of a document was made known",
    sending(version=str, reach=str, channel=str, address=(str, ""), on=(str, "")),
    writes("Publication"),
    {"version": TEXT, "reach": "inside", "channel": "Intranet", "on": "2025-03-14"},
)
def make_known(account: Account, told: Told) -> list[Ref]:
    """reach: inside or outside. A picture as proof is kept as evidence."""
    made = publish.publish(account, told["version"], into(publish.Place, told))
    return [("Publication", made.ref)] if made else [("DocumentVersion", told["version"])]


@act(
    "see-publication",
    "Record that a publication was seen in its place, or taken down",
    sending(id=str, ended=(bool, False)),
    writes("Publication"),
    {"id": "PUB-1"},
)
def place(account: Account, told: Told) -> list[Ref]:
    """Today; ended: it was taken down."""
    (publish.take_down if told["ended"] else publish.look_again)(account, told["id"])
    return [("Publication", told["id"])]


@act(
    "put-policy-in-force",
    "Put an approved text in force as a policy",
    sending(version=str, kind=str, since=(str, ""), principles=(list[str], []), review_due=(str, "")),
    does(MANAGE),
    {"version": TEXT, "kind": "ai-policy", "since": "2025-03-14"},
)
def force(account: Account, told: Told) -> list[Ref]:
    """Where everybody who was asked approved this very text."""
    made = put_in_force(account, told["version"], into(Policy, told))
    return [*([("PolicyVersion", made.ref)] if made else []), ("DocumentVersion", told["version"])]


@act(
    "retire-document",
    "Retire a document",
    sending(id=str, version=int, replaced_by=(str, "")),
    writes("Document"),
    {"id": "DOC-1", "version": 2, "replaced_by": "DOC-2"},
)
def retire(account: Account, told: Told) -> list[Ref]:
    """version: the number of the record's version that was read. What was asked about it is closed."""
    retire_document(account, told["id"], told["replaced_by"], told["version"])
    return [("Document", told["id"])]


@act(
    "confirm-activity",
    "Confirm an entry of the record of processing",
    sending(id=str, version=VERSION),
    does(ANSWER),
    {"id": ACTIVITY},
)
def right(account: Account, told: Told) -> list[Ref]:
    """That it is right as it stands, by whoever owns or keeps it."""
    confirm_activity(account, told["id"], after=told["version"])
    return [("ProcessingActivity", told["id"])]


@act(
    "say-none",
    "Say that an entry of the record of processing has none of something",
    sending(id=str, field=word(*ANSWERED_BY_NONE), version=VERSION),
    does(ANSWER),
    {"id": ACTIVITY, "field": "recipients"},
)
def none(account: Account, told: Told) -> list[Ref]:
    """field: recipients, third countries or special categories of data, by the name of the field."""
    say_none(account, told["id"], told["field"], after=told["version"])
    return [("ProcessingActivity", told["id"])]


@act(
    "act-on-privacy-assessment",
    "Take a privacy assessment on",
    sending(id=str, what=word(*assess_privacy.OPEN_FOR), text=(str, ""), version=VERSION),
    writes("PrivacyAssessment"),
    {"id": "PIA-1", "what": "submit"},
)
def privacy(account: Account, told: Told) -> list[Ref]:
    """What is open to whom follows from its state. text: the advice, or the reason of a decision."""
    assess_privacy.act(account, told["id"], told["what"], told["text"], after=told["version"])
    return [("PrivacyAssessment", told["id"])]


@act(
    "pause-monitor",
    "Do not look at a monitor for a while",
    sending(monitor=str, until=str, reason=str),
    writes(monitor.PAUSE),
    {"monitor": "scan-fresh", "until": "2027-03-31", "reason": "The source moves."},
)
def pause(account: Account, told: Told) -> list[Ref]:
    """Up to a day, for a reason."""
    monitor.pause(account, told["monitor"], told["until"], told["reason"])
    return _paused(told)


@act(
    "resume-monitor",
    "Look at a monitor again",
    sending(monitor=str),
    writes(monitor.PAUSE),
    {"monitor": "scan-fresh"},
)
def go_on(account: Account, told: Told) -> list[Ref]:
    """It ends the pause that the monitor is in."""
    held = _paused(told)
    monitor.go_on(account, told["monitor"])
    return held


@act(
    "cancel-communication",
    "Take a planned communication back",
    sending(id=str),
    writes(plan_communication.PLAN),
    {"id": "PC-1"},
)
def cancel(account: Account, told: Told) -> list[Ref]:
    """It stays on record as cancelled."""
    plan_communication.cancel(account, told["id"])
    return [(plan_communication.PLAN, told["id"])]


def _finding(told: Told) -> list[Ref]:
    return [("Finding", told["id"])]


def _paused(told: Told) -> list[Ref]:
    row = monitor.paused(assess().facts, told["monitor"])
    return [(monitor.PAUSE, row.id)] if row is not None else []
