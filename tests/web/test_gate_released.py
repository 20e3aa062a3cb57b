"""A gate that is made voluntary, ended, moved or withdrawn is asked until one of rank releases it in their own word."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_gates_for_programs import check, program
from tests.web.test_privacy import text
from tests.web.test_stage_by_act import add, held, put

GATE = "gate-build-deploy"
ASKED = {"process": "proc-product", "subject": "AI-2"}
WORD = {"released_by": "solvang", "released_on": "2025-12-31", "release_reason": "The board took it over"}


def gates() -> list[str]:
    """The gates that product development asks."""
    return [one["gate"] for one in check(program("process-owner"), **ASKED).json()["gates"]]


@pytest.mark.parametrize(
    "change",
    [
        {"mandatory": False},
        {"mandatory": None},
        {"in_force_until": "2025-12-31"},
        {"process": "proc-hiring"},
        {"kind": "policy-check"},
        {"in_force_since": "2026-06-01"},
        {"mandatory": False, **WORD, "released_by": "haddad"},
        {"mandatory": False, **WORD},
        {"mandatory": False, **WORD, "release_reason": None},
    ],
)
def test_what_the_lead_does_to_a_gate_opens_nothing(own: House, change: dict[str, Any]) -> None:
    assert GATE in gates()
    assert put("governance-lead", "ProcessGate", GATE, **change).status_code == 200
    assert GATE in gates()
    assert (
        put("governance-lead", "ProcessGate", GATE, "?since=correction", artefact_ref=None).status_code == 200
    )
    assert GATE in gates()
    assert "Gates that nobody released" in text(own["guest-auditor"].get("/gates/"))
    assert not check(program("process-owner"), **ASKED).json()["opens"]


def test_a_gate_that_is_withdrawn_is_asked_until_it_is_there_again(own: House) -> None:
    path = f"/api/v1/registers/ProcessGate/{GATE}"
    assert program("governance-lead", "write").delete(path).status_code == 200
    assert GATE in gates()
    decided = {"process": "proc-product", "gate": GATE, "outcome": "rejected"}
    assert own["executive"].post("/gates/of/AISystem:AI-2/decide/", decided).status_code == 302
    assert put("governance-lead", "ProcessGate", GATE, owner="thun").status_code == 200
    assert "Gates that nobody released" not in text(own["guest-auditor"].get("/gates/"))
    assert GATE in gates()


def test_top_management_releases_a_gate_in_their_own_word(own: House) -> None:
    assert put("executive", "ProcessGate", GATE, mandatory=False, **WORD).status_code == 200
    assert GATE not in gates()
    assert "Gates that nobody released" not in text(own["guest-auditor"].get("/gates/"))
    again = {"released_by": None, "released_on": None, "release_reason": None}
    assert put("governance-lead", "ProcessGate", GATE, mandatory=True, **again).status_code == 200
    assert put("governance-lead", "ProcessGate", GATE, mandatory=False).status_code == 200
    assert GATE in gates()


def test_they_confirm_what_the_lead_entered(own: House) -> None:
    from tonetop.records.models import Account
    from tonetop.work.confirm import confirm

    assert put("governance-lead", "ProcessGate", GATE, mandatory=False, **WORD).status_code == 200
    assert GATE in gates()
    assert GATE in text(own["executive"].get("/inbox/"))
    confirm(Account.objects.get(role="executive"), "ProcessGate", GATE, "mine")
    assert GATE not in gates()


def test_one_who_may_not_waive_releases_nothing(own: House) -> None:
    own_word = {**WORD, "released_by": "haddad"}
    assert put("governance-lead", "ProcessGate", GATE, mandatory=False, **own_word).status_code == 200
    assert GATE in gates()


def test_a_gate_that_was_never_in_force_ends_without_a_word(own: House) -> None:
    new = {
        "id": "gate-x",
        "process": "proc-product",
        "kind": "policy-check",
        "owner": "thun",
        "mandatory": True,
    }
    assert add("governance-lead", "ProcessGate", new | {"in_force_since": "2026-05-01"}).status_code == 201
    assert put("governance-lead", "ProcessGate", "gate-x", mandatory=False).status_code == 200
    assert "gate-x" not in gates()
    assert held("ProcessGate", "gate-x")["mandatory"] is False


@pytest.mark.parametrize("change", [{"condition": "true"}, {"in_force_until": "2025-12-31"}, {}])
def test_what_the_lead_does_to_an_approved_rule_opens_nothing(own: House, change: dict[str, Any]) -> None:
    def asked() -> bool:
        found = check(program("process-owner"), process="proc-product", subject="AI-3").json()["gates"]
        return "GR-human" in [line["rule"] for one in found for line in one["lines"] if line["blocks"]]

    assert asked()
    if change:
        assert put("governance-lead", "GateRule", "GR-human", **change).status_code == 200
    else:
        path = "/api/v1/registers/GateRule/GR-human"
        assert program("governance-lead", "write").delete(path).status_code == 200
    assert asked()
    assert "asked as it was approved, until top management approves what takes its place" in text(
        own["guest-auditor"].get("/gates/")
    )


def test_high_impact_is_denied_by_another_than_its_owner_and_in_their_own_word(own: House) -> None:
    from tonetop.records.models import Account
    from tonetop.work.assess import assess
    from tonetop.work.confirm import confirm
    from tonetop.work.inbox import inbox

    def ranked() -> bool:
        found = check(program("process-owner"), **ASKED).json()["gates"]
        return "GR-rank" in [line["rule"] for one in found for line in one["lines"]]

    assert put("process-owner", "AISystem", "AI-2", high_impact=False).status_code == 200
    assert ranked()
    named = put("process-owner", "AISystem", "AI-2", high_impact=False, impact_judged_by="solvang")
    assert (named.status_code, ranked()) == (200, True)
    assert ("AISystem", "AI-2") in [item.key for item in inbox(assess().facts, "solvang")["confirm"]]
    confirm(Account.objects.get(role="executive"), "AISystem", "AI-2", "mine")
    assert not ranked()
