"""What a supplier lacks before anything may hang on it, and the suppliers that an AI system or asset hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.standard.gating.hanging import hanging
from tonetop.standard.gating.names import firm_key, name_key
from tonetop.standard.suppliers import HIGH, NO, SUITABLE, assessment, ended
from tonetop.standard.suppliers.turned import turned

UNKNOWN, ENDED, UNJUDGED, UNSUITABLE = "unknown", "ended", "not-assessed", "not-suitable"
OPEN, LATE, STOPS, GRAVE = "questions-open", "over-its-day", "must-answered-no", "high-risk"
TURNED = "no-turned"
JUDGED = (SUITABLE, "suitable-with-conditions", "not-suitable")


@dataclass(frozen=True, slots=True)
class Supplier:
    """A name that parts or assets give as supplier, its vendor (None: no vendor bears it), and what it lacks.

    off: the record that it was taken off, where only that keeps it asked; empty where something gives its name.
    """

    name: str
    vendor: Row | None
    lacks: tuple[str, ...]
    off: str = ""


def lacking(facts: Facts, vendor: Row) -> tuple[str, ...]:
    """What a vendor lacks on the day of the facts, the gravest first; nothing where it may supply."""
    if ended(facts, vendor):
        return (ENDED,)
    found = assessment(facts, vendor)
    said = {
        UNJUDGED: not vendor.assessed_on or vendor.outcome not in JUDGED,
        UNSUITABLE: vendor.outcome == "not-suitable",
        STOPS: any(q.must and row.answer == NO for q, row in found.short),
        GRAVE: HIGH in (vendor.risk, found.rank),
        TURNED: turned(facts, vendor),
        LATE: bool(vendor.reassess_due) and vendor.reassess_due < facts.as_of,
        OPEN: bool(found.missing),
    }
    return tuple(word for word, so in said.items() if so)


def in_order(facts: Facts, vendor: Row) -> bool:
    """Whether a vendor lacks nothing."""
    return not lacking(facts, vendor)


def suppliers_of(facts: Facts, idents: Iterable[str]) -> tuple[Supplier, ...]:
    """Everyone who supplies something of AI systems or assets, whether on record or not, by name.

    Whoever was taken off is one of them until another person lets that go.
    A vendor that has ended stands for its name only where no other bears it.
    """
    hangs, vendors = facts.prepared(hanging), facts.prepared(bearers)
    names: dict[str, tuple[str, str]] = {}
    for ident in idents:
        for key, name in hangs.suppliers.get(ident, {}).items():
            off = hangs.left.get((ident, key))
            if key not in names or off is None:
                names[key] = (name, off.id if off is not None else "")
    return tuple(one for key in sorted(names) for one in _suppliers(facts, *names[key], vendors.get(key, ())))


def _suppliers(facts: Facts, name: str, off: str, vendors: Sequence[Row]) -> list[Supplier]:
    standing = [row for row in vendors if not ended(facts, row)] or vendors
    return [Supplier(name, row, lacking(facts, row), off) for row in standing] or [
        Supplier(name, None, (UNKNOWN,), off)
    ]


def borne_by(facts: Facts, name: str | None) -> Row | None:
    """The vendor that a name means: the last of the very name, else the only one that differs by legal form alone."""
    found = facts.prepared(bearers).get(firm_key(name), [])
    exact = [row for row in found if name_key(row.name) == name_key(name)]
    return next(reversed(exact or (found if len(found) == 1 else [])), None)


def bearers(facts: Facts) -> dict[str, list[Row]]:
    """The vendors by their name without its legal form, in order of id; a preparation."""
    found: dict[str, list[Row]] = {}
    for row in facts.rows("Vendor"):
        if firm_key(row.name):
            found.setdefault(firm_key(row.name), []).append(row)
    return found
