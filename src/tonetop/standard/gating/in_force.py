"""Which gates a process asks: those in force, and those that somebody let go whose word does not open gates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.core.history import History
from tonetop.core.moment import Moment
from tonetop.standard.gating import word
from tonetop.standard.gating.rank import WAIVER, authority
from tonetop.standard.terms.passages import gates_by_process
from tonetop.standard.terms.systems import gate_now


@dataclass(frozen=True, slots=True)
class Kept:
    """A gate as it was in force, which a later version of its record does not ask any more, though nobody released it.

    now: the record as it stands; None where it was withdrawn. by, since: who entered the first version without it, and
    when.
    """

    gate: Row
    now: Row | None
    by: str
    since: str


def kept(facts: Facts) -> list[Kept]:
    """The gates that are asked until somebody of rank releases them, in order of id; a preparation of facts."""
    history, own = facts.history("ProcessGate"), dict[str, list[Row]]()
    for version in history.versions:
        own.setdefault(version.id, []).append(version)
    several = {ident: rows for ident, rows in sorted(own.items()) if len(rows) > 1 or rows[0].withdrawn_on}
    return [one for rows in several.values() for one in _kept_of(facts, history, rows)]


def _kept_of(facts: Facts, history: History, versions: Sequence[Row]) -> list[Kept]:
    now, found = Moment(facts), dict[tuple[str, str], Kept]()
    standing = facts.get("ProcessGate", versions[0].id)
    for place, was in enumerate(versions):
        after = [one for one in versions[place + 1 :] if (one.effective_on or "") <= facts.as_of]
        if not after and not _withdrawn(facts, was):
            continue
        left = min(_left(history, after[0]) if after else was.withdrawn_on, facts.as_of)
        in_force = was.mandatory is True and (was.in_force_since or "") <= left
        if not in_force or now.reached(was.in_force_until) or _asks(now, standing, was):
            continue
        later = enumerate(versions[place + 1 :], place + 2)
        if not any(_released(facts, one, number) for number, one in later):
            first = next((one for one in after if not _same(one, was)), versions[-1])
            told = Kept(was, standing, first.entered_by or "", history.recorded(first) or "")
            found[was.process or "", was.kind or ""] = told
    return list(found.values())


def _left(history: History, after: Row) -> str:
    """Until when the version before one was in effect, as was known then."""
    return max(history.recorded(after) or "", after.effective_on or "")


def _withdrawn(facts: Facts, row: Row) -> bool:
    return bool(row.withdrawn_on) and row.withdrawn_on <= facts.as_of


def _same(one: Row, was: Row) -> bool:
    """Whether a version is the same gate, of the same process."""
    named = (one.process, one.kind) == (was.process, was.kind) and not one.withdrawn_on
    return named and one.mandatory is True and one.in_force_until == was.in_force_until


def _asks(now: Moment, standing: Row | None, was: Row) -> bool:
    """Whether the record as it stands asks what an earlier version asked."""
    if standing is None or not gate_now(now, standing):
        return False
    return (standing.process, standing.kind) == (was.process, was.kind)


def _released(facts: Facts, version: Row, number: int) -> bool:
    """Whether somebody who may waive gates let this one go by a version of its record: a reason, in their own word."""
    person, day = version.released_by, version.released_on
    if not (person and day and version.release_reason) or day > facts.as_of:
        return False
    own = word.of_version(facts, version, version, number) and not word.denied(facts, version)
    return own and authority(facts, person, day, WAIVER)


def asked(facts: Facts, process: str) -> list[Row]:
    """The gates that a process asks on the facts' day, in force or kept, in order of kind and id."""
    now = Moment(facts)
    own = [row for row in facts.prepared(gates_by_process).get(process, ()) if gate_now(now, row)]
    own += [one.gate for one in facts.prepared(kept) if one.gate.process == process]
    return sorted(own, key=lambda row: (row.kind or "", row.id))


def processes(facts: Facts) -> list[Row]:
    """The processes that ask a gate, by name."""
    rows = [row for row in facts.rows("BusinessProcess") if asked(facts, row.id)]
    return sorted(rows, key=lambda row: (row.name or row.id).casefold())
