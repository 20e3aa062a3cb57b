"""The map from strategy to evidence: what hangs loose, what was confirmed since, who saw what was measured."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.map_facts import GOAL, MEASURED, OBJECTIVE, POLICY, PROOF, ids, whole, year
from tonetop.standard.maps import alignment, tracking


def test_an_objective_that_goes_the_whole_way_lacks_nothing():
    found = alignment.alignment(whole())
    (strand,) = found.strands
    assert strand.lacks == ()
    assert (ids(strand.goals), strand.principles, ids(strand.evidence)) == (["sg"], ("fairness",), ["ev"])
    assert strand.latest is not None
    assert found.idle_goals == []
    assert found.loose == ()


@pytest.mark.parametrize(
    ("lacks", "changed"),
    [
        ("goal", {"StrategyGoal": [{**GOAL, "status": "cancelled"}]}),
        ("principle", {"PolicyVersion": [{**POLICY, "principles": ["privacy"]}]}),
        ("principle", {"PolicyVersion": []}),
        ("metric", {"AIObjective": [{**OBJECTIVE, "target": ""}]}),
        ("measurement", {"Measurement": [{**MEASURED, "measured_on": "2025-01-31"}]}),
        ("measurement", {"Measurement": []}),
        ("evidence", {"Evidence": []}),
    ],
)
def test_an_objective_tells_which_step_of_its_way_is_missing(lacks: str, changed: dict[str, Any]):
    found = alignment.alignment(whole(**changed))
    assert found.strands[0].lacks == (lacks,)
    assert ids(strand.objective for strand in found.lacking(lacks)) == ["o"]


def test_an_objective_that_is_no_longer_active_is_not_on_the_map():
    assert alignment.alignment(whole(AIObjective=[{**OBJECTIVE, "status": "achieved"}])).strands == ()


def test_goals_and_principles_that_nothing_serves_hang_loose_those_about_ai_first():
    others = [{"id": "a-cost", "title": "Cost"}, {"id": "sg-2", "title": "Speed", "concerns_ai": True}]
    found = alignment.alignment(whole(StrategyGoal=[GOAL, *others]))
    assert ids(found.idle_goals) == ["sg-2", "a-cost"]
    assert found.idle_principles == ["privacy"]


def test_evidence_of_objectives_that_names_none_hangs_loose():
    proofs = [
        PROOF,
        {"id": "ev-none", "kind": "objective-kpi", "occurred_on": "2025-05-01"},
        {"id": "ev-goal", "kind": "strategy-link", "occurred_on": "2025-06-01", "links": ["sg"]},
        {"id": "ev-bare", "kind": "monitoring-result", "occurred_on": "2025-07-01"},
        {"id": "ev-other", "kind": "monitoring-result", "occurred_on": "2025-08-01", "links": ["sg"]},
        {"id": "ev-soa", "kind": "soa", "occurred_on": "2025-09-01"},
    ]
    assert ids(alignment.alignment(whole(Evidence=proofs)).loose) == ["ev-bare", "ev-goal", "ev-none"]


def test_the_demo_s_map_shows_the_orphans_that_were_put_there_on_purpose():
    found = alignment.alignment(year("2025-12-31"))
    assert [(strand.objective.id, strand.lacks) for strand in found.strands if strand.lacks] == [
        ("O5", ("goal",))
    ]
    assert ids(found.idle_goals) == ["SG3"]
    assert found.idle_principles == ["privacy", "human-oversight"]


def moved(on: str = "2025-08-05", **more: list[dict[str, Any]]) -> list[tracking.Shift]:
    return tracking.shifts(whole(StrategyGoal=[{**GOAL, "changed_on": on}], **more))


CONFIRMED = {
    "id": "d",
    "kind": "objective",
    "about": ["o"],
    "decided_by": "chief",
    "decided_on": "2025-09-30",
}


def test_an_objective_waits_for_confirmation_from_the_day_its_goal_changed():
    (shift,) = moved()
    assert (shift.confirmed_on, shift.days, shift.due_on, shift.late) == (None, 148, "2025-11-03", True)


def test_a_decision_of_top_management_about_the_objective_confirms_it():
    (shift,) = moved(Decision=[CONFIRMED])
    assert (shift.confirmed_on, shift.days, shift.late) == ("2025-09-30", 56, False)
    assert shift.by is not None
    assert shift.by.id == "d"


@pytest.mark.parametrize(
    "other", [{"decided_by": "clerk"}, {"decided_on": "2025-08-04"}, {"kind": "direction"}, {"about": ["sg"]}]
)
def test_no_other_decision_confirms_it(other: dict[str, Any]):
    (shift,) = moved(Decision=[{**CONFIRMED, **other}])
    assert shift.confirmed_on is None


def test_a_confirmation_counts_on_the_last_day_and_is_late_on_the_next():
    assert [
        moved(Decision=[{**CONFIRMED, "decided_on": day}])[0].late for day in ("2025-11-03", "2025-11-04")
    ] == [False, True]


def test_what_was_confirmed_is_told_for_a_year_and_what_was_not_for_ever():
    assert moved("2023-02-01", Decision=[{**CONFIRMED, "decided_on": "2023-03-01"}]) == []
    assert len(moved("2023-02-01")) == 1


def sighted(**measured: Any) -> tracking.Sighting:
    meetings = [{"id": "m", "kind": "steering", "held_on": "2025-12-09"}, {"id": "m-2", "kind": "board"}]
    attended = [{"meeting": "m", "person": measured.pop("person", "chief"), "mode": "present"}]
    found = tracking.sightings(
        whole(Measurement=[{**MEASURED, **measured}], Meeting=meetings, Attendance=attended)
    )
    return found[0]


def test_a_measurement_is_seen_by_a_held_meeting_with_top_management():
    assert sighted(presented_in="m").with_top
    without = sighted(presented_in="m", person="clerk")
    assert (without.meeting is not None, without.with_top) == (True, False)
    assert sighted().meeting is None
    assert sighted(presented_in="m-2").meeting is None


def test_what_nobody_saw_is_told_first():
    rows = [
        {**MEASURED, "measured_on": day, **({"presented_in": "m"} if day > "2025-11" else {})}
        for day in ("2025-10-01", "2025-11-30", "2025-12-01")
    ]
    found = tracking.sightings(
        whole(
            Measurement=rows,
            Meeting=[{"id": "m", "held_on": "2025-12-09"}],
            Attendance=[{"meeting": "m", "person": "chief", "mode": "remote"}],
        )
    )
    assert [one.measurement.measured_on for one in found] == ["2025-10-01", "2025-12-01", "2025-11-30"]


def test_the_measurement_of_an_objective_given_up_is_not_asked_for():
    assert tracking.sightings(whole(AIObjective=[{**OBJECTIVE, "status": "cancelled"}])) == []
