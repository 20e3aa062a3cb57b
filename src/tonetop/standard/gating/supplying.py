"""Suppliers as the conditions of gates read them, and what each that falls short lacks, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tonetop.core.facts import Facts
from tonetop.core.shape import BUILT_IN
from tonetop.standard.gating.shortfalls import together
from tonetop.standard.suppliers import NO, assessment
from tonetop.standard.suppliers.lacking import (
    ENDED,
    GRAVE,
    LATE,
    OPEN,
    STOPS,
    TURNED,
    UNJUDGED,
    UNKNOWN,
    UNSUITABLE,
    Supplier,
)

SAYS: dict[str, Callable[[str], str]] = {
    UNKNOWN: lambda called: f"{called} is no vendor on record",
    ENDED: lambda called: f"{called} is a vendor that has ended",
    UNJUDGED: lambda called: f"nobody has said whether {called} is suitable",
    UNSUITABLE: lambda called: f"{called} was found not suitable",
    STOPS: lambda called: f"{called} says no where a yes is needed",
    GRAVE: lambda called: f"the risk of {called} came out as high",
    TURNED: lambda called: (
        f"a no to {called} was turned by whoever answers for it; somebody else has to say so"
    ),
    LATE: lambda called: f"the day by which {called} was to be assessed again is over",
    OPEN: lambda called: f"questions to {called} are open",
}
"""What each shortfall of a supplier is in a sentence."""


def read(facts: Facts, one: Supplier) -> dict[str, Any]:
    """What a condition reads of a supplier beside its vendor's fields; all of these, null, where no vendor bears it.

    stops: how many musts are answered with no. lacks: what it lacks, by the words of `suppliers.lacking`.
    """
    vendor = one.vendor
    if vendor is None:
        names = ("id", *BUILT_IN, *facts.shapes["Vendor"].fields)
        return dict.fromkeys(names) | {
            "name": one.name,
            "type": "Vendor",
            "stops": 0,
            "lacks": list(one.lacks),
        }
    stops = sum(q.must and row.answer == NO for q, row in assessment(facts, vendor).short)
    return {"stops": stops, "lacks": list(one.lacks)}


def _told(one: Supplier) -> list[str]:
    said = [SAYS[word](one.name) for word in one.lacks]
    off = f"{one.name} was taken off {one.off}, and nobody else has let it go"
    return [*said, off] if one.off and said else said


def shortfalls(suppliers: tuple[Supplier, ...]) -> str:
    """What the suppliers lack, each in a sentence; empty where they lack nothing."""
    return together(sentence for one in suppliers for sentence in _told(one))
