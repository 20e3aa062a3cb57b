"""AI systems through their life: what each stage asks for, and the act that takes one on, if the gates let it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_privacy import text

AT = "/systems/AI-2/"


def move(house: House, who: str = "process-owner", at: str = AT, **said: str) -> Any:
    told = {"stage": "operation", "reason": "The trial went well"} | said
    return house[who].post(f"{at}stage/", told, follow=True)


def acts(system: str) -> list[tuple[str | None, str]]:
    """The changes of a system's stage that are on record."""
    from tonetop.work.assess import assess
    from tonetop.work.change_stage import history

    return [(row.stage_before, row.stage) for row in history(assess().facts, system)]


def asked_of_gates() -> int:
    """How many questions to gates stand in the ledger."""
    from django.db import connection

    from tonetop.records.ledger import journal

    return sum(b"gate.asked" in bytes(body) for body in journal.bodies(connection))


def test_the_list_tells_where_each_stands_and_what_it_lacks(house: House) -> None:
    said = text(house["guest-auditor"].get("/systems/"))
    assert "HealthRate pricing model" in said
    assert "See what keeps its gates shut" in said
    assert "Say what it is made of, and decide on candidates" in said
    assert said.index("ClaimFlow triage") < said.index("CV screening")
    assert "No AI system is on record yet" in text(house["dpo"].get("/systems/?as_of=2020-01-01"))


def test_the_page_draws_the_way_with_days_and_people(house: House) -> None:
    said = text(house["executive"].get(AT))
    assert "Development 3 Mar 2025 Oskar Thun" in said
    assert "1 of 7 that this stage asks for is not there" in said
    assert "Its risks were assessed within a year risk-2 until 18 Mar 2026" in said
    assert "the feature that stood in for age is gone" in said
    said = text(house["guest-auditor"].get("/systems/AI-4/"))
    assert "Withdraw its assets once they are gone" in said
    assert "Change its stage" not in said


def test_a_gate_that_is_shut_stops_the_change_and_the_question_stays(own: House) -> None:
    before = asked_of_gates()
    said = text(move(own))
    assert "The gates do not let it through: AI-2 may not pass" in said
    assert "gate-build-deploy says: nobody has decided yet; Have top management decide" in said
    assert asked_of_gates() == before + 1
    at = "/gates/of/AISystem:AI-2/?process=proc-product"
    assert f'<a href="{at}">Go to the gate</a>' in move(own).content.decode()
    assert ("trial", "operation") not in acts("AI-2")


def test_as_deciders_stand_only_those_who_may_be_named(own: House) -> None:
    said = own["process-owner"].get(AT).content.decode()
    listed = re.search(r'<datalist id="l-Person">(.*?)</datalist>', said)
    assert listed is not None
    assert "Oskar Thun" in listed[1]
    assert "Felix Yuen" not in listed[1]


def test_once_the_gates_are_open_it_goes_into_operation_and_on(own: House) -> None:
    from tonetop.records import write

    decided = {"process": "proc-product", "gate": "gate-build-deploy", "outcome": "passed"}
    own["executive"].post("/gates/of/AISystem:AI-2/decide/", decided)
    said = text(move(own, decided_by="Oskar Thun", evidence="ev-passage-2025-12"))
    assert "The stage is changed, and the act is on record." in said
    assert "AI-2 may pass: 4 of 4 gates are open" in said
    row: Any = write.latest("AISystem", "AI-2")
    assert (row.state, row.stage, row.go_live_on) == ("live", "operation", "2025-12-31")
    assert "The stage is changed" in text(move(own, stage="suspended", reason="Complaints"))
    assert "From suspended it does not go to idea" in text(move(own, stage="idea"))
    move(own, stage="retired", reason="Replaced")
    row = write.latest("AISystem", "AI-2")
    assert (row.state, row.retired_on) == ("retired", "2025-12-31")
    assert acts("AI-2")[2:] == [("trial", "operation"), ("operation", "suspended"), ("suspended", "retired")]
    assert "Change its stage" not in text(own["process-owner"].get(AT))


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"stage": "flying"}, "Choose the stage that comes next"),
        ({"stage": "suspended"}, "From trial it does not go to suspended; it may go to: operation,"),
        ({"reason": " "}, "Say why; the reason is read by auditors"),
        ({"decided_by": "Felix Yuen"}, "Felix Yuen does not decide where this system stands"),
        ({"decided_by": "Nobody At All"}, "is no person of the register today"),
        ({"evidence": "ev-none"}, "There is no evidence"),
    ],
)
def test_what_stands_against_a_change_is_said(own: House, said: dict[str, str], problem: str) -> None:
    assert problem in text(move(own, **said))
    assert len(acts("AI-2")) == 2


def test_without_a_process_no_gate_can_be_asked_and_guests_only_look(own: House) -> None:
    lead = own["governance-lead"]
    lead.post("/registers/AISystem/new/", {"id": "AI-50", "name": "Helper"})
    at = "/systems/AI-50/"
    assert "Nothing says where it stands yet" in text(lead.get(at))
    assert "Say on its record through which process it goes" in text(move(own, "governance-lead", at))
    assert "The stage is changed" in text(move(own, "governance-lead", at, stage="idea"))
    assert "Somebody answers" not in text(lead.get(at))
    assert own["guest-auditor"].post(f"{at}stage/", {"stage": "retired", "reason": "x"}).status_code == 403
    assert text(move(own, "governance-lead", "/systems/none/")).startswith(" AI systems")


def test_state_and_stage_do_not_contradict_each_other() -> None:
    from tonetop.records import intake

    with pytest.raises(intake.Refused, match="the stage trial belongs to the state planned, not to live"):
        intake.take("AISystem", {"id": "AI-9", "name": "Helper", "state": "live", "stage": "trial"})
