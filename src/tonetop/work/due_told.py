"""What is due in plain values, for programs and the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tonetop.core.facts import Facts
from tonetop.work import due_list, remind
from tonetop.work.due_list import Item

RANKS = ("own", "lead", "top")
"""To whom a thing has come: whose it is, the governance lead too, top management too."""


def found(facts: Facts, person: str = "") -> list[dict[str, Any]]:
    """What is overdue or due within 60 days, the earliest first; of everybody, or what waits for one person."""
    return told(due_list.of(person, facts) if person else due_list.waiting(facts))


def told(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Each with its day, how many days are left (negative: overdue), its record and title, and whose it is."""
    called = remind.named(items)
    return [
        {
            "on": item.due.on,
            "days": item.days,
            "what": item.due.what,
            "by": item.due.by or None,
            "type": item.due.type,
            "id": item.due.ref,
            "title": called[item.due.type, item.due.ref].text,
            "whose": list(item.due.whose),
            "rank": RANKS[item.rank],
        }
        for item in items
    ]
