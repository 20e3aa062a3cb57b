"""The compliance centre: where each requirement stands, who answers for it, when it lapses, what to do next."""

from __future__ import annotations

from typing import Any

from tests.standard.map_facts import CHIEF, facts, year
from tonetop.core.facts import Facts
from tonetop.standard import catalogue
from tonetop.standard.assessment import assessment
from tonetop.standard.maps import centre
from tonetop.standard.maps.centre import ATTENTION, HEALTHY, NOT_STARTED, UPCOMING, Line, lines

SCOPE = {"id": "scope", "kind": "scope-statement", "occurred_on": "2025-03-31"}
SUPPLIED = [
    {"id": "e1", "kind": "supplier-assessment", "occurred_on": "2025-09-01"},
    {"id": "e2", "kind": "contract-clause", "occurred_on": "2025-09-01"},
    {"id": "e3", "kind": "gate-passage-record", "occurred_on": "2025-09-01"},
]


def of(facts: Facts, id: str) -> Line:
    return next(line for line in lines(assessment(facts)) if line.id == id)


def entry(**said: Any) -> list[dict[str, Any]]:
    return [{"control": "A.10.3", **said}]


def test_every_clause_duty_and_control_has_its_line_in_the_standards_order():
    ids = [line.id for line in lines(assessment(facts()))]
    wanted = {id for id, item in catalogue.clauses().items() if item["assessable"]}
    assert set(ids) == wanted | set(catalogue.duties()) | set(catalogue.controls())
    assert len(ids) == len(set(ids))
    assert ids.index("9.3.3") < ids.index("10.1") < ids.index("A.2.2")
    assert ids[ids.index("5.1") + 1 :][:9] == list(catalogue.duties())


def test_without_a_record_nothing_is_started_and_the_first_evidence_is_asked_for():
    told = lines(assessment(facts(Person=[])))
    assert centre.counts(told) == {ATTENTION: 0, UPCOMING: 0, NOT_STARTED: len(told), HEALTHY: 0}
    line = of(facts(Person=[]), "4.3")
    assert (line.evidence, line.newest, line.lapses) == (0, "", "")
    assert line.next_act == "Record evidence of scope-statement"


def test_what_is_backed_lapses_on_the_first_day_on_which_it_is_no_longer_in_date():
    line = of(facts("2025-12-31", Evidence=[SCOPE]), "4.3")
    assert (line.state, line.evidence, line.newest, line.lapses) == (HEALTHY, 1, "2025-03-31", "2026-03-31")
    for day in ("2026-03-30", "2026-03-31"):
        line = of(facts(day, Evidence=[SCOPE]), "4.3")
        assert (line.lapses, line.state) == ("2026-03-31", UPCOMING if day < "2026-03-31" else ATTENTION)
    assert line.next_act == "Renew evidence of scope-statement"


def test_a_day_at_the_end_of_february_lapses_when_the_engine_says_so():
    leap = [SCOPE | {"occurred_on": "2024-02-29"}]
    line = of(facts("2025-01-01", Evidence=leap), "4.3")
    assert of(facts(line.lapses, Evidence=leap), "4.3").result == "fail"
    assert of(facts("2025-02-27", Evidence=leap), "4.3").result == "pass"


def test_a_control_asks_for_evidence_then_for_its_entry_then_for_carrying_out():
    assert of(facts(), "A.10.3").next_act.startswith("Record evidence of supplier-assessment")
    asked = of(facts(Evidence=SUPPLIED), "A.10.3").next_act
    assert asked == "Say in the statement of applicability whether the control applies"
    begun = entry(applicable=True, justification="Bought", status="partial", owner="clerk")
    line = of(facts(Evidence=SUPPLIED, SoAEntry=begun), "A.10.3")
    assert (line.state, line.owner) == (ATTENTION, "clerk")
    assert line.next_act == "Carry the control out and say so in the statement of applicability"
    done = entry(applicable=True, justification="Bought", status="implemented")
    assert of(facts(Evidence=SUPPLIED, SoAEntry=done), "A.10.3").state == HEALTHY


def test_a_control_left_out_with_a_reason_is_healthy_and_without_one_asks_for_it():
    line = of(facts(SoAEntry=entry(applicable=False, justification="Nothing is bought")), "A.10.3")
    assert (line.state, line.result, line.next_act) == (HEALTHY, "not-applicable", "")
    line = of(facts(SoAEntry=entry(applicable=False)), "A.10.3")
    assert (line.state, line.next_act) == (ATTENTION, "Give the reason for which the control is left out")


def test_whoever_a_responsibility_names_answers_also_for_what_lies_below():
    settled = [{"id": "r", "activity": "Audit", "item": "9.2", "accountable": "chief"}]
    assert of(facts(Responsibility=settled), "9.2.1").owner == "chief"
    assert of(facts(Responsibility=settled), "9.3.1").owner == ""


def test_what_the_lead_does_is_theirs_while_they_hold_the_role():
    role = {"id": "lead", "role": "aims-lead", "person": "clerk", "valid_from": "2025-01-01"}
    assert of(facts(RoleAssignment=[role]), "4.1").owner == "clerk"
    gone = role | {"valid_to": "2025-06-30"}
    line = of(facts(RoleAssignment=[gone]), "4.1")
    assert (line.owner, line.role) == ("", "aims-lead")


def test_a_duty_asks_for_what_its_gravest_key_check_asks_for():
    line = of(year("2025-12-31"), "LD-1")
    assert (line.state, line.evidence > 0) == (ATTENTION, True)
    assert line.next_act == assessment(year("2025-12-31")).checks["LD-1.3"].next_act
    backed = of(year("2025-12-31"), "LD-4")
    assert (backed.state, backed.lapses) == (UPCOMING, "2026-02-05")
    assert backed.next_act.startswith("Do again what backs LD-4.")


def test_the_statement_of_applicability_is_complete_when_each_control_is_decided_with_a_reason():
    told = centre.applicability(year("2025-12-31"))
    assert (told.controls, told.decided, told.left_out) == (38, 38, 0)
    half = facts(Person=[CHIEF], SoAEntry=[*entry(applicable=False), {"control": "A.2.2"}])
    assert centre.applicability(half) == centre.Applicability(38, 0, 0, 1)
