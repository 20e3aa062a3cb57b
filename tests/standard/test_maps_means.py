"""Means by use, with every cut and what waits for a decision, the worst first."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.standard.map_facts import facts, ids, year
from tonetop.standard.maps import means, stalled

ASKED = {"id": "r", "kind": "money", "purpose": "operate", "amount": 100, "currency": "EUR"}
GRANTED = {
    **ASKED,
    "needed_by": "2025-03-01",
    "granted": 80,
    "decided_on": "2025-01-10",
    "decided_by": "chief",
}


def cells(*requests: dict[str, Any]) -> dict[tuple[str, str], list[str]]:
    """The cells that are not blank, with the ids of their requests."""
    found = facts(ResourceRequest=list(requests))
    matrix = means.matrix(found, means.chosen(found))
    assert [len(row) for row in matrix] == [4, 4, 4, 4]
    return {(one.family, one.use): ids(one.requests) for row in matrix for one in row if one.requests}


@pytest.mark.parametrize(
    ("kind", "family"),
    [
        ("money", "money"),
        ("people", "people"),
        ("skills", "people"),
        ("time", "time"),
        ("tool", "tools"),
        ("compute", "tools"),
    ],
)
def test_every_kind_of_request_has_its_row(kind: str, family: str):
    assert cells({**GRANTED, "kind": kind, "purpose": "establish"}) == {(family, "establish"): ["r"]}


def test_to_operate_is_to_run_in_the_first_year_and_to_maintain_in_later_ones():
    later = {**GRANTED, "id": "r-2", "needed_by": "2026-03-01"}
    other = {**later, "id": "r-3", "kind": "tool"}
    assert cells(GRANTED, later, other) == {
        ("money", "run"): ["r"],
        ("money", "maintain"): ["r-2"],
        ("tools", "run"): ["r-3"],
    }


def test_what_was_refused_does_not_begin_to_run():
    refused = {**GRANTED, "granted": 0}
    assert cells(refused, {**GRANTED, "id": "r-2", "needed_by": "2026-03-01"}) == {
        ("money", "run"): ["r-2", "r"]
    }


def test_a_request_that_says_no_kind_or_purpose_stands_in_no_cell_and_is_told():
    found = facts(ResourceRequest=[{**GRANTED, "kind": ""}, {**GRANTED, "id": "r-2", "purpose": ""}])
    assert ids(means.unplaced(means.chosen(found))) == ["r-2", "r"]


def test_a_cell_adds_up_by_kind_and_currency():
    rows = [
        GRANTED,
        {**ASKED, "id": "r-2", "requested_on": "2025-11-01"},
        {**GRANTED, "id": "r-3", "currency": "NOK"},
    ]
    found = facts(ResourceRequest=rows)
    (cell,) = [one for row in means.matrix(found, means.chosen(found)) for one in row if one.requests]
    assert [(s.currency, s.count, s.undecided, s.asked, s.granted, s.share) for s in cell.sums] == [
        ("EUR", 2, 1, 200, 80, Fraction(2, 5)),
        ("NOK", 1, 0, 100, 80, Fraction(4, 5)),
    ]


def test_requests_are_those_of_twelve_months_and_ahead_the_open_ones_and_those_of_a_year():
    old = {**GRANTED, "id": "r-old", "needed_by": "2023-05-01"}
    open_one = {**ASKED, "id": "r-open", "requested_on": "2023-06-01"}
    found = facts(ResourceRequest=[GRANTED, old, open_one])
    assert ids(means.chosen(found)) == ["r", "r-open"]
    assert ids(means.chosen(found, "2023")) == ["r-open", "r-old"]


def test_a_cut_is_told_with_its_share_and_who_accepted_it():
    accepted = {
        "id": "d",
        "about": ["r"],
        "rationale": "Costs",
        "decided_by": "chief",
        "decided_on": "2025-01-10",
    }
    told = means.asked(facts(ResourceRequest=[GRANTED], Decision=[accepted]), _only(GRANTED))
    assert (told.share, told.short, told.acceptance is not None) == (Fraction(4, 5), True, True)
    bare = means.asked(facts(ResourceRequest=[GRANTED]), _only(GRANTED))
    assert bare.acceptance is None
    undecided = means.asked(facts(ResourceRequest=[ASKED]), _only(ASKED))
    assert (undecided.share, undecided.short) == (None, False)


def _only(request: dict[str, Any]) -> Any:
    return facts(ResourceRequest=[request]).get("ResourceRequest", "r")


def test_budget_lines_and_posts_of_the_demo_add_up():
    lines = means.lines(year("2025-08-31"))
    assert [(one.line.id, one.for_aims) for one in lines] == [("2025/AIMS", True), ("2024/AIMS", True)]
    assert lines[0].spent == Fraction(221, 360)
    assert lines[0].elapsed == Fraction(243, 365)
    posts = means.posts(year("2025-08-31"))
    assert (posts.needed, posts.filled) == (Fraction(23, 5), Fraction(18, 5))
    assert [fill for _, fill in posts.posts] == [Fraction(3, 4)] * 3 + [1]


def waiting(as_of: str = "2025-12-31", **records: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (one.kind, one.record.id, one.person, one.days) for one in stalled.stalled(facts(as_of, **records))
    ]


OPEN = {**ASKED, "requested_on": "2025-12-01"}


def test_an_undecided_request_waits_from_the_day_it_was_asked_or_escalated():
    assert waiting(ResourceRequest=[OPEN]) == [("request", "r", None, 30)]
    raised = {**OPEN, "escalated_on": "2025-12-21"}
    assert waiting(ResourceRequest=[raised]) == [("escalation", "r", None, 10)]
    answer = {"id": "d", "about": ["r"], "decided_by": "chief", "decided_on": "2025-12-22"}
    assert waiting(ResourceRequest=[raised], Decision=[answer]) == [("request", "r", None, 30)]
    assert waiting(ResourceRequest=[{**OPEN, "decided_on": "2025-12-02"}]) == []


def test_a_request_that_was_put_before_somebody_waits_on_them_and_is_told_once():
    ask = {"id": "a", "kind": "decide", "about": ["r"], "asked_of": "chief", "asked_on": "2025-12-11"}
    assert waiting(ResourceRequest=[OPEN], Ask=[ask]) == [("request", "r", "chief", 30)]
    closed = {**ask, "closed_on": "2025-12-12"}
    assert waiting(ResourceRequest=[OPEN], Ask=[closed]) == [("request", "r", None, 30)]


@pytest.mark.parametrize(
    ("action", "waits"),
    [
        ({"owner": "chief"}, True),
        ({"owner": "clerk"}, False),
        ({"owner": "clerk", "cause": "resources"}, True),
        ({"owner": "clerk", "cause": "priority"}, True),
        ({"owner": "clerk", "cause": "dependency"}, False),
        ({"owner": "chief", "status": "closed", "closed_on": "2025-12-30"}, False),
        ({"owner": "chief", "due": "2025-12-31"}, False),
    ],
)
def test_an_overdue_action_waits_where_a_leader_owns_it_or_must_give_means(
    action: dict[str, Any], waits: bool
):
    found = waiting(Action=[{"id": "a", "due": "2025-12-11", **action}])
    assert found == ([("action", "a", action["owner"], 20)] if waits else [])


@pytest.mark.parametrize(
    ("ask", "waits"),
    [
        ({"kind": "approve"}, True),
        ({"kind": "see"}, False),
        ({"kind": "confirm", "asked_of": "clerk"}, False),
        ({"kind": "decide", "closed_on": "2025-12-30"}, False),
    ],
)
def test_what_a_leader_was_asked_to_decide_waits_until_it_is_closed(ask: dict[str, Any], waits: bool):
    found = waiting(Ask=[{"id": "a", "asked_of": "chief", "asked_on": "2025-12-24", **ask}])
    assert found == ([("ask", "a", "chief", 7)] if waits else [])


def test_what_waits_longest_stands_first():
    told = [(one.kind, one.record.id, one.days) for one in stalled.stalled(year("2025-08-20"))]
    assert told == [("escalation", "req-2025-fte", 57), ("action", "act-12", 51)]


def test_the_needs_of_a_year_are_its_requests_and_their_matrix():
    old = {**GRANTED, "id": "r-old", "needed_by": "2023-05-01"}
    found = facts(ResourceRequest=[GRANTED, old])
    rows, matrix = found.prepared(means.Needs("2023"))
    assert ids(rows) == ["r-old"]
    assert sum(len(cell.requests) for row in matrix for cell in row) == 1
    assert means.years(found) == ["2023", "2025"]
