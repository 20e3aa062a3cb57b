"""A moment looks at the facts on one day, and knows the next day on which what it saw turns."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.small_world import TODAY, World, ids, member, task
from tonetop.core import cadence
from tonetop.core.moment import Moment, has

DAY = "2025-12-31"
EMPTY = World().facts()
Question = Callable[[Moment], Any]


def asked(question: Question, day: str = DAY) -> tuple[Any, str | None]:
    """The answer on a day, and the next day on which it turns."""
    now = Moment(EMPTY, day)
    return question(now), now.next


def test_a_moment_is_the_day_of_its_facts_unless_another_is_asked_for():
    assert (Moment(EMPTY).day, Moment(EMPTY, "2026-03-01").day) == (TODAY, "2026-03-01")


@pytest.mark.parametrize(
    ("date", "told"),
    [
        (None, (False, None)),
        ("", (False, None)),
        ("2026-01-01", (False, "2026-01-01")),
        ("2025-12-31", (True, "2026-01-30")),
        ("2025-12-02", (True, "2026-01-01")),
        ("2025-12-01", (False, None)),
    ],
)
def test_a_date_is_within_some_days_from_its_day_on_until_they_are_over(date: str | None, told: Any):
    assert asked(lambda now: now.within(date, 30)) == told


@pytest.mark.parametrize(
    ("date", "told"),
    [
        (None, (False, None)),
        ("2025-12-31", (False, "2026-01-01")),
        ("2026-02-01", (False, "2026-02-02")),
        ("2025-12-30", (True, None)),
    ],
)
def test_a_date_has_passed_from_the_day_after_it_on(date: str | None, told: Any):
    assert asked(lambda now: now.passed(date)) == told


@pytest.mark.parametrize(
    ("date", "told"),
    [(None, (False, None)), ("2025-12-01", (False, "2026-01-01")), ("2025-11-30", (True, None))],
)
def test_a_date_is_older_than_some_days_from_the_day_after_them_on(date: str | None, told: Any):
    assert asked(lambda now: now.older(date, 30)) == told


@pytest.mark.parametrize(
    ("date", "told"),
    [(None, (False, None)), ("2026-01-01", (False, "2026-01-01")), ("2025-12-31", (True, None))],
)
def test_a_date_is_reached_on_its_day(date: str | None, told: Any):
    assert asked(lambda now: now.reached(date)) == told


@pytest.mark.parametrize(
    ("period", "told"),
    [
        (None, (False, None)),
        ("2025-Q4", (True, "2026-01-01")),
        ("2026-H1", (False, "2026-01-01")),
        ("2025-Q3", (False, None)),
    ],
)
def test_a_period_is_current_from_its_first_day_through_its_last(period: str | None, told: Any):
    assert asked(lambda now: now.current(period)) == told


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2024-11-30", (Fraction(0), "2025-01-01")),
        ("2025-01-01", (Fraction(1, 365), "2025-01-02")),
        ("2025-12-30", (Fraction(364, 365), "2025-12-31")),
        ("2025-12-31", (Fraction(1), None)),
        ("2026-06-01", (Fraction(1), None)),
    ],
)
def test_the_share_of_a_period_grows_day_by_day_while_it_runs(day: str, told: Any):
    assert asked(lambda now: now.elapsed("2025"), day) == told


def test_the_year_turns_on_its_first_of_january():
    assert asked(lambda now: now.year()) == ("2025", "2026-01-01")


def test_of_several_turns_the_next_one_is_kept_and_past_ones_are_none():
    now = Moment(EMPTY)
    for day in ("2026-03-01", "2026-02-01", "2026-04-01", "2025-12-31", "2025-01-01"):
        now.turns(day)
    assert now.next == "2026-02-01"


def test_records_are_looked_up_through_the_moment():
    now = Moment(World(member("m"), member("n")).facts())
    assert (ids(now.rows("Member")), now.get("Member", "m").id, now.get("Member", None)) == (
        ["m", "n"],
        "m",
        None,
    )


date = st.integers(-60, 60).map(lambda days: cadence.shift(DAY, days))
periods = st.sampled_from(("2025", "2025-H2", "2025-Q4", "2026-Q1", "2026-01", "2025-12"))
questions: st.SearchStrategy[Question] = st.one_of(
    st.builds(lambda day, days: lambda now: now.within(day, days), date, st.integers(1, 40)),
    st.builds(lambda day, days: lambda now: now.older(day, days), date, st.integers(0, 40)),
    st.builds(lambda day: lambda now: now.passed(day), date),
    st.builds(lambda day: lambda now: now.reached(day), date),
    st.builds(lambda period: lambda now: now.current(period), periods),
    st.builds(lambda period: lambda now: now.elapsed(period), periods),
    st.just(lambda now: now.year()),
)


def _spans(now: Moment, days: int) -> dict[str, Any]:
    """Windows and tenures, asked in every way there is, each in a moment of its own."""
    window = now.window("Task", days, "due_on")
    narrow = window.where(has("kind"))
    return {
        "rows": lambda: ids(window),
        "count": lambda: len(narrow),
        "any": lambda: bool(window),
        "two": lambda: window.reaches(2),
        "none": lambda: window.reaches(0),
        "total": lambda: narrow.total("amount"),
        "share": lambda: window.share(has("kind")),
        "past": lambda: ids(now.before("Task", "due_on")),
        "ahead": lambda: len(now.after("Task", "due_on", days)),
        "ago": lambda: bool(now.window("Task", 90, "due_on", until=days)),
        "held": lambda: ids(now.holding("Task", _term)),
        "holding": lambda: bool(now.holding("Task", _term).where(_kind)),
        "holders": lambda: len(now.holding("Task", _term)),
    }


def _kind(facts: Any, row: Any) -> bool:
    return row.kind is not None


def _term(facts: Any, row: Any) -> tuple[str, str]:
    return row.due_on or cadence.FIRST, cadence.shift(row.due_on, row.amount) if row.due_on else cadence.LAST


@given(questions)
def test_an_answer_stands_on_every_day_before_the_next_turn(question: Question):
    answer, turn = asked(question)
    for ahead in range(1, 130):
        day = cadence.shift(DAY, ahead)
        if turn is not None and day >= turn:
            break
        assert asked(question, day)[0] == answer


tasks = st.lists(
    st.tuples(st.one_of(st.none(), date), st.sampled_from((None, "x")), st.integers(0, 40)), max_size=5
)


@settings(max_examples=40)
@given(tasks, st.integers(1, 50), st.sampled_from(sorted(_spans(Moment(EMPTY), 1))))
def test_what_a_window_or_a_tenure_tells_stands_until_the_next_turn(rows: list[Any], days: int, how: str):
    world = World(
        *(task(str(n), due_on=due, kind=kind, amount=far) for n, (due, kind, far) in enumerate(rows))
    )
    facts = world.facts()
    now = Moment(facts)
    answer = _spans(now, days)[how]()
    for ahead in range(1, 120):
        day = cadence.shift(DAY, ahead)
        if now.next is not None and day >= now.next:
            break
        assert _spans(Moment(facts, day), days)[how]() == answer
