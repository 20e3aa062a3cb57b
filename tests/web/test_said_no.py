"""A no stays: a no-go and a rejection are overruled by a newer word, never written over or taken away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_gates_for_programs import check, program
from tests.web.test_stage_by_act import add, held, put

SINCE = ("", "?since=correction", "?since=2025-06-01")
NO_GO = {"id": "IA-90", "system": "AI-3", "performed_on": "2025-12-30", "performed_by": "haddad"}
NO_GO |= {"affected_groups": ["customers"], "conclusion": "no-go"}


def shut() -> set[str]:
    """The rules that keep the gates of buying shut for a system."""
    told = check(program("process-owner"), process="proc-procurement", subject="AI-3").json()
    return {line["rule"] for gate in told.get("gates", ()) for line in gate["lines"] if line["blocks"]}


@pytest.mark.parametrize(
    "changed",
    [
        {"conclusion": None},
        {"conclusion": "go"},
        {"performed_on": "2024-01-01"},
        {"performed_on": None},
        {"system": "AI-5"},
    ],
)
def test_a_no_go_stays_as_it_was_said(own: House, changed: dict[str, Any]) -> None:
    before = shut()
    assert add("governance-lead", "ImpactAssessment", NO_GO).status_code == 201
    closed = shut()
    assert closed > before
    for query in SINCE:
        answer = put("process-owner", "ImpactAssessment", "IA-90", query, **changed)
        assert (answer.status_code, "it says no-go and stays so" in answer.json()["problem"]) == (400, True)
    gone = program("process-owner", "write").delete("/api/v1/registers/ImpactAssessment/IA-90")
    assert gone.status_code == 400
    assert shut() == closed


def test_beside_a_no_go_the_rest_of_an_assessment_is_still_written(own: House) -> None:
    assert add("governance-lead", "ImpactAssessment", NO_GO | {"conclusion": "go"}).status_code == 201
    assert put("process-owner", "ImpactAssessment", "IA-90", conclusion="no-go").status_code == 200
    assert (
        put("process-owner", "ImpactAssessment", "IA-90", outcome="It may hurt customers").status_code == 200
    )
    assert add("governance-lead", "ImpactAssessment", NO_GO | {"id": "IA-91"}).status_code == 201


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "passed", "decided_by": "bright"},
        {"outcome": None},
        {"occurred_on": "2025-01-01"},
        {"subject": "AI-5"},
        {"gate": "gate-buy-policy"},
        {"decided_by": "bright"},
    ],
)
def test_a_rejection_is_not_written_over(own: House, changed: dict[str, Any]) -> None:
    from tonetop.records.registry import registers

    said = {"process": "proc-procurement", "gate": "gate-buy-risk", "outcome": "rejected"}
    own["executive"].post("/gates/of/AISystem:AI-3/decide/", said)
    ref = registers()["GatePassage"].objects.latest("seq").ref
    before, closed = held("GatePassage", ref), shut()
    assert (before["outcome"], before["decided_by"]) == ("rejected", "solvang")
    for query in SINCE:
        answer = put("process-owner", "GatePassage", ref, query, **changed)
        assert (answer.status_code, "what was decided at a gate stays" in answer.json()["problem"]) == (
            400,
            True,
        )
    assert (held("GatePassage", ref), shut()) == (before, closed)
    assert put("executive", "GatePassage", ref, conditions="Ask the works council first").status_code == 200
