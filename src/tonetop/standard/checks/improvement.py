"""LD-7: improvement is sponsored, decided in reviews, drawn from incidents, and its benefit measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from tonetop.core.assess import RELIED, Case, Node, Of
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window, Windows, has
from tonetop.standard.checks.rule import called, check, share_said
from tonetop.standard.terms.lessons import LearnedAfter, consequences, learned, unlearned
from tonetop.standard.terms.meetings import decided_at
from tonetop.standard.terms.people import top
from tonetop.standard.terms.reviews import improvements_decided
from tonetop.standard.terms.risks import severe


def backed(facts: Facts, improvement: Row) -> bool:
    """Whether an improvement is funded and its sponsor was top when it was approved; a predicate."""
    return improvement.funded is True and top(facts, improvement.sponsor, improvement.approved_on)


@check("LD-7.1", act="Let a top manager sponsor an improvement with money, and bring it to its end")
def sponsored(now: Moment, of: Of) -> Case:
    approved = now.window("Improvement").where(backed)
    completed = now.window("Improvement", field="completed_on").where(backed)
    act = f"Complete the improvement {called(approved[-1])}" if len(approved) else None
    return Case(
        fail=Node(
            not approved,
            f"Improvements of 365 days with money and a sponsor in top management: {len(approved)}",
            now.window("Improvement"),
        ),
        passes=Node(
            bool(completed),
            f"Improvements with money and a top sponsor completed in 365 days: {len(completed)}",
            completed or approved,
            act=act,
        ),
    )


def fruitful(facts: Facts, review: Row) -> bool:
    """Whether a review took a decision on improvement; a predicate."""
    return bool(improvements_decided(facts, review))


def fruitless(facts: Facts, review: Row) -> bool:
    """Whether a review took none; a predicate."""
    return not fruitful(facts, review)


def _yields(now: Moment, reviews: Iterable[Row]) -> Iterator[Row]:
    """Reviews with their decisions on improvement, also those that lack a reason."""
    for review in reviews:
        yield review
        yield from (row for row in decided_at(now.facts, review) if row.kind == "improvement")


@check("LD-7.2", act="Take a decision on improvement in each management review, or say why none is needed")
def decided(now: Moment, of: Of) -> Case:
    reviews = now.window("Meeting").where(has("kind", "management-review"))
    good = reviews.where(fruitful)
    said = share_said(len(good), len(reviews), "management reviews of 365 days decided on improvement")
    if not reviews:
        said = "No management review was held in 365 days"
    bare = reviews.where(fruitless)
    act = f"Take a decision on improvement for the review {bare[0].id}" if len(bare) else None
    return Case(
        fail=Node(not good, said, reviews, act=act),
        passes=Node(not bare, said, lambda: _yields(now, chain(bare, good)), act=act),
    )


def _incidents(now: Moment, until: int = 0) -> Window:
    return now.window("Incident", until=until).where(severe)


def _open(now: Moment) -> Window:
    """Severe incidents without lesson or consequence whose time is over."""
    return _incidents(now, now.parameter("incident_lesson_days")).where(unlearned)


def _lessons(now: Moment) -> Windows:
    """Severe incidents of 365 days, save young incomplete ones."""
    return Windows(_open(now), _incidents(now).where(learned))


def _learning(now: Moment, rows: Iterable[Row]) -> list[Row]:
    """The incidents with their lessons and consequences."""
    found = list(islice(rows, RELIED))
    for row in tuple(found):
        lesson = now.get("Evidence", row.lessons_ref)
        found += [*([lesson] if lesson is not None else []), *consequences(now.facts, row)]
    return found


@check(
    "LD-7.4",
    act="Keep the lessons of each severe incident, and draw an improvement from it or say why none is needed",
    of=_lessons,
)
def drawn(now: Moment, of: Of) -> Case:
    days, bare = now.parameter("incident_lesson_days"), _open(now)
    lacking = Windows(bare, _incidents(now).where(learned).where(LearnedAfter(days)))
    act = None
    if bare:
        first = "Draw an improvement from" if bare[0].lessons_ref else "Keep the lessons of"
        act = f"{first} the incident {bare[0].id}"
    timely = share_said(
        len(of) - len(lacking), len(of), f"severe incidents were learned from within {days} days"
    )
    return Case(
        fail=Node(
            bool(bare),
            f"Severe incidents without a lesson or without a consequence: {len(bare)} of {len(of)}",
            _learning(now, bare),
            act=act,
        ),
        passes=Node(not lacking, timely, _learning(now, lacking or of), act=act),
    )


def unmeasured(facts: Facts, improvement: Row) -> bool:
    """Whether the benefit of an improvement is not shown to be measured; a predicate."""
    return improvement.benefit_measured is not True


def _completed(now: Moment) -> Window:
    return now.window("Improvement", field="completed_on")


@check("LD-7.6", act="Measure the benefit of completed improvements against the state before", of=_completed)
def measured(now: Moment, of: Of) -> Case:
    known = _completed(now).where(has("benefit_measured", True))
    said = share_said(len(known), len(of), "improvements completed in 365 days have their benefit measured")
    bare = _completed(now).where(unmeasured)
    act = f"Measure the benefit of {called(bare[0])}" if len(bare) else None
    return Case(
        fail=Node(not known, said, of, act=act),
        passes=Node(len(known) / len(of) >= 0.5, said, Windows(bare, known), act=act),
    )
