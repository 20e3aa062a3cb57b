"""A result stands until the day it is said to lapse, and no day longer, whatever the facts."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.standard import retold
from tonetop.core import cadence
from tonetop.core.assess import PARTIAL, PASS, judge, outcome
from tonetop.core.facts import Facts, Row
from tonetop.core.history import events
from tonetop.core.moment import Moment
from tonetop.standard.checks import checks
from tonetop.standard.facts_file import FactsFile
from tonetop.standard.schema import shapes

AHEAD = 400
"""Days ahead that are looked at one after another: a year and a month."""

stories = st.sampled_from(("steady", "paper"))
chances = st.integers(0, 2**32).map(Random)
some_checks = st.sets(st.sampled_from(sorted(checks())), min_size=6, max_size=6)


def facts_file(story: str, chance: Random) -> FactsFile:
    """Some of a story's records, with other values."""
    records = retold.some(story, chance, chance.choice((0.05, 0.2)))
    share = chance.choice((0, 0.05, 0.3))
    others = {t: [retold.changed(story, row, chance, share) for row in rows] for t, rows in records.items()}
    return FactsFile(retold.with_named(story, others))


def day_of_change(check: str, facts: Facts, result: str) -> str | None:
    """The first of the days ahead on which a check comes out otherwise, judging day after day."""
    days = (cadence.shift(facts.as_of, ahead) for ahead in range(1, AHEAD + 1))
    return next((day for day in days if outcome(checks()[check], Moment(facts, day))[0] != result), None)


@settings(max_examples=25)
@given(stories, chances, st.integers(-450, 120), some_checks)
def test_a_result_lapses_on_the_first_day_on_which_it_would_be_another(
    story: str, chance: Random, as_of: int, some: set[str]
):
    facts = facts_file(story, chance).facts(cadence.shift("2025-12-31", as_of))
    last = cadence.shift(facts.as_of, AHEAD)
    for check in some:
        found = judge(checks()[check], facts)
        if found.result in (PASS, PARTIAL):
            said = found.expires_on if found.expires_on and found.expires_on <= last else None
            assert (check, said) == (check, day_of_change(check, facts, found.result))
        else:
            assert (check, found.expires_on) == (check, None)


def happened(rows: list[Row], by: str) -> list[Row]:
    """Each record in one version that always held, without what happens after a day."""
    return [_happened(row, by) for row in {row.id: row for row in rows}.values()]


def _happened(row: Row, by: str) -> Row:
    shape = shapes()[row.type]
    later = [name for name in (*events(shape), *shape.own_dates) if (getattr(row, name) or "") > by]
    return row._replace(**dict.fromkeys((*later, "effective_on")))


@settings(max_examples=25)
@given(stories, chances, st.integers(-450, 120), st.integers(1, 900), some_checks)
def test_a_day_ahead_is_judged_as_it_will_be_then_if_nothing_new_is_recorded(
    story: str, chance: Random, as_of: int, ahead: int, some: set[str]
):
    day = cadence.shift("2025-12-31", as_of)
    then = cadence.shift(day, ahead)
    told = facts_file(story, chance).records.items()
    known = FactsFile({type: happened(rows, day) for type, rows in told})
    now, later = known.facts(day), known.facts(then)
    for check in some:
        seen, found = (outcome(checks()[check], moment)[0] for moment in (Moment(now, then), Moment(later)))
        assert (check, seen) == (check, found)
