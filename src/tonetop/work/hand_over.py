"""Hand over what a leaving person owns: shown first, then given to another in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tonetop.core import cadence, canonical
from tonetop.core.facts import Facts, Row
from tonetop.records import clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import Change, Overtaken
from tonetop.standard.terms.people import in_force, person_on
from tonetop.work.assess import assess
from tonetop.work.permission import manager
from tonetop.work.revised import new, next_refs, revised, standing

FIELDS = ("owner", "asked_of", "deputy")
"""Fields by which somebody has something to do; what names a doer of the past stays as it was."""
DONE = frozenset(("closed", "cancelled", "achieved", "retired"))
ENDED = ("closed_on", "retired_on", "completed_on", "removed_on", "in_force_until")
"""What tells that a record is done with, so that its owner of then stays."""
ROLE = "RoleAssignment"


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that a person holds: the record, its version, and the field that names them."""

    row: Row
    revision: int
    field: str

    @property
    def is_role(self) -> bool:
        """Whether it is a role that the person holds."""
        return self.row.type == ROLE and self.field == "person"


@dataclass(frozen=True, slots=True)
class Holders:
    """The records of a type by whom a field of theirs names; a preparation of facts."""

    type: str
    field: str

    def __call__(self, facts: Facts) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in facts.rows(self.type):
            person = getattr(row, self.field)
            if person:
                found.setdefault(person, []).append(row)
        return found


def held(facts: Facts, person: str) -> list[Held]:
    """What a person owns, is asked and holds as a role on the facts' day; what is done with is left out."""
    named = [
        (type, field) for type, shape in facts.shapes.items() for field in FIELDS if field in shape.fields
    ]
    found = []
    for type, field in [*named, (ROLE, "person")]:
        rows = facts.prepared(Holders(type, field)).get(person, ())
        going = (row for row in rows if not _is_done(row, facts.as_of))
        found += [Held(row, len(facts.versions(row)), field) for row in going]
    return sorted(found, key=lambda one: (one.row.type, one.row.id, one.field))


def _is_done(row: Row, day: str) -> bool:
    if getattr(row, "status", None) in DONE:
        return True
    if row.type == ROLE:
        return (
            not in_force(row, day) or row.valid_to == day
        )  # it ends by itself, as one that was handed over does
    return any((getattr(row, name, None) or cadence.LAST) <= day for name in ENDED)


def digest(found: Iterable[Held]) -> str:
    """A hash of what was shown, so that nothing else is handed over than what somebody looked at."""
    plain = [[one.row.type, one.row.id, one.revision, one.field] for one in found]
    return sha256(canonical.dumps(plain)).hexdigest()


def hand_over(account: Account, leaver: str, heir: str, seen: str) -> int:
    """Give everything that a person holds to another; how many records changed hands.

    seen: `digest` of what was shown. Roles end today for the one and begin for the other, to be accepted; what was
    delegated to the leaver in person ends and is not passed on. Raises Forbidden, Refused, Overtaken.
    """
    by = manager(account)
    facts = assess(clock.today()).facts
    if facts.get("Person", leaver) is None:
        raise Refused(f"{leaver or 'nobody'} is no person of the register; choose who leaves")
    if leaver == heir or person_on(facts, heir, facts.as_of) is None:
        raise Refused("choose somebody else who is valid in the register today, to whom all of it goes")
    found = held(facts, leaver)
    if digest(found) != seen:
        raise Overtaken("What this person holds was changed since it was shown to you; look at it again")
    if not found:
        raise Refused("there is nothing to hand over")
    write.save_all(_changes(found, heir, facts, account.person), by, because=f"hand over {leaver} to {heir}")
    return len(found)


def _changes(found: Sequence[Held], heir: str, facts: Facts, giver: str) -> list[Change]:
    """The changes, one for each record however many of its fields name the leaver, and the new roles."""
    fields: dict[tuple[str, str], dict[str, Any]] = {}
    for one in found:
        made = {"valid_to": facts.as_of} if one.is_role else {one.field: heir}
        fields.setdefault((one.row.type, one.row.id), {}).update(made)
    changes = [revised(standing(*key), **values) for key, values in fields.items()]
    passed = [one.row for one in found if one.is_role and not one.row.delegated_from]
    refs = next_refs(ROLE, len(passed)) if passed else []
    return [
        *changes,
        *(_role(row, ref, heir, facts.as_of, giver) for row, ref in zip(passed, refs, strict=True)),
    ]


def _role(row: Row, ref: str, heir: str, day: str, giver: str) -> Change:
    """The same role for the other, who is yet to accept it."""
    kept = {name: getattr(row, name) for name in ("role", "authority", "body", "deputy")}
    deputy = kept.pop("deputy")
    dates = {"assigned_by": giver, "assigned_on": day, "valid_from": day}
    plain = {"id": ref, **kept, "person": heir, **dates, "deputy": deputy if deputy != heir else None}
    return new([(ROLE, plain)])[0]
