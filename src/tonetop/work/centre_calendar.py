"""What falls due when, over the whole house: deadlines, reviews, audits, and requirements whose backing lapses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts
from tonetop.records.due import REVIEW, due
from tonetop.standard.assessment import LEADERSHIP, Assessment
from tonetop.standard.maps.centre import lines
from tonetop.work.freeze import AUDITS as AUDITED
from tonetop.work.privacy_due import privacy_due

DEADLINES, REVIEWS, AUDITS, FREEZES, DESK = "deadlines", "reviews", "audits", "freezes", "desk"
LAPSES = "lapses"
KINDS = {
    DEADLINES: "To be done",
    REVIEWS: "To be reviewed",
    AUDITS: "Audits",
    FREEZES: "Evidence is frozen",
    LAPSES: "Backing that lapses",
    DESK: "Privacy desk",
}
ITEM = "Item"
"""The type of an entry that is about a requirement and no record."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One thing of one day: its kind, the record or requirement it is about (type `Item`), whose it is (person ids).

    what: which of several things of a record it is, and of the privacy desk what is to be done.
    """

    day: str
    kind: str
    type: str
    ref: str
    whose: tuple[str, ...] = ()
    what: str = ""

    @property
    def key(self) -> str:
        """What tells it apart from all others, whatever its day."""
        return "/".join((self.kind, self.type, self.ref, self.what))


def entries(found: Assessment, since: str, until: str) -> list[Entry]:
    """What falls due from one day to another, both included, in order of day."""
    facts = found.facts
    everything = (*_due(facts), *_external(facts), *_freezes(facts), *_lapses(found), *_desk(facts))
    return sorted({entry for entry in everything if since <= entry.day <= until})


def _due(facts: Facts) -> Iterator[Entry]:
    for one in facts.prepared(due):
        audits = one.type in AUDITED
        kind = AUDITS if audits else REVIEWS if one.what == REVIEW else DEADLINES
        yield Entry(one.on, kind, one.type, one.ref, one.whose, f"{one.what}/{one.by}")


def _desk(facts: Facts) -> Iterator[Entry]:
    """What the privacy desk wants done beside deadlines and reviews."""
    for one in privacy_due(facts):
        yield Entry(one.on, DESK, one.type, one.ref, one.whose, one.what)


def _external(facts: Facts) -> Iterator[Entry]:
    """The audit that follows the last one that was held."""
    held = [row for row in facts.rows("ExternalAudit") if row.held_on]
    last = max(held, key=lambda row: (row.held_on, row.id), default=None)
    if last is not None and last.next_due:
        yield Entry(last.next_due, AUDITS, last.type, last.id, what="next")


def _freezes(facts: Facts) -> Iterator[Entry]:
    for type in AUDITED:
        for row in facts.rows(type):
            if row.frozen_from:
                whose = (row.lead_auditor,) if type == "InternalAudit" and row.lead_auditor else ()
                yield Entry(row.frozen_from, FREEZES, type, row.id, whose)


def _lapses(found: Assessment) -> Iterator[Entry]:
    """Requirements on the day on which the first of what backs them is out of date; 5.1 is told by its duties."""
    for line in lines(found):
        if line.lapses and line.id != LEADERSHIP:
            yield Entry(line.lapses, LAPSES, ITEM, line.id, (line.owner,) if line.owner else ())


def month_of(day: str) -> tuple[str, str]:
    """The first and the last day of the month of a day."""
    return cadence.period(day[:7])
