"""The gates as people meet them: what lacks, who decides, and a decision that the rules let stand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_privacy import text

AT = "/gates/of/AISystem:AI-2/"


def decide(client: Any, at: str = AT, **said: str) -> Any:
    told = {"process": "proc-product", "gate": "gate-build-deploy", "outcome": "passed"} | said
    return client.post(f"{at}decide/", told, follow=True)


def test_the_page_says_what_may_go_on_and_what_waits_for_whom(house: House) -> None:
    said = text(house["process-owner"].get("/gates/"))
    assert "ClaimFlow triage" in said
    assert "An AI policy that top management approved in their own word and signed is in force" in said
    said = text(house["process-owner"].get(AT))
    assert "Everything is there; somebody has to decide." in said
    assert "Deployment approval waits for a decision by Ingrid Solvang or 3 others." in said
    assert "decision by Oskar Thun" not in said
    assert "by 15 Jan 2026" in said
    said = text(house["guest-auditor"].get("/gates/of/AI-4/?process=proc-procurement"))
    assert "It may not go on yet." in said
    assert "Record a decision" not in said
    assert house["process-owner"].get("/gates/of/AISystem:none/").status_code == 404


def test_before_there_is_anything_the_page_teaches(house: House) -> None:
    said = text(house["executive"].get("/gates/?as_of=2020-01-01"))
    assert "No gate is in force yet" in said
    assert "Add a gate" in said


def test_a_decision_opens_the_gate_and_is_the_persons_own(own: House) -> None:
    answer = decide(own["process-owner"])
    assert answer.status_code == 400
    assert "Nadia Bright does not decide at this gate; ask top management" in text(answer)
    said = text(decide(own["executive"]))
    assert "The decision is on record." in said
    assert "It may go on: every gate is open." in said
    assert "Passed on 31 Dec 2025, decided by Ingrid Solvang" in said


def test_a_pass_with_conditions_says_which_by_whom_and_by_when(own: House) -> None:
    client, told = own["executive"], {"outcome": "conditional"}
    for said, problem in (
        ({}, "Say which conditions have to be met"),
        ({"conditions": "A person sees refusals", "owner": "Nobody At All"}, "Say who meets the conditions"),
        ({"owner": "Oskar Thun"}, "Say by which day, today or later, the conditions are met"),
        ({"until": "2026-12-31"}, "Conditions are open for at most 180 days"),
    ):
        told |= said
        answer = decide(client, **told)
        assert answer.status_code == 400
        assert problem in text(answer)
    said_then = text(decide(client, **told | {"until": "2026-01-31"}))
    assert "The decision is on record." in said_then
    assert "that Oskar Thun meets by 31 Jan 2026" in said_then


def test_a_waiver_is_not_renewed_for_ever(own: House) -> None:
    from tonetop.records import intake, write

    past = {
        "id": "w-1",
        "gate": "gate-buy-risk",
        "subject": "AI-4",
        "occurred_on": "2025-06-20",
        "outcome": "waived",
    }
    past |= {"decided_by": "solvang", "waiver_reason": "Logs", "waiver_expires_on": "2025-12-15"}
    write.save(intake.take("GatePassage", past), write.By("tester", person="solvang"), after=0)
    waiver = {"outcome": "waived", "reason": "Kept for its logs", "cause": "other", "until": "2026-01-31"}
    gate = {"process": "proc-procurement", "gate": "gate-buy-risk"}
    answer = decide(own["executive"], "/gates/of/AISystem:AI-4/", **gate, **waiver)
    assert answer.status_code == 400
    assert "it would be waived or on conditions for 209 of 365 days, and 180 are the most" in text(answer)


def test_an_asset_with_ai_that_is_no_system_comes_to_the_gates_too(own: House) -> None:
    from tonetop.records import intake, write

    asset = {"id": "asset-odd", "name": "Odd helper", "ai_features": True, "discovered_on": "2025-12-01"}
    write.save(intake.take("Asset", asset), write.By("tester"), after=0)
    assert "Odd helper" in text(own["executive"].get("/gates/"))
    said = text(own["executive"].get("/gates/of/Asset:asset-odd/?process=proc-procurement"))
    assert "What it is used for is not on record" in said


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"outcome": "maybe"}, "Choose what was decided"),
        ({"decided_by": "Nobody At All"}, "is no person of the register today"),
        ({"gate": "no-such"}, "There is no gate"),
        ({"outcome": "waived"}, "Say why the gate is waived"),
        ({"outcome": "waived", "reason": "Sale"}, "Say what caused the waiver"),
        ({"outcome": "waived", "reason": "Sale", "cause": "revenue"}, "Say until which day the waiver holds"),
        (
            {"outcome": "waived", "reason": "Sale", "cause": "revenue", "until": "2025-12-30"},
            "The day on which a waiver ends lies ahead",
        ),
        (
            {"outcome": "waived", "reason": "Sale", "cause": "revenue", "until": "2027-01-01"},
            "A waiver holds for at most 180 days",
        ),
        (
            {"outcome": "waived", "reason": "Sale", "cause": "revenue", "until": "2026-01-31"},
            "A gate is waived by top management or by one to whom they handed it",
        ),
    ],
)
def test_a_decision_that_lacks_something_is_refused_and_nothing_is_kept(
    own: House, said: dict[str, str], problem: str
) -> None:
    from tonetop.records.registry import registers

    before = registers()["GatePassage"].objects.count()
    answer = decide(own["process-owner"], **said)
    assert answer.status_code == 400
    assert problem in text(answer)
    assert registers()["GatePassage"].objects.count() == before


def test_what_the_rules_stop_is_not_passed_but_rejected_or_waived_by_one_who_may(own: House) -> None:
    at = "/gates/of/AISystem:AI-4/"
    gate = {"process": "proc-procurement", "gate": "gate-buy-risk"}
    answer = decide(own["process-owner"], at, **gate)
    assert answer.status_code == 400
    assert "The system is retired" in text(answer)
    waiver = {"outcome": "waived", "reason": "Kept for its logs", "cause": "other", "until": "2026-01-31"}
    said = text(decide(own["executive"], at, **gate, **waiver))
    assert "The decision is on record." in said
    assert "waived" in said
    said = text(decide(own["process-owner"], at, **gate, outcome="rejected"))
    assert "Rejected on 31 Dec 2025" in said
    answer = decide(own["executive"], at, **gate, **waiver)
    assert answer.status_code == 400
    assert "It was rejected today" in text(answer)


def test_a_waiver_that_another_enters_waits_for_the_word_of_whom_it_names(own: House) -> None:
    from tonetop.records.models import Account
    from tonetop.records.registry import registers
    from tonetop.work.confirm import confirm

    chief = Account.objects.get(role="executive")
    at = "/gates/of/AISystem:AI-4/"
    told = {"process": "proc-procurement", "gate": "gate-buy-risk", "decided_by": chief.person}
    waiver = {"outcome": "waived", "reason": "Kept for its logs", "cause": "other", "until": "2026-01-31"}
    assert "who has yet to confirm it" in text(decide(own["process-owner"], at, **told, **waiver))
    ref = registers()["GatePassage"].objects.latest("seq").ref
    confirm(chief, "GatePassage", ref, "mine")
    assert "who has yet to confirm it" not in text(own["executive"].get(f"{at}?process=proc-procurement"))


def test_a_rule_of_the_product_that_is_set_aside_stays_to_be_seen_with_who_approved_it(own: House) -> None:
    from tonetop.records.models import Account
    from tonetop.work.confirm import confirm

    lead, chief = own["governance-lead"], Account.objects.get(role="executive").person
    rule = {
        "id": "GR-prohibited",
        "sentence": "Nothing is asked",
        "effect": "stop-condition",
        "condition": "false",
        "in_force_since": "2025-01-01",
        "in_force_until": "2025-06-01",
    }
    heading = "Rules of the product that are not asked as they came"
    lead.post("/registers/GateRule/new/", rule)
    said = text(own["guest-auditor"].get("/gates/"))
    assert heading not in said
    assert "It is meant for a use that the law prohibits" in said
    lead.post("/registers/GateRule/GR-prohibited/withdraw/", {"reason": "Not approved"})
    approved = {"approved_by": chief, "approved_on": "2025-12-01"}
    lead.post("/registers/GateRule/new/", rule | approved | {"id": "GR-incident"})
    assert heading not in text(own["guest-auditor"].get("/gates/"))
    confirm(Account.objects.get(role="executive"), "GateRule", "GR-incident", "mine")
    said = text(own["guest-auditor"].get("/gates/"))
    assert heading in said
    assert "GR-incident · set aside · Approved by" in " ".join(said.split())


def test_a_rule_of_the_organisation_is_asked_and_one_that_cannot_be_read_is_refused(own: House) -> None:
    lead = own["governance-lead"]
    rule = {
        "id": "GR-1",
        "sentence": "Top management decides",
        "effect": "approval-rank",
        "in_force_since": "2025-01-01",
    }
    bad = lead.post("/registers/GateRule/new/", rule | {"condition": "subject &&"})
    assert "condition: it cannot be read" in text(bad)
    lead.post("/registers/GateRule/new/", rule | {"condition": "subject.high_impact == true"})
    answer = decide(own["process-owner"])
    assert answer.status_code == 400
    assert "does not decide at this gate" in text(answer)
    thun = {"decided_by": "Oskar Thun"}
    assert "top management decides this one" in text(decide(own["process-owner"], **thun))
    assert "The decision is on record." in text(decide(own["executive"]))


def test_many_subjects_come_in_pages_and_are_found_by_name(own: House) -> None:
    from tonetop.records import intake, write

    rows = [
        ("AISystem", {"id": f"S-{n}", "name": f"Sorter {n:03}", "state": "live"}, None) for n in range(60)
    ]
    write.save_all([write.Change(entry, 0) for entry in intake.take_all(rows)], write.By("tester"))
    client = own["executive"]
    said = text(client.get("/gates/"))
    assert "Next page" in said
    assert "Sorter 059" not in said
    assert "Sorter 059" in text(client.get("/gates/?page=2"))
    assert "Sorter 059" in text(client.get("/gates/?page=99999"))
    said = text(client.get("/gates/?q=sorter+007"))
    assert "Sorter 007" in said
    assert "Sorter 008" not in said
    assert "Nothing of this name comes to the gates." in text(client.get("/gates/?q=zzz"))


def test_the_demo_has_gates_for_all_five_kinds_of_work(house: House) -> None:
    from tonetop.work.assess import assess

    facts = assess("2025-12-31").facts
    gates = {row.process for row in facts.rows("ProcessGate") if row.mandatory}
    kinds = {row.kind for row in facts.rows("BusinessProcess") if row.id in gates}
    assert kinds == {"procurement", "product-development", "operations", "change", "hr"}
    passed = {row.gate.split("-")[1] for row in facts.rows("GatePassage")}
    assert passed == {"buy", "build", "run", "change", "hire"}
    said = text(house["guest-auditor"].get("/gates/"))
    assert "Changing what is in use Hiring Product development" in said


def test_whoever_may_decide_is_told_that_it_waits_for_them_and_not_for_others(own: House) -> None:
    page = "/gates/of/AISystem:AI-2/?process=proc-product"
    said, asked = (
        "Deployment approval waits for your decision.",
        "waits for a decision by Ingrid Solvang or 3 others.",
    )
    chief, other = text(own["executive"].get(page)), text(own["process-owner"].get(page))
    assert (chief.count(said), asked in chief) == (1, False)
    assert (said in other, other.count(asked)) == (False, True)
    assert "Decides: Ingrid Solvang" in other and "Have top management decide" not in other
    assert "waits for you 1 of 4" in text(own["executive"].get("/gates/"))
    assert "waits for a decision 1 of 4 · Ingrid Solvang or 3 others" in text(
        own["process-owner"].get("/gates/")
    )
