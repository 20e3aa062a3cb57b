"""A use that no word knows leads from its gate to the form where somebody else than the owner judges it."""

from __future__ import annotations

from tests.web.conftest import House
from tests.web.test_gates_for_programs import check, program
from tests.web.test_privacy import text
from tests.web.test_stage_by_act import add, put

WHY = "Of a use of it nobody but its owner has said whether the law prohibits it"


def blocks() -> set[str]:
    """The rules that keep a gate of the system shut."""
    told = check(program("process-owner"), process="proc-operations", subject="AI-1").json()
    return {line["rule"] for gate in told["gates"] for line in gate["lines"] if line["blocks"]}


def test_a_new_use_shuts_the_gates_until_somebody_judges_it(own: House) -> None:
    assert blocks() == set()
    assert (
        put("process-owner", "AISystem", "AI-1", uses=["claims-triage", "Calling members"]).status_code == 200
    )
    assert blocks() == {"GR-undecided"}
    page = own["process-owner"].get("/gates/of/AISystem:AI-1/?process=proc-operations")
    assert WHY in text(page)
    assert "it is so of Calling members" in text(page).replace("It is so", "it is so")
    assert 'href="/registers/UseJudgement/new/?system=AI-1&amp;use=Calling+members' in page.content.decode()
    said = {"system": "AI-1", "use": "calling members", "prohibited": False, "judged_on": "2025-12-31"}
    assert (
        add("process-owner", "UseJudgement", said | {"id": "UJ-90", "judged_by": "solvang"}).status_code
        == 201
    )
    assert blocks() == {"GR-undecided"}
    assert add("executive", "UseJudgement", said | {"id": "UJ-91", "judged_by": "solvang"}).status_code == 201
    assert blocks() == set()
    found = said | {"id": "UJ-92", "judged_by": "bright", "prohibited": True}
    assert add("process-owner", "UseJudgement", found).status_code == 201
    assert blocks() == {"GR-prohibited"}
    gone = program("governance-lead", "write").delete("/api/v1/registers/UseJudgement/UJ-92")
    assert gone.status_code == 400
    assert blocks() == {"GR-prohibited"}
