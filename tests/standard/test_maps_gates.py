"""Gates by process, how often they were passed, and that every map follows what is learnt since."""

from __future__ import annotations

from typing import Any

from tests.standard.map_facts import MEASURED, PROOF, facts, ids, whole
from tonetop.standard import schema
from tonetop.standard.maps import alignment, integration, tracking

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
