"""Days are ISO text that compares as it sorts; months and periods follow the calendar."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonetop.core import cadence

days = st.dates().map(date.isoformat)


@given(days, days)
def test_days_compare_as_they_sort_and_as_they_are_counted(one: str, other: str):
    assert (one < other) == (cadence.between(other, one) > 0)
    assert cadence.shift(one, cadence.between(other, one)) == other


def test_a_day_is_counted_from_the_first_of_the_calendar():
    assert (cadence.number(cadence.FIRST), cadence.text(1)) == (1, cadence.FIRST)
    assert cadence.between("2025-03-01", "2025-02-01") == 28
    assert cadence.between("2025-02-01", "2025-03-01") == -28


def test_days_beyond_the_calendar_are_held_at_its_ends():
    assert cadence.shift("0001-01-05", -10) == cadence.FIRST
    assert cadence.shift("9999-12-30", 10) == cadence.LAST


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2025-12-31", 0, "2025-12-31"),
        ("2025-12-31", 12, "2024-12-31"),
        ("2025-12-31", 1, "2025-11-30"),
        ("2025-03-31", 1, "2025-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2025-01-15", 1, "2024-12-15"),
        ("2025-01-15", 24, "2023-01-15"),
        ("0001-03-10", 2, "0001-01-10"),
        ("0001-03-10", 3, cadence.FIRST),
        ("2025-01-15", 12 * 3000, cadence.FIRST),
    ],
)
def test_months_back_is_the_same_day_of_the_month_or_its_last(day: str, months: int, then: str):
    assert cadence.months_back(day, months) == then


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-12-31", 2, "2026-02-28"),
        ("9999-06-30", 7, cadence.LAST),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_months_last(day: str, months: int, later: str):
    assert cadence.months_on(day, months) == later


@given(st.dates(min_value=date(1100, 1, 1)), st.integers(0, 12000))
def test_months_back_never_leaves_the_month_it_is_asked_for(day: date, months: int):
    then = date.fromisoformat(cadence.months_back(day.isoformat(), months))
    assert (then.year * 12 + then.month) == day.year * 12 + day.month - months
    assert then.day == min(day.day, calendar.monthrange(then.year, then.month)[1])


@pytest.mark.parametrize("value", ["2025-12-31", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_a_day_is_text_that_names_a_real_day(value: str):
    assert cadence.is_day(value)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "2025-12-32",
            "2025-02-29",
            "2025-1-01",
            "20251231",
            "2025-12-31T00:00",
            "31.12.2025",
            "0000-01-01",
        ),
        *("2025-W01-1", "２025-01-01", None, 20251231, date(2025, 12, 31)),
    ],
)
def test_anything_else_is_no_day(value: object):
    assert not cadence.is_day(value)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-H1", "2025-01-01", "2025-06-30"),
        ("2025-H2", "2025-07-01", "2025-12-31"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
    ],
)
def test_a_period_runs_from_its_first_day_to_its_last(value: str, first: str, last: str):
    assert cadence.is_period(value)
    assert cadence.period(value) == (first, last)


@pytest.mark.parametrize(
    "value", ["", "25", "0000", "2025-H3", "2025-Q0", "2025-13", "2025-1", "2025-12-31", None, 2025]
)
def test_anything_else_is_no_period(value: object):
    assert not cadence.is_period(value)


def test_what_is_no_period_is_said_with_what_would_be_one():
    with pytest.raises(ValueError, match="'2025-H3' is no period; write YYYY, YYYY-Hn, YYYY-Qn or YYYY-MM"):
        cadence.period("2025-H3")


@pytest.mark.parametrize(
    ("value", "before"),
    [
        ("2025-Q2", "2025-Q1"),
        ("2025-Q1", "2024-Q4"),
        ("2025", None),
        ("2025-H1", None),
        ("2025-01", None),
        ("x", None),
    ],
)
def test_the_quarter_before_a_quarter_may_lie_in_the_year_before(value: str, before: str | None):
    assert cadence.quarter_before(value) == before
