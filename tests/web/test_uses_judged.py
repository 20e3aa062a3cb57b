"""A use that no word knows leads from its gate to the form where somebody else than the owner judges it."""

from __future__ import annotations

from tests.web.conftest import House
from tests.web.test_gates_for_programs import check, program
from tests.web.test_privacy import text
from tests.web.test_stage_by_act import add, held, put

WHY = "Of a use of it nobody of the rank, other than its owner, has said whether the law prohibits it"


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


def test_a_use_found_prohibited_stays_so_whatever_is_written_over_the_judgement(own: House) -> None:
    found = {"id": "UJ-90", "system": "AI-3", "use": "customer-chat", "prohibited": True}
    found |= {"judged_by": "haddad", "judged_on": "2025-12-31", "reason": "It reads moods"}
    assert add("governance-lead", "UseJudgement", found).status_code == 201
    for changed in ({"prohibited": False}, {"prohibited": None}, {"use": "other"}, {"system": "AI-5"}):
        for query in ("", "?since=correction", "?since=2025-06-01"):
            said = put("process-owner", "UseJudgement", "UJ-90", query, **changed)
            assert (said.status_code, "is judged anew" in said.json()["problem"]) == (400, True)
    assert (
        put("governance-lead", "UseJudgement", "UJ-90", reason="It reads moods of callers").status_code == 200
    )


def test_the_owners_own_judgement_does_not_count_once_another_owns_the_system(own: House) -> None:
    uses = ["claims-triage", "Calling members"]
    owner = held("AISystem", "AI-1")["owner"]
    said = {"id": "UJ-90", "system": "AI-1", "use": "calling members", "prohibited": False}
    said |= {"judged_on": "2025-12-31", "judged_by": "solvang"}
    assert put("process-owner", "AISystem", "AI-1", uses=uses, owner="solvang").status_code == 200
    assert add("executive", "UseJudgement", said).status_code == 201
    assert put("process-owner", "AISystem", "AI-1", owner=owner).status_code == 200
    assert blocks() == {"GR-undecided"}
