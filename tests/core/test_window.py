"""Windows hold the rows of a span of days, add up exactly, and tell when they will next hold others."""

from collections import namedtuple
from fractions import Fraction
from typing import Any

import pytest

from tonetop.core.facts import Facts
from tonetop.core.moment import Moment
from tonetop.core.shape import Field, Shape
from tonetop.core.window import Windows, has, lacks, lists

FIELDS = {
    "asked_on": Field("asked_on", "date"),
    "due": Field("due", "date"),
    "kind": Field("kind", "text"),
    "units": Field("units", "texts"),
    "amount": Field("amount", "number"),
}
SHAPE = Shape("Request", True, ("id",), ("asked_on",), FIELDS)
BUILT_IN = ("recorded_on", "effective_on", "withdrawn_on", "entered_by")
Request: Any = namedtuple("Request", ("id", *BUILT_IN, *FIELDS), defaults=(None,) * 9)
Request.type = "Request"


class Asked:
    """A source of requests."""

    def __init__(self, *rows: Any) -> None:
        self.rows = rows

    def versions(self, type: str) -> tuple[Any, ...]:
        return self.rows


def moment(*rows: Any, parameters: dict[str, float] | None = None) -> Moment:
    """The last day of 2025 over these requests."""
    return Moment(Facts(Asked(*rows), {"Request": SHAPE}, "2025-12-31", parameters=parameters))


def ids(rows: Any) -> list[str]:
    return [row.id for row in rows]


def test_a_window_leaves_out_the_day_at_its_far_end_and_takes_in_the_day_at_its_near_end():
    now = moment(
        Request("a", asked_on="2025-12-21"),
        Request("b", asked_on="2025-12-22"),
        Request("c", asked_on="2025-12-31"),
    )
    assert ids(now.window("Request", 10)) == ["b", "c"]
    assert now.next == "2026-01-01"


def test_a_window_up_to_some_days_ago_leaves_out_what_is_younger_and_tells_when_that_enters():
    now = moment(Request("a", asked_on="2025-12-28"), Request("b", asked_on="2025-12-29"))
    assert ids(now.window("Request", 10, until=3)) == ["a"]
    assert now.next == "2026-01-01"


def test_what_is_due_before_the_day_excludes_the_day_itself():
    now = moment(Request("a", due="1990-01-01"), Request("b", due="2025-12-31"), Request("c"))
    assert ids(now.before("Request", "due")) == ["a"]
    assert now.next == "2026-01-01"


def test_what_is_due_after_some_days_ago_reaches_as_far_ahead_as_is_planned():
    now = moment(
        Request("a", due="2025-12-21"), Request("b", due="2025-12-22"), Request("c", due="9999-12-31")
    )
    assert ids(now.after("Request", "due", 10)) == ["b", "c"]


def test_a_total_is_exact_where_binary_fractions_are_not():
    rows = [Request(f"r{n}", asked_on="2025-12-01", amount=0.1) for n in range(3)]
    total = moment(*rows, Request("none", asked_on="2025-12-02")).window("Request").total("amount")
    assert total == Fraction(3, 10)


def test_a_total_counts_the_rows_of_the_window_alone():
    now = moment(Request("a", asked_on="2024-01-01", amount=5), Request("b", asked_on="2025-12-01", amount=7))
    assert now.window("Request").total("amount") == 7


def test_windows_seen_as_one_filter_and_count_together():
    now = moment(
        Request("a", asked_on="2025-12-01", due="2025-12-02", kind="tool"),
        Request("b", asked_on="2025-12-03", kind="tool"),
        Request("c", asked_on="2025-12-04", kind="time"),
    )
    whole = Windows(now.before("Request", "due"), now.window("Request").where(lacks("due")))
    assert (len(whole), ids(whole), whole[0].id, ids(whole[1:])) == (3, ["a", "b", "c"], "a", ["b", "c"])
    assert ids(whole.where(has("kind", "tool"))) == ["a", "b"]


def test_windows_seen_as_one_tell_how_many_they_are_and_the_first_without_a_turn():
    now = moment(Request("a", asked_on="2025-12-01"), Request("b", asked_on="2025-12-02", due="2025-12-03"))
    lately, due, none = now.window("Request"), now.before("Request", "due"), now.window("Request", 1)
    assert (lately.many, due.many, none.many) == (2, 1, 0)
    assert (lately.first.id, due.first.id, none.first) == ("a", "b", None)
    assert (Windows(none, due, lately).many, Windows(none, due, lately).first.id, Windows(none).first) == (
        3,
        "b",
        None,
    )
    assert now.next is None
    assert (bool(Windows(none, due)), bool(Windows(none))) == (True, False)


def test_rows_of_a_window_are_found_from_a_fixed_day_on_and_before_another():
    days = ("2025-11-30", "2025-12-01", "2025-12-02", "2025-12-03")
    window = moment(*(Request(day[-2:], asked_on=day) for day in days)).window("Request", 31)
    assert ids(window.between("2025-11-01", "2025-12-03")) == ["01", "02"]
    assert ids(window.between("2025-12-03", "2025-12-03")) == []


def test_whether_there_are_enough_stands_until_one_of_them_leaves_or_one_more_enters():
    rows = [Request(name, asked_on=f"2025-12-1{name}") for name in "123"]
    enough, few = moment(*rows), moment(*rows, Request("4", asked_on="2025-12-31", due="2026-01-05"))
    assert (enough.window("Request", 30).reaches(2), enough.next) == (True, "2026-01-11")
    assert (few.window("Request", 30, until=10).reaches(4), few.next) == (False, "2026-01-10")
    assert (few.window("Request").reaches(0), few.window("Request").reaches(-1)) == (True, True)
    assert moment(*rows).window("Request", 30).reaches(3)


def test_a_share_of_an_empty_window_is_none_and_the_total_nothing():
    now = moment(Request("a", asked_on="2025-12-01", kind="tool"), Request("b", asked_on="2025-12-02"))
    assert now.window("Request").share(has("kind", "tool")) == 0.5
    assert (now.window("Request", 1).share(has("kind")), now.window("Request", 1).total("amount")) == (
        None,
        0,
    )


def test_a_place_counted_from_the_end_of_a_window_is_that_of_its_last_rows():
    now = moment(
        Request("a", asked_on="2024-01-01"),
        Request("b", asked_on="2025-06-01"),
        Request("c", asked_on="2025-07-01"),
    )
    window = now.window("Request")
    assert (window[-1].id, window[0].id, ids(window[:1])) == ("c", "b", ["b"])
    with pytest.raises(IndexError):
        window[2]


def test_a_list_is_searched_for_a_value_and_nothing_is_found_in_an_empty_one():
    now = moment(Request("a", asked_on="2025-12-01", units=("HR",)), Request("b", asked_on="2025-12-02"))
    assert ids(now.window("Request").where(lists("units", "HR"))) == ["a"]


def test_zero_is_no_empty_number():
    now = moment(Request("a", asked_on="2025-12-01", amount=0), Request("b", asked_on="2025-12-02"))
    assert ids(now.window("Request").where(lacks("amount"))) == ["b"]


def test_a_part_of_a_day_is_left_off_a_parameter_and_a_share_stays_as_it_is():
    now = moment(parameters={"escalation_days": 60.5, "grant_ratio_pass": 0.8, "rubber_stamp_min_n": 20.0})
    names = ("escalation_days", "grant_ratio_pass", "rubber_stamp_min_n")
    assert [now.parameter(name) for name in names] == [60, 0.8, 20]
