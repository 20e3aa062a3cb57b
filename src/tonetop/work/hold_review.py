"""Hold a sitting of a management review: who was there, what was decided and follows from it, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.records import clock, write
from tonetop.records.intake import Entry, Refused
from tonetop.records.models import Account, Record
from tonetop.records.write import Change, latest, values_of
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.freeze_review import sitting_of
from tonetop.work.gather_review import PACK, pack_of
from tonetop.work.permission import writer
from tonetop.work.revised import new, revised

THERE = ("present", "remote")
ATTENDANCE, DECISION, ACTION = "Attendance", "Decision", "Action"
NONE_NEEDED = "none-needed"
VERDICT = ("suitable", "adequate", "effective")


@dataclass(frozen=True, slots=True)
class Seat:
    """How somebody took part in a sitting; mode: present, remote, apology or delegate, empty for not at all."""

    person: str
    mode: str = ""
    role: str = ""
    on_behalf_of: str = ""


def attend(account: Account, pack: str, meeting: str, seats: Iterable[Seat]) -> None:
    """Record who took part in a sitting, and how; whoever has no mode any more is taken out.

    Raises Forbidden; Refused for two chairs, for a chair who was not there, and once the minutes are approved.
    """
    by = writer(account, ATTENDANCE)
    sitting = _open(pack, meeting)
    asked = [seat for seat in seats if seat.person]
    chairs = [seat for seat in asked if seat.mode and seat.role == "chair"]
    if len(chairs) > 1:
        raise Refused("a sitting has one chair; choose who of them it was")
    if any(seat.mode not in THERE for seat in chairs):
        raise Refused("who chairs a sitting is there, in the room or remotely")
    twice = len({seat.person for seat in asked}) < len(asked)
    if twice:
        raise Refused("somebody stands in the list twice")
    changes = [change for seat in asked for change in _seated(sitting.ref, seat)]
    write.save_all(changes, by)


def _seated(meeting: str, seat: Seat) -> list[Change]:
    row = latest(ATTENDANCE, f"{meeting}/{seat.person}")
    held = row is not None and not row.withdrawn_on
    if seat.mode:
        fields = {"mode": seat.mode, "role": seat.role, "on_behalf_of": seat.on_behalf_of}
        plain = {"meeting": meeting, "person": seat.person, **fields}
        made = new([(ATTENDANCE, plain)])[0]
        return [Change(made.entry, row.revision if row is not None else 0)]
    if row is None or not held:
        return []
    values = values_of(row) | {"withdrawn_on": clock.today()}
    return [Change(Entry(ATTENDANCE, row.ref, values), row.revision, withdraw=True)]


def decide(account: Account, pack: str, meeting: str, given: Mapping[str, Any]) -> Record:
    """Record a decision of a sitting and, with its owner and due day, the action that follows; gives the decision.

    given: text, rationale, kind, owner, due, input, amount, currency, decided_by (default: the chair), about,
    principles_considered, and status `none-needed` where nothing is to be done, which needs a reason.
    Raises Forbidden, Refused.
    """
    by = writer(account, DECISION)
    writer(account, ACTION)
    sitting = _open(pack, meeting)
    facts = assess().facts
    told = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    decider = told.get("decided_by") or chair(facts, meeting)
    _demand_decided(facts, sitting, told, decider)
    nothing = told.get("status") == NONE_NEEDED
    ref = next_ref(DECISION)
    fields = told | {
        "id": ref,
        "source": meeting,
        "decided_by": decider,
        "decided_on": sitting.held_on,
        "status": NONE_NEEDED if nothing else "open",
    }
    action = {"id": next_ref(ACTION), "decision": ref, "owner": told.get("owner"), "due": told.get("due")}
    follows = [] if nothing else [(ACTION, action | {"status": "open"})]
    made = write.save_all(new([(DECISION, fields), *follows]), by)[0]
    if made is None:
        raise Refused("nothing was written; try it once more")
    return made


def _demand_decided(facts: Facts, sitting: Any, told: Mapping[str, Any], decider: str | None) -> None:
    """Raises Refused for what is no decision yet: no text, nobody who decided, no owner and day, or no reason."""
    if not sitting.held_on:
        raise Refused("open the sitting first; decisions are taken at it")
    if not told.get("text"):
        raise Refused("say what was decided")
    if not decider:
        raise Refused("say who decided, or who chairs the sitting")
    if decider not in {row.person for row in attending(facts, sitting.ref) if row.mode in THERE}:
        raise Refused("only who was at the sitting decides there; record the attendance first")
    if told.get("status") == NONE_NEEDED:
        if not told.get("rationale"):
            raise Refused("say why nothing is to be done")
    elif not told.get("owner") or not told.get("due"):
        raise Refused(
            "name an owner and a day by which it is done, or say that nothing is to be done, and why"
        )


def conclude(
    account: Account, pack: str, answers: Mapping[str, str], dissent: str = "", after: int | None = None
) -> None:
    """Record the verdict on the system (9.3.1), and any dissent; may be half filled.

    answers: yes, with-changes or no to suitable, adequate and effective. Raises Forbidden, Overtaken, Refused.
    """
    by = writer(account, PACK)
    row = pack_of(pack)
    if not row.frozen_on:
        raise Refused("open a sitting first; the verdict is given at it")
    for meeting in row.meetings or ():
        _open(pack, meeting)
    fields = {name: answers.get(name, "") for name in VERDICT}
    write.save_all([revised(row, after, **fields, dissent=dissent.strip())], by)


def _open(pack: str, meeting: str) -> Any:
    sitting = sitting_of(pack, meeting)
    if sitting.minutes_approved_on:
        raise Refused(f"the minutes were approved on {sitting.minutes_approved_on}; what they say stays")
    return sitting


def attending(facts: Facts, meeting: str) -> list[Row]:
    """Everybody recorded for a sitting, the chair first, then by how they took part."""
    rows = (row for row in facts.rows(ATTENDANCE) if row.meeting == meeting and row.mode)
    return sorted(rows, key=lambda row: (row.role != "chair", row.mode not in THERE, row.person or ""))


def chair(facts: Facts, meeting: str) -> str | None:
    """Who chaired a sitting."""
    return next((row.person for row in attending(facts, meeting) if row.role == "chair"), None)
