"""The acts by which evidence is judged: ready, approved, asked for again, not applicable; held, and disposed of."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tonetop.core import cadence
from tonetop.core.facts import Facts
from tonetop.records import blobs, clock, holds, write
from tonetop.records.acting import demand_not_held
from tonetop.records.intake import Refused
from tonetop.records.ledgered import hashes
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.records.write import Change
from tonetop.registers.evidence import APPROVED, FLAGGED, NOT_APPLICABLE, READY, Evidence
from tonetop.work import passage_index
from tonetop.work.assess import assess
from tonetop.work.evidence_files import digests, files_of
from tonetop.work.permission import ANSWER, JUDGE, Forbidden, doer, writer
from tonetop.work.revised import revised, standing
from tonetop.work.warrant import answering

VERDICTS = (APPROVED, FLAGGED, NOT_APPLICABLE)


def declare_ready(account: Account, ref: str, *, after: int | None = None) -> Record | None:
    """Put a piece before those who judge evidence. Raises Forbidden, Refused, Overtaken."""
    row = _piece(ref)
    by = writer(account, "Evidence", row)
    person = answering(account, assess().facts, ANSWER)
    if row.state in (READY, APPROVED):
        raise Refused(f"{ref} is {row.state} already")
    missing = lacks(row)
    if missing:
        raise Refused(f"{ref} is not ready: {missing}")
    change = _said(row, after, state=READY, state_by=person, state_reason=None, resubmit_by=None)
    return write.save_all([change], by)[0]


def lacks(row: Any) -> str:
    """What a piece still lacks before it can be judged; empty for nothing."""
    for told, missing in (
        (row.kind, "say which kind of evidence it is"),
        (row.occurred_on or row.period_from, "say on which day it was, or for which period it stands"),
        (row.sha256 or row.uri or files_of(row.ref), "it has neither a file nor an address"),
    ):
        if not told:
            return missing
    return ""


def judge(  # noqa: PLR0913 - what the form says of a verdict
    account: Account, ref: str, verdict: str, reason: str = "", by_day: str = "", *, after: int | None = None
) -> Record | None:
    """Approve a piece, ask for it again by a day, or say why it is not applicable. Nobody judges their own.

    Raises Forbidden, Refused, Overtaken.
    """
    by = doer(account, JUDGE)
    row, facts = _piece(ref), assess().facts
    person = answering(account, facts, JUDGE)
    if person in own(row):
        raise Forbidden("nobody judges their own evidence; somebody else has to")
    _demand_said(row, verdict, reason, by_day)
    flagged = verdict == FLAGGED
    change = _said(
        row,
        after,
        state=verdict,
        state_by=person,
        state_reason=reason.strip() or None,
        resubmit_by=by_day if flagged else None,
    )
    return write.save_all([change], by)[0]


def _demand_said(row: Any, verdict: str, reason: str, by_day: str) -> None:
    if verdict not in VERDICTS:
        raise Refused(f"say whether it is {', '.join(VERDICTS[:-1])} or {VERDICTS[-1]}")
    if verdict == APPROVED and row.state != READY:
        raise Refused(f"{row.ref} is approved once somebody said that it is ready")
    if verdict == FLAGGED and not reason.strip():
        raise Refused("say what is asked for again")
    if verdict == FLAGGED and not (cadence.is_day(by_day) and by_day >= clock.today()):
        raise Refused("say by which day it is asked for again, today or later")
    if verdict == NOT_APPLICABLE and not reason.strip():
        raise Refused("say why it is not applicable")


def own(row: Any) -> set[str]:
    """Whose evidence a piece is: who entered, recorded or owns it, brought a file, or said that it is ready."""
    first = Evidence.objects.filter(ref=row.ref).order_by("revision").first()
    people = {row.recorded_by, row.owner, getattr(first, "entered_by", None)}
    if row.state == READY:
        people.add(row.state_by)
    for file in files_of(row.ref):
        for version in file.versions:
            people |= {version.received_by, version.entered_by}
    return {person for person in people if person}


def hold(account: Account, ref: str, reason: str, *, after: int | None = None) -> Record | None:
    """Put a piece under legal hold: nothing of it is withdrawn, erased or disposed of. Raises Forbidden, Refused."""
    by, person = doer(account, JUDGE), answering(account, assess().facts, JUDGE)
    row = _piece(ref)
    if row.hold_since:
        raise Refused(f"{ref} is under legal hold since {row.hold_since} already")
    if not reason.strip():
        raise Refused("say why it is held: the case, or who asked for it")
    change = _changed(row, after, hold_since=clock.today(), hold_by=person, hold_reason=reason.strip())
    return write.save_all([change], by)[0]


def lift_hold(account: Account, ref: str, reason: str, *, after: int | None = None) -> Record | None:
    """Lift a legal hold; why stands in the ledger. Raises Forbidden, Refused, Overtaken."""
    by = doer(account, JUDGE)
    answering(account, assess().facts, JUDGE)
    row = _piece(ref)
    if not row.hold_since:
        raise Refused(f"{ref} is not under legal hold")
    if not reason.strip():
        raise Refused("say why the hold is lifted")
    change = _changed(row, after, hold_since=None, hold_by=None, hold_reason=None)
    return write.save_all([change], by, because=reason.strip())[0]


def is_past_retention(row: Any, day: str) -> bool:
    """Whether a piece is listed for disposal: its retention is over, and no hold stands."""
    return bool(row.retain_until and row.retain_until < day and not row.hold_since and not row.disposed_on)


def dispose(account: Account, ref: str, reason: str, *, after: int | None = None) -> int:
    """Destroy the files of a piece whose retention is over; the record and its ledger lines stay.

    Gives how many files are gone; bytes that another record names stay. Raises Forbidden, Refused, Overtaken.
    """
    by, person = doer(account, JUDGE), answering(account, assess().facts, JUDGE)
    row = _piece(ref)
    demand_not_held(row)
    if not is_past_retention(row, clock.today()):
        raise Refused(f"{ref} is not past the day until which it is retained")
    if not reason.strip():
        raise Refused("say why it is disposed of, such as the rule of retention")
    told = {"disposed_on": clock.today(), "disposed_by": person, "disposal_reason": reason.strip()}
    write.save_all([_changed(row, after, **told)], by)
    return destroy(ref)


def destroy(ref: str) -> int:
    """Let go of the files that a disposed piece names and nothing else does; gives how many. Raises Refused.

    It runs while nothing else is written, so that no upload of the same bytes comes between; and again every day for
    what a failure left.
    """
    named = digests(ref)
    gone = []
    with transaction.atomic():
        for digest in sorted(named):
            if blobs.holds(digest) and not _needed(digest):
                blobs.let_go(digest)
                gone.append(digest)
    passage_index.forget(gone)
    return len(gone)


def destroy_left() -> int:
    """Let go of what disposals left behind; gives how many files. Raises Refused."""
    rows = Evidence.objects.exclude(disposed_on=None)
    kept, refs = holds.standing(), rows.values_list("ref", flat=True).distinct()
    return sum(destroy(ref) for ref in refs if holds.keeping("Evidence", ref, kept) is None)


def history(ref: str, day: str = "9999-12-31") -> list[Any]:
    """The versions of a piece at which its state, its hold or its disposal changed, the latest first."""
    found: list[Any] = []
    before: Any = None
    for row in Evidence.objects.filter(ref=ref, known_on__lte=day).order_by("revision"):
        if before is None or _standing(row) != _standing(before):
            found.append((row, before))
        before = row
    return list(reversed(found))


def _standing(row: Any) -> tuple[Any, ...]:
    names = ("state", "state_by", "state_on", "state_reason", "resubmit_by", "hold_since", "disposed_on")
    return tuple(getattr(row, name) for name in names)


def _needed(digest: str) -> bool:
    """Whether a record names the file that is no disposed piece, nor one of its files."""
    for type, model in registers().items():
        for name in hashes(model.shape()):
            for row in model.objects.filter(**{name: digest}):
                ref = row.ref if type == "Evidence" else getattr(row, "evidence", None)
                piece: Any = write.latest("Evidence", ref or "") if type.startswith("Evidence") else None
                if piece is None or not piece.disposed_on:
                    return True
    return False


def _piece(ref: str) -> Any:
    row: Any = standing("Evidence", ref)
    if row.disposed_on:
        raise Refused(f"{ref} was disposed of on {row.disposed_on}")
    return row


def _changed(row: Record, after: int | None, **fields: Any) -> Change:
    made = revised(row, after, **fields)
    return Change(made.entry, made.after, act=True)


def _said(row: Record, after: int | None, **fields: Any) -> Change:
    return _changed(row, after, state_on=clock.today(), **fields)


def queue(facts: Facts) -> list[Any]:
    """The pieces that wait to be judged, the longest waiting first; a preparation of facts."""
    rows = [row for row in facts.rows("Evidence") if row.state == READY and not row.disposed_on]
    return sorted(rows, key=lambda row: (row.state_on or "", row.id))
