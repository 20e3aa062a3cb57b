"""Acts of every day: what waits for one's answer or word, what still stands, and evidence."""

from __future__ import annotations

from typing import Any

from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.work import evidence_state as state
from tonetop.work import keep_evidence as evidence
from tonetop.work.act_once import Ref
from tonetop.work.acts.act import VERSION, Told, act, does, into, seen, sending, word, writes
from tonetop.work.answer import WORDS
from tonetop.work.answer import answer as give
from tonetop.work.confirm import MINE, NOT_MINE
from tonetop.work.confirm import confirm as say
from tonetop.work.keep_evidence import Piece
from tonetop.work.permission import ANSWER, CONFIRM, JUDGE
from tonetop.work.privacy_due import affirm

EV = "EV-4"


@act(
    "answer",
    "Answer what was put before one",
    sending(
        type=str,
        id=str,
        answer=word(*WORDS),
        comment=(str, ""),
        delegate_to=(str, ""),
        amount=(float | None, None),
        consequence=(str, ""),
        version=VERSION,
    ),
    does(ANSWER),
    {"type": "ImpactAssessment", "id": "IA-1", "answer": "approved", "version": 3},
)
def answer(account: Account, told: Told) -> list[Ref]:
    """answer: approved, approved-with-comment, sent-back, declined, seen or delegated. So a risk is approved, what
    remains of it accepted, an impact assessment approved, a document, a request decided: by whoever was asked, in
    their rank. version: the one that was read; another one since is refused. What has to be signed with a passkey is
    signed on the page."""
    seen(told, told["type"])
    more = {name: told[name] for name in ("comment", "delegate_to", "amount", "consequence")}
    made = give(account, told["type"], told["id"], told["answer"], **more)
    return [("Approval", made.ref), (told["type"], told["id"])]


@act(
    "confirm",
    "Say that an act was one's own, or was not",
    sending(type=str, id=str, answer=word(MINE, NOT_MINE), comment=(str, ""), version=VERSION),
    does(CONFIRM),
    {"type": "GatePassage", "id": "GP-1", "answer": "mine", "version": 1},
)
def confirm(account: Account, told: Told) -> list[Ref]:
    """answer: mine or not-mine, about what somebody else entered; by whom the record names. So a gate is released, too:
    by the own word of whoever its record names."""
    more = {"comment": told["comment"], "seen": told["version"] or 0}
    made = say(account, told["type"], told["id"], told["answer"], **more)
    return [("Confirmation", made.ref), (told["type"], told["id"])]


@act(
    "still-stands",
    "Say that a record was looked at and still stands",
    sending(type=str, id=str),
    does(ANSWER),
    {"type": "AISystem", "id": "AI-2"},
)
def stands(account: Account, told: Told) -> list[Ref]:
    """Its time for review begins anew."""
    affirm(account, told["type"], told["id"])
    return [(told["type"], told["id"])]


@act(
    "keep-evidence",
    "Keep files as a piece of evidence",
    sending(Piece),
    writes("Evidence"),
    {
        "title": "Minutes of March",
        "kind": "interview-note",
        "occurred_on": "2025-03-14",
        "requirements": ["9.3"],
    },
    files=1,
)
def keep(account: Account, told: Told) -> list[Ref]:
    """Bytes that a piece holds already are not kept twice: then it is that piece. It is not ready until somebody
    declares it so."""
    return [("Evidence", evidence.keep_evidence(account, into(Piece, told), told["files"]).ref)]


@act(
    "add-evidence-files",
    "Add files to a piece of evidence",
    sending(id=str, version=VERSION),
    writes("Evidence"),
    {"id": EV},
    files=1,
)
def add_files(account: Account, told: Told) -> list[Ref]:
    """What was approved is to be judged again."""
    evidence.add_files(account, told["id"], told["files"], after=told["version"])
    return [("Evidence", told["id"])]


@act(
    "replace-evidence-file",
    "Put another file in the place of one",
    sending(file=str, version=VERSION),
    writes("Evidence"),
    {"file": "EF-1", "version": 1},
    files=1,
)
def replace_file(account: Account, told: Told) -> list[Ref]:
    """file: the id of the file; what is sent becomes its next version, and the old one stays. version: the one that it
    takes the place of; where there is another one since, it is refused."""
    new, *more = told["files"]
    if more:
        raise Refused("send one file: it takes the place of one")
    piece = evidence.replace_file(account, told["file"], new, after=told["version"])
    return [("EvidenceFile", told["file"]), ("Evidence", piece)]


@act(
    "declare-evidence-ready",
    "Put evidence before those who judge it",
    sending(id=str, version=VERSION),
    writes("Evidence"),
    {"id": EV},
)
def declare_ready(account: Account, told: Told) -> list[Ref]:
    """Refused with what it still lacks."""
    state.declare_ready(account, told["id"], after=told["version"])
    return _piece(told)


@act(
    "judge-evidence",
    "Judge evidence",
    sending(id=str, verdict=word(*state.VERDICTS), reason=(str, ""), by_day=(str, ""), version=VERSION),
    does(JUDGE),
    {"id": EV, "verdict": "approved"},
)
def judge(account: Account, told: Told) -> list[Ref]:
    """verdict: approved, flagged (with what is asked for again, and by_day) or not-applicable (with the reason).
    Nobody judges their own."""
    said: tuple[Any, ...] = (told["verdict"], told["reason"], told["by_day"])
    state.judge(account, told["id"], *said, after=told["version"])
    return _piece(told)


@act(
    "hold-evidence",
    "Put evidence under legal hold",
    sending(id=str, reason=str, version=VERSION),
    does(JUDGE),
    {"id": EV, "reason": "The case of March"},
)
def hold(account: Account, told: Told) -> list[Ref]:
    """Nothing of it is withdrawn, erased or disposed of."""
    state.hold(account, told["id"], told["reason"], after=told["version"])
    return _piece(told)


@act(
    "lift-evidence-hold",
    "Lift a legal hold",
    sending(id=str, reason=str, version=VERSION),
    does(JUDGE),
    {"id": EV, "reason": "The case is closed"},
)
def lift(account: Account, told: Told) -> list[Ref]:
    """Why stands in the ledger."""
    state.lift_hold(account, told["id"], told["reason"], after=told["version"])
    return _piece(told)


@act(
    "dispose-evidence",
    "Destroy the files of evidence whose retention is over",
    sending(id=str, reason=str, version=VERSION),
    does(JUDGE),
    {"id": EV, "reason": "Kept for six years, by our rule"},
)
def dispose(account: Account, told: Told) -> list[Ref]:
    """Its record and the ledger's lines stay."""
    state.dispose(account, told["id"], told["reason"], after=told["version"])
    return _piece(told)


def _piece(told: Told) -> list[Ref]:
    return [("Evidence", told["id"])]
