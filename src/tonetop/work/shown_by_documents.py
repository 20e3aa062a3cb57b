"""What documents show of each duty: backed, done by others, promised, stale, contradicted, lacking, or not a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tonetop.core import cadence
from tonetop.core.assess import FAIL, NO_DATA, PARTIAL
from tonetop.standard import catalogue
from tonetop.work.examined import Examined, Told
from tonetop.work.propose.proposal import SURE, Cite, cite

YEAR = 365
BACKED, CONTRADICTED, DELEGATED = "backed", "contradicted", "delegated"
STALE, LACKING, PROMISED, MISSING = "stale", "lacking", "promised", "missing"
UNDATED, ON_A_DAY = "undated", "on-a-day"
"""Why something is out of date of which no day can be told; and how acts of one day are told."""
RESULTS = {
    BACKED: PARTIAL,
    CONTRADICTED: PARTIAL,
    DELEGATED: NO_DATA,
    STALE: FAIL,
    LACKING: FAIL,
    PROMISED: NO_DATA,
    MISSING: NO_DATA,
}
"""A document alone never passes a duty: its checks do. Promises, silence and what others did fail none, either."""
WHY = {
    BACKED: "Acts of top management are quoted, from %(first)s to %(last)s",
    ON_A_DAY: "Acts of top management are quoted, of %(first)s",
    CONTRADICTED: "Acts of top management are quoted, and so is what lacks since",
    DELEGATED: "Acts are quoted, but none that is surely of top management",
    STALE: "The last act that is quoted is of %(last)s, more than 365 days back",
    UNDATED: "Acts of top management are quoted, but none bears a day, so none is surely of the last 365 days",
    LACKING: "The documents themselves say what lacks",
    PROMISED: "Only intentions are quoted, and no act",
    MISSING: "No evidence found in the documents",
}
SHOWN = 12
"""How many quotations speak for one duty, the surest first."""


class Passed(NamedTuple):
    """A judged passage with its document."""

    examined: Examined
    told: Told

    @property
    def day(self) -> str | None:
        """The day it tells, else its document's; of a month alone its first day."""
        day = self.told.date or self.examined.date
        return f"{day}-01" if day and len(day) == 7 else day


@dataclass(frozen=True, slots=True)
class Shown:
    """What documents show of one duty: its state, the result that follows, why in one sentence, and the quotations."""

    state: str
    result: str
    why: str
    cites: tuple[Cite, ...]


def shown(documents: Iterable[Examined], as_of: str) -> dict[str, Shown]:
    """For each duty what the documents show on a day; passages that are not about AI, or unsure, show nothing."""
    by_duty: dict[str, list[Passed]] = {id: [] for id in catalogue.duties()}
    for examined in documents:
        for told in examined.told:
            if told.about_ai and told.confidence >= SURE and not told.placeholder:
                for duty in told.duties:
                    by_duty[duty].append(Passed(examined, told))
    return {duty: _judged(found, as_of) for duty, found in by_duty.items()}


def _judged(found: Sequence[Passed], as_of: str) -> Shown:
    known = [one for one in found if one.day is None or one.day <= as_of]
    done = [one for one in known if one.told.backed]
    others = [one for one in known if one.told.standing == "act" and not one.told.backed]
    lacks = [one for one in known if one.told.standing == "gap"]
    meant = [one for one in known if one.told.standing == "commitment"]
    since = cadence.shift(as_of, -YEAR)
    fresh = [one for one in done if one.day and one.day > since]
    if fresh:
        newest = max(str(one.day) for one in fresh)
        later = [one for one in lacks if one.day and one.day >= newest]
        return _told(CONTRADICTED if later else BACKED, [*fresh, *later])
    for state, speaking in ((STALE, done), (LACKING, lacks), (DELEGATED, others), (PROMISED, meant)):
        if speaking:
            return _told(state, speaking)
    return _told(MISSING, ())


def _told(state: str, speaking: Sequence[Passed]) -> Shown:
    days = sorted(one.day for one in speaking if one.day)
    form = (
        UNDATED
        if state == STALE and not days
        else ON_A_DAY
        if state == BACKED and len(set(days)) == 1
        else state
    )
    why = WHY[form]
    why %= {"first": days[0] if days else "no day", "last": days[-1] if days else "no day"}
    surest = sorted(speaking, key=lambda one: (-one.told.confidence, one.examined.document, one.told.quote))
    return Shown(state, RESULTS[state], why, tuple(cite(one.examined, one.told) for one in surest[:SHOWN]))
