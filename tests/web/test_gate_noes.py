"""What was said no to at a gate, or left behind with its process, is not had by withdrawing."""

from __future__ import annotations

from typing import Any

from tests.web.conftest import House
from tests.web.test_gates_for_programs import check, program
from tests.web.test_privacy import text
from tests.web.test_stage_by_act import add, held, put

AT = "/gates/of/AISystem:AI-3/decide/"
GATE = {"process": "proc-procurement", "gate": "gate-buy-risk"}


def shut() -> list[str]:
    found = check(program("process-owner"), process="proc-procurement", subject="AI-3").json()["gates"]
    return [line["why"] for one in found for line in one["lines"] if line["blocks"]]


def passed() -> str:
    """The id of the no of today."""
    from tonetop.records.registry import registers

    rows: Any = registers()["GatePassage"].objects.filter(outcome="rejected", occurred_on="2025-12-31")
    return str(rows.get().ref)


def test_a_no_that_is_withdrawn_is_not_decided_anew_by_a_lower_rank(own: House) -> None:
    assert shut() == []
    own["executive"].post(AT, GATE | {"outcome": "rejected"})
    path = f"/api/v1/registers/GatePassage/{passed()}"
    assert program("process-owner", "write").delete(path).status_code == 200
    told = text(own["process-owner"].post(AT, GATE | {"outcome": "passed"}))
    said = "rejected on 2025-12-31 by Ingrid Solvang, and what top management refused, it alone lets through"
    assert f"It was {said}" in told
    new = {"id": "GP-90", "gate": "gate-buy-risk", "subject": "AI-3", "occurred_on": "2025-12-31"}
    assert (
        add("process-owner", "GatePassage", new | {"outcome": "passed", "decided_by": "bright"}).status_code
        == 201
    )
    assert len(shut()) == 1 and said in shut()[0]


def test_a_process_whose_gates_are_asked_is_not_withdrawn(own: House) -> None:
    path = "/api/v1/registers/BusinessProcess/proc-product"
    answer = program("process-owner", "write").delete(path)
    assert (answer.status_code, "have each of them released first" in answer.json()["problem"]) == (400, True)
    assert held("BusinessProcess", "proc-product")


def test_a_process_that_is_gone_lets_nothing_that_went_through_its_gates_into_operation(own: House) -> None:
    from tonetop.records.registry import registers

    rows: Any = registers()["ProcessGate"].objects.filter(process="proc-product", until_on=None)
    for gate in [row.ref for row in rows]:
        path = f"/api/v1/registers/ProcessGate/{gate}"
        assert program("governance-lead", "write").delete(path).status_code == 200
    path = "/api/v1/registers/BusinessProcess/proc-product"
    assert program("process-owner", "write").delete(path).status_code == 200
    assert put("process-owner", "AISystem", "AI-2", process="proc-operations").status_code == 200
    asked = {"stage": "operation", "reason": "Go"}
    told = text(own["process-owner"].post("/systems/AI-2/stage/", asked, follow=True))
    assert "The process proc-product, through whose gates it goes, is no longer on record" in told
    assert held("AISystem", "AI-2")["state"] == "planned"
