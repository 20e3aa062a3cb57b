"""What the maps say: what hangs loose, was confirmed or seen, what means are for, what waits, which gates stand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tonetop.core.facts import Facts
from tonetop.standard import demo, facts_file, schema
from tonetop.standard.maps import alignment, integration, means, stalled, tracking

CHIEF = {"id": "chief", "name": "A. Chief", "is_top_management": True, "valid_from": "2020-01-01"}
CLERK = {"id": "clerk", "name": "B. Clerk", "valid_from": "2020-01-01"}
POLICY = {
    "id": "pol",
    "kind": "ai",
    "approved_by": "chief",
    "approved_on": "2025-01-10",
    "principles": ["fairness", "privacy"],
}
GOAL = {"id": "sg", "title": "Be trusted", "concerns_ai": True, "approved_on": "2024-06-01"}
OBJECTIVE = {
    "id": "o",
    "title": "Answer soon",
    "metric": "days",
    "target": 5,
    "strategy_goals": ["sg"],
    "policy_principles": ["fairness"],
    "approved_on": "2025-01-20",
}
MEASURED = {"kpi": "o", "measured_on": "2025-12-01", "value": 4, "status": "green"}
PROOF = {"id": "ev", "kind": "objective-kpi", "occurred_on": "2025-12-02", "links": ["o"]}


def facts(as_of: str = "2025-12-31", **records: list[dict[str, Any]]) -> Facts:
    return facts_file.take({"Person": [CHIEF, CLERK], **records}).facts(as_of)


def whole(**changed: list[dict[str, Any]]) -> Facts:
    """A way from strategy to evidence on which nothing is missing, but for what is changed."""
    there = {"PolicyVersion": [POLICY], "StrategyGoal": [GOAL], "AIObjective": [OBJECTIVE]}
    return facts(**(there | {"Measurement": [MEASURED], "Evidence": [PROOF]} | changed))


def ids(rows: Any) -> list[str]:
    return [row.id for row in rows]


@pytest.fixture(scope="module")
def year() -> Any:
    """The demo's steady year, as of any day."""
    return facts_file.take(demo.story("steady")).facts


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


def test_the_demo_s_map_shows_the_orphans_that_were_put_there_on_purpose(year: Any):
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


def test_budget_lines_and_posts_of_the_demo_add_up(year: Any):
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


def test_what_waits_longest_stands_first(year: Any):
    told = [(one.kind, one.record.id, one.days) for one in stalled.stalled(year("2025-08-20"))]
    assert told == [("escalation", "req-2025-fte", 57), ("action", "act-12", 51)]


PROCESS = {"id": "p", "kind": "procurement", "touches_ai": True}
GATE = {"id": "g", "process": "p", "kind": "policy-check", "mandatory": True, "in_force_since": "2025-01-01"}


def crossing(*passages: dict[str, Any], **gate: Any) -> integration.Crossing:
    rows = [{"id": f"gp-{n}", "gate": "g", **row} for n, row in enumerate(passages)]
    found = facts(BusinessProcess=[PROCESS], ProcessGate=[{**GATE, **gate}], GatePassage=rows)
    nine = [one for row in integration.crossings(found) for one in row]
    assert len(nine) == 9
    return next(one for one in nine if (one.kind, one.workflow) == ("policy-check", "procurement"))


def test_a_gate_in_force_stands_where_its_check_meets_its_workflow():
    assert ids(crossing().gates) == ["g"]
    for gone in ({"in_force_until": "2025-12-01"}, {"mandatory": False}, {"in_force_since": "2026-01-01"}):
        assert crossing(**gone).gates == ()


def test_passages_are_counted_for_a_year_by_outcome_and_month_and_the_last_is_known_for_ever():
    old = {"occurred_on": "2024-12-31", "outcome": "passed"}
    found = crossing(old)
    assert (found.passages, found.last and found.last.occurred_on) == ((), "2024-12-31")
    found = crossing(
        old,
        {"occurred_on": "2025-01-01", "outcome": "passed"},
        {"occurred_on": "2025-12-31", "outcome": "rejected"},
        {"occurred_on": "2025-12-01", "outcome": "passed"},
    )
    assert found.outcomes == {"rejected": 1, "passed": 2}
    assert found.months == (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2)
    assert ids(found.passages) == ["gp-2", "gp-3", "gp-1"]


def test_a_waiver_that_ran_out_without_a_later_passage_is_told():
    waived = {
        "occurred_on": "2025-07-01",
        "outcome": "waived",
        "waiver_expires_on": "2025-09-30",
        "subject": "as",
    }
    found = facts(
        BusinessProcess=[PROCESS],
        ProcessGate=[GATE],
        Asset=[{"id": "as"}],
        GatePassage=[{"id": "w", "gate": "g", **waived}],
    )
    (one,) = [one for row in integration.crossings(found) for one in row if one.passages]
    assert (ids(one.waivers), ids(one.lapsed)) == (["w"], ["w"])


def test_workflows_without_a_process_are_told_and_other_gates_are_not_lost():
    other = [{**PROCESS, "id": "hr", "kind": "hr"}, {**PROCESS, "id": "p-2", "touches_ai": False}]
    gates = [
        GATE,
        {**GATE, "id": "g-hr", "process": "hr"},
        {**GATE, "id": "g-go", "kind": "deployment-approval"},
    ]
    passage = {"id": "gp", "gate": "g-hr", "occurred_on": "2025-10-01", "outcome": "passed"}
    found = facts(BusinessProcess=[PROCESS, *other], ProcessGate=gates, GatePassage=[passage])
    assert [(one.kind, len(one.processes), one.touching) for one in integration.workflows(found)] == [
        ("procurement", 2, 1),
        ("product-development", 0, 0),
        ("operations", 0, 0),
    ]
    assert [(gate.id, ids(rows)) for gate, rows in integration.elsewhere(found)] == [
        ("g-go", []),
        ("g-hr", ["gp"]),
    ]


def test_the_needs_of_a_year_are_its_requests_and_their_matrix():
    old = {**GRANTED, "id": "r-old", "needed_by": "2023-05-01"}
    found = facts(ResourceRequest=[GRANTED, old])
    rows, matrix = found.prepared(means.Needs("2023"))
    assert ids(rows) == ["r-old"]
    assert sum(len(cell.requests) for row in matrix for cell in row) == 1
    assert means.years(found) == ["2023", "2025"]


def test_the_maps_follow_what_is_learnt_since():
    found = whole(BusinessProcess=[PROCESS], ProcessGate=[GATE], Evidence=[])
    assert found.prepared(alignment.alignment).strands[0].lacks == ("evidence",)
    assert found.prepared(integration.crossings)[2][0].passages == ()
    assert len(found.prepared(tracking.sightings)) == 1
    passage = {"id": "gp", "gate": "g", "occurred_on": "2025-12-03", "outcome": "passed"}
    later = {**MEASURED, "measured_on": "2025-12-30"}
    more = {"Evidence": PROOF, "GatePassage": passage, "Measurement": later}
    found.learn({type: [schema.row(type, plain)] for type, plain in more.items()})
    assert found.prepared(alignment.alignment).strands[0].lacks == ()
    assert ids(found.prepared(integration.crossings)[2][0].passages) == ["gp"]
    assert [one.measurement.measured_on for one in found.prepared(tracking.sightings)] == [
        "2025-12-30",
        "2025-12-01",
    ]
