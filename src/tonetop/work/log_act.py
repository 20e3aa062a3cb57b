"""Log an act that happened: what kind, who, on which day, with the file that shows it; proposed from the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tonetop.core import cadence
from tonetop.documents.letter import PLAIN, Told
from tonetop.records import blobs, clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.records.write import latest
from tonetop.work.change_record import next_ref
from tonetop.work.permission import writer
from tonetop.work.revised import New, new

COMMUNICATION, ATTENDANCE, DECISION, COMMENT = "communication", "attendance", "decision", "policy-comment"
TYPES = {COMMUNICATION: "Communication", ATTENDANCE: "Attendance", DECISION: "Decision", COMMENT: "Comment"}
"""The kinds of act that are logged, and the register that keeps each."""
PROOFS = {
    "all-hands": "meeting-recording",
    "video": "meeting-recording",
    "external-statement": "stakeholder-engagement",
    "stakeholder-meeting": "stakeholder-engagement",
    ATTENDANCE: "management-review-minutes",
    DECISION: "executive-decision",
    COMMENT: "policy-review-record",
}
"""The kind of evidence that the file is, by the act or the kind of communication."""
USUAL_PROOF = "executive-communication"
MOST = 50
"""How many meetings and texts are offered to choose from."""
THEMES = {
    "effectiveness": r"effective\w*|improv\w+|works? (?:well|better)",
    "conforming-to-aims": r"management system|aims|42001|required of us|requirements?",
    "policy": r"polic(?:y|ies)",
    "risk": r"risks?|harms?|incidents?",
    "ethics": r"ethic\w*|fair(?:ness|ly)?|unfair\w*|bias\w*|discriminat\w+|values",
    "training": r"train(?:ing|ed)|courses?|learn(?:ing)?",
    "speak-up": r"speak[- ]up|concerns?|report (?:it|them|what)|raise (?:it|your|a)",
    "results": r"results?|targets?|figures|measur\w+|kpis?|objectives?",
}
"""By theme of the catalogue, the words that propose it; a person confirms by ticking."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is logged. sort: which kind of communication. about: the meeting attended, or the text commented on."""

    kind: str
    who: str
    day: str = ""
    title: str = ""
    sort: str = "all-hands"
    themes: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """The file that shows it: its name, its media type, its bytes in parts."""

    name: str
    parts: Iterable[bytes] = field(repr=False)
    type: str = PLAIN


def themes(text: str) -> list[str]:
    """The themes that a text's words propose, in the catalogue's order."""
    return [theme for theme, words in THEMES.items() if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)]


def speaker(told: Told) -> str:
    """The person of the register whom a file names by mail address or by name; empty when it is not clear who."""
    found: set[str] = set()
    if told.address:
        accounts = Account.objects.filter(email__iexact=told.address).exclude(person="")
        found = set(accounts.values_list("person", flat=True))
    if not found and told.by:
        people: Any = registers()["Person"].objects
        held = people.filter(until_on=None, withdrawn_on=None, name__iexact=told.by)
        found = set(held.values_list("ref", flat=True))
    return found.pop() if len(found) == 1 else ""


def meetings(day: str) -> list[Record]:
    """The meetings held up to a day, the latest first."""
    held = registers()["Meeting"].objects.on(day).filter(held_on__lte=day)
    return list(held.order_by("-held_on")[:MOST])


def texts(day: str) -> list[Record]:
    """The policy texts that a comment may be about, the latest first."""
    policies = list(registers()["PolicyVersion"].objects.on(day).order_by("-approved_on")[:MOST])
    drafts = list(registers()["DocumentVersion"].objects.on(day).order_by("-written_on")[:MOST])
    return [*drafts, *policies]


def log_act(account: Account, act: Act, file: File | None = None) -> Record:
    """Write the act, and the file as evidence of it, in one transaction; gives the act's record.

    Done by `act.who`, entered by the account. Raises Forbidden, Refused.
    """
    if act.kind not in TYPES:
        raise Refused(f"{act.kind!r} is no kind of act; the kinds are {', '.join(TYPES)}")
    by = writer(account, TYPES[act.kind])
    if file is not None:
        writer(account, "Evidence")
    if not act.who:
        raise Refused("say who did it; it has to be a person of the register")
    told = MAKERS[act.kind](act)
    records = [told] if file is None else _proved(account, act, file, told)
    made = write.save_all(new(records), by)
    if made[-1] is None:
        raise Refused("this is on record already")
    return made[-1]


def _proved(account: Account, act: Act, file: File, told: New) -> list[New]:
    """The evidence that the file is, and the act that names it."""
    type, plain = told
    proof = {
        "id": next_ref("Evidence"),
        "kind": PROOFS.get(act.sort if act.kind == COMMUNICATION else act.kind, USUAL_PROOF),
        "title": act.title.strip() or file.name,
        "occurred_on": _day(act),
        "recorded_by": account.person,
        "sha256": blobs.store(file.parts, file.type).sha256,
        "source_system": file.name,
        "links": [plain.get("id") or plain["meeting"]],
    }
    named = {"artefact_ref": proof["id"], "sha256": proof["sha256"]} if type == "Communication" else {}
    return [("Evidence", proof), (type, {**plain, **named})]


def _day(act: Act) -> str:
    """The day of the act. Raises Refused for none and for one to come."""
    if not cadence.is_day(act.day):
        raise Refused("say on which day it was, as YYYY-MM-DD")
    if act.day > clock.today():
        raise Refused(f"{act.day} is yet to come; log an act once it is done")
    return act.day


def _communication(act: Act) -> New:
    plain = {"id": next_ref("Communication"), "kind": act.sort, "speaker": act.who, "sent_on": _day(act)}
    return "Communication", plain | {"title": act.title.strip(), "themes": list(act.themes)}


def _attendance(act: Act) -> New:
    if not act.about:
        raise Refused("say at which meeting; record the meeting first if it is not there yet")
    return "Attendance", {"meeting": act.about, "person": act.who, "mode": "present"}


def _decision(act: Act) -> New:
    if not act.title.strip():
        raise Refused("say in a sentence what was decided")
    plain = {
        "id": next_ref("Decision"),
        "kind": "direction",
        "text": act.title.strip(),
        "decided_by": act.who,
    }
    return "Decision", plain | {"decided_on": _day(act)}


def _comment(act: Act) -> New:
    if not act.about or not act.title.strip():
        raise Refused("say which text the comment is about, and what was said")
    text = latest("DocumentVersion", act.about)
    plain = {"id": next_ref("Comment"), "about": [act.about], "sha256": getattr(text, "sha256", None)}
    return "Comment", plain | {"said_by": act.who, "said_on": _day(act), "text": act.title.strip()}


MAKERS: dict[str, Callable[[Act], Any]] = {
    COMMUNICATION: _communication,
    ATTENDANCE: _attendance,
    DECISION: _decision,
    COMMENT: _comment,
}
