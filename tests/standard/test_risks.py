"""AI risks by criteria: the level that follows, whose rank accepts it, and what lacks on the way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.map_facts import facts
from tonetop.standard.risks import (
    SHIPPED_MATRIX,
    criteria_in_force,
    level_of,
    may_accept,
    misread,
    ranks,
    waits,
)
from tonetop.standard.risks.standing import Standing, cells, levels_together, standing, standings, treated_by

BOSS = {"id": "boss", "name": "C. Boss", "valid_from": "2020-01-01"}
MANAGES = {"id": "ra", "role": "unit-manager", "person": "boss", "assigned_by": "chief"}
MANAGES |= {"assigned_on": "2024-01-10", "accepted_on": "2024-01-12", "valid_from": "2024-01-10"}
CRITERIA = {"version": "1", "approved_by": "chief", "approved_on": "2025-01-10", "critical_by": "nobody"}
CRITERIA |= {"recorded_on": "2025-01-09", "entered_by": "clerk"}
SAID = {"register": "RiskCriteria", "record": "1", "version": 1, "person": "chief", "answer": "mine"}
SAID |= {"confirmed_on": "2025-01-10", "entered_by": "chief"}
RISK = {"id": "r", "title": "Wrong", "subject": "d", "performed_on": "2025-11-01", "criteria": "1"}
RISK |= {"likelihood": "possible", "severity": "high", "inherent": "high", "owner": "clerk"}
RISK |= {"likelihood_after": "rare", "severity_after": "high", "residual": "medium"}
RISK |= {"status": "approved", "approved_by": "chief", "approved_on": "2025-11-02"}
PLAN = {"id": "t", "risk": "r", "option": "reduce", "controls": ["A.6.2.4"], "owner": "clerk"}
PLAN |= {"due": "2026-01-31", "approved_by": "chief", "approved_on": "2025-11-05"}
PLAN |= {"entered_by": "chief"}
PLAN |= {"residual_accepted_by": "boss", "residual_accepted_on": "2025-11-06"}
ABOUT = {"id": "d", "kind": "go", "text": "Buy it", "decided_on": "2025-10-01"}


def there(as_of: str = "2025-12-31", **changed: list[dict[str, Any]]) -> Any:
    held: dict[str, list[dict[str, Any]]] = {
        "RoleAssignment": [MANAGES],
        "RiskCriteria": [CRITERIA],
        "Confirmation": [SAID],
        "RiskAssessment": [RISK],
        "RiskTreatmentPlan": [PLAN],
        "Decision": [ABOUT],
    } | changed
    from tests.standard.map_facts import CHIEF, CLERK

    return facts(as_of, Person=[CHIEF, CLERK, BOSS], **_filled(held))


def _filled(held: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {
        type: [{name: value for name, value in row.items() if value is not None} for row in rows]
        for type, rows in held.items()
    }


def stands(**changed: list[dict[str, Any]]) -> Standing:
    found = there(**changed)
    return standing(found, found.get("RiskAssessment", "r"))


def test_the_level_follows_from_likelihood_and_severity_by_the_criteria() -> None:
    assert level_of(None, "rare", "critical") == "high"
    assert level_of(None, "certain", "critical") == "critical"
    assert level_of(None, "rare", None) == ""
    own = CRITERIA | {
        "matrix": ["low low low low", "low low low low", "low low low low", "low low low medium"]
    }
    criteria = criteria_in_force(there(RiskCriteria=[own]))
    assert level_of(criteria, "certain", "critical") == "medium"
    assert level_of(criteria_in_force(there()), "certain", "critical") == "critical"


def test_a_matrix_that_cannot_be_read_is_refused_with_what_it_takes() -> None:
    assert misread([" ".join(line) for line in SHIPPED_MATRIX]) == ""
    assert misread(None) == ""
    assert misread(["low low low low"]).startswith("the matrix has a line for each likelihood")
    assert "is not" in misread(["low low low"] * 4)
    assert "is not" in misread(["low low low severe"] * 4)


@pytest.mark.parametrize(
    ("level", "may"),
    [
        ("low", {"chief", "boss", "clerk"}),
        ("medium", {"chief", "boss"}),
        ("high", {"chief"}),
        ("critical", set()),
        (None, set()),
    ],
)
def test_each_level_is_accepted_by_its_rank_or_a_higher_one(level: str | None, may: set[str]) -> None:
    found = there(RiskAssessment=[RISK | {"residual": level, "inherent": level}])
    risk = found.get("RiskAssessment", "r")
    people = ("chief", "boss", "clerk", "nobody-there")
    assert {one for one in people if may_accept(found, risk, one, "2025-12-01")} == may


@pytest.mark.parametrize(
    ("said", "for_what"),
    [
        ({}, ""),
        ({"approved_by": "clerk"}, "rank"),
        ({"approved_on": "2099-01-01"}, "rank"),
        ({"critical_by": "top-management", "recorded_on": "2025-02-01"}, "word"),
        ({"entered_by": "chief"}, "other"),
    ],
)
def test_criteria_wait_for_the_word_of_top_management_that_another_put_before_them(
    said: dict[str, Any], for_what: str
) -> None:
    versions = [CRITERIA, CRITERIA | said] if "recorded_on" in said else [CRITERIA | said]
    found = there(RiskCriteria=versions)
    assert [waits(found, row) for row in found.rows("RiskCriteria")] in ([for_what], [])
    assert (criteria_in_force(found) is None) is bool(for_what)


def test_a_rank_that_was_not_held_on_the_day_is_none() -> None:
    found = there()
    risk = found.get("RiskAssessment", "r")
    assert not may_accept(found, risk, "boss", "2024-01-11")
    assert may_accept(found, risk, "boss", "2024-01-12")
    assert ranks(None)["critical"] == "top-management"


def test_a_risk_that_was_treated_approved_and_accepted_lacks_nothing() -> None:
    one = stands()
    assert one.lacks == ()
    assert one.accepted is not None
    assert one.remains == "medium"


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"RiskTreatmentPlan": []}, ("no-treatment",)),
        ({"RiskAssessment": [RISK | {"likelihood": None, "severity": None}]}, ("not-rated",)),
        ({"RiskAssessment": [RISK | {"severity_after": None}]}, ("not-rated",)),
        ({"RiskTreatmentPlan": [PLAN | {"residual_accepted_by": "clerk", "owner": "boss"}]}, ("no-rank",)),
        ({"RiskTreatmentPlan": [PLAN | {"owner": "boss"}]}, ("accepted-before",)),
        ({"RiskTreatmentPlan": [PLAN | {"residual_accepted_on": "2025-10-31"}]}, ("accepted-before",)),
        ({"RiskTreatmentPlan": [PLAN | {"residual_accepted_on": None}]}, ("not-accepted",)),
        ({"RiskTreatmentPlan": [PLAN | {"due": "2025-12-01"}]}, ("plan-overdue",)),
        ({"RiskTreatmentPlan": [PLAN | {"due": "2025-12-01", "done_on": "2025-11-30"}]}, ()),
        ({"RiskTreatmentPlan": [PLAN | {"approved_on": None}]}, ("plan-not-approved",)),
        ({"RiskAssessment": [RISK | {"status": "draft"}]}, ("not-approved", "accepted-before")),
        ({"RiskAssessment": [RISK | {"performed_on": "2024-11-01"}]}, ("out-of-date",)),
        ({"RiskAssessment": [RISK | {"criteria": "0"}]}, ("older-criteria",)),
        ({"RiskAssessment": [RISK | {"inherent": "low"}]}, ("rated-otherwise",)),
        ({"RiskAssessment": [RISK | {"inherent": None, "residual": None}]}, ("not-rated", "no-rank")),
        ({"RiskAssessment": [RISK | {"status": "closed"}], "RiskTreatmentPlan": []}, ()),
    ],
)
def test_what_lacks_is_told(changed: dict[str, list[dict[str, Any]]], lacks: tuple[str, ...]) -> None:
    assert stands(**changed).lacks == lacks


def test_risks_are_counted_in_their_cells_and_closed_ones_are_not() -> None:
    closed = RISK | {"id": "q", "status": "closed"}
    found = there(RiskAssessment=[closed, RISK])
    listed = standings(found)
    assert [one.risk.id for one in listed] == ["r", "q"]
    assert cells(listed[1]) == []
    counts = levels_together(found, listed)
    assert counts == {("before", "possible", "high"): 1, ("after", "rare", "high"): 1}


def test_controls_tell_the_plans_that_rely_on_them() -> None:
    found = treated_by(there())
    assert [row.id for row in found["A.6.2.4"]] == ["t"]
    assert treated_by(there(RiskAssessment=[RISK | {"status": "closed"}])) == {}
