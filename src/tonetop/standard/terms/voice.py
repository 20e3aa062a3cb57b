"""Communications by top management: how often, how far they reach, whether their artefacts are kept."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window, has
from tonetop.core.series import series
from tonetop.standard.terms.evidence import filed
from tonetop.standard.terms.figures import exact
from tonetop.standard.terms.people import top

KINDS = ("all-hands", "email", "newsletter", "intranet", "video", "external-statement", "stakeholder-meeting")
LIVE = ("all-hands", "video", "stakeholder-meeting")
OUTWARD = ("external-statement", "stakeholder-meeting")


def spoken_by_top(facts: Facts, item: Row) -> bool:
    """Whether a communication was spoken by one who was top that day; a predicate."""
    return top(facts, item.speaker, item.sent_on)


def items(now: Moment, days: int = 365, until: int = 0) -> Window:
    """Communications by top management (terms: item), in 365 days unless said otherwise."""
    return now.window("Communication", days, until=until).where(spoken_by_top)


def live_items(now: Moment) -> Window:
    """Items of a kind at which people are addressed live (terms: live item)."""
    return items(now).where(has("kind", *LIVE))


@dataclass(frozen=True, slots=True)
class Silences:
    """Neighbouring items of all days with more than so many days between them; a preparation of facts."""

    days: int

    def __call__(self, facts: Facts) -> list[tuple[Row, Row]]:
        rows = facts.prepared(series("Communication", "sent_on").where(spoken_by_top)).rows
        return [
            pair for pair in pairwise(rows) if cadence.between(pair[1].sent_on, pair[0].sent_on) > self.days
        ]


def silences(now: Moment, days: int) -> list[tuple[Row, Row]]:
    """Pairs of neighbouring items of 365 days with more than so many days between them."""
    return [pair for pair in now.facts.prepared(Silences(days)) if now.within(pair[0].sent_on, 365)]


def reach(item: Row) -> Fraction | None:
    """reached / audience_size of a communication; None unless both are recorded and there was an audience."""
    if item.reached is None or not item.audience_size:
        return None
    return exact(item.reached) / exact(item.audience_size)


@dataclass(frozen=True, slots=True)
class Reaching:
    """A predicate: a communication with recorded reach came to at least this share of its audience."""

    share: Fraction

    def __call__(self, facts: Facts, item: Row) -> bool:
        found = reach(item)
        return found is not None and found >= self.share


@dataclass(frozen=True, slots=True)
class Linking:
    """A predicate: the artefact of a communication links to this record."""

    ident: str

    def __call__(self, facts: Facts, item: Row) -> bool:
        artefact = facts.get("Evidence", item.artefact_ref)
        return artefact is not None and self.ident in (artefact.links or ())


def proven(facts: Facts, item: Row) -> bool:
    """Whether a communication's artefact is kept with a hash, its own or the evidence's; a predicate."""
    artefact = facts.get("Evidence", item.artefact_ref)
    return artefact is not None and bool(item.sha256 or artefact.sha256)


@dataclass(frozen=True, slots=True)
class FiledWithin:
    """A predicate: a communication's artefact was first recorded at most so many days after it was sent."""

    days: int

    def __call__(self, facts: Facts, item: Row) -> bool:
        artefact = facts.get("Evidence", item.artefact_ref)
        if artefact is None:
            return False
        day = filed(facts, artefact)
        return day is None or cadence.between(day, item.sent_on) <= self.days


def counted(facts: Facts, item: Row) -> bool:
    """Whether it is recorded how many questions or answers a communication drew, be it none; a predicate."""
    return item.feedback_count is not None
