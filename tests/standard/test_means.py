"""Money, posts, waivers and voices where cents, versions and equal days decide."""

from typing import Any

from tonetop.core.assess import judge
from tonetop.core.facts import Facts
from tonetop.core.moment import Moment
from tonetop.standard import facts_file
from tonetop.standard.checks import checks
from tonetop.standard.terms.figures import percent, total
from tonetop.standard.terms.money import for_aims
from tonetop.standard.terms.posts import vacancies

CHIEF = {"id": "p-chief", "name": "A. Chief", "is_top_management": True, "valid_from": "2020-01-01"}


def facts(as_of: str = "2025-12-31", **records: list[dict[str, Any]]) -> Facts:
    return facts_file.take({"Person": [CHIEF], **records}).facts(as_of)


def result(check: str, **records: list[dict[str, Any]]) -> str:
    return judge(checks()[check], facts(**records)).result


def test_a_share_of_cents_exactly_on_the_limit_gets_the_better_result():
    days = {"requested_on": "2025-06-01", "needed_by": "2025-07-01", "decided_on": "2025-06-10"}
    request = {"id": "rr-1", "kind": "money", "amount": 0.05, "granted": 0.04, **days}
    assert 0.04 / 0.05 < 0.8
    assert result("LD-3.3", ResourceRequest=[request]) == "pass"


def test_what_was_granted_without_a_day_of_decision_is_not_granted():
    request = {"id": "rr-1", "kind": "money", "amount": 10, "granted": 10, "requested_on": "2025-06-01"}
    assert result("LD-3.3", ResourceRequest=[request]) == "fail"


def role(**fields: Any) -> dict[str, Any]:
    return {"id": "ra-1", "role": "conformity", "person": "p-chief", "assigned_on": "2024-01-01", **fields}


def vacant(*versions: dict[str, Any]) -> list[tuple[str, str]]:
    found = vacancies(Moment(facts(RoleAssignment=list(versions))))
    return [(name, day) for name, day, _ in found]


def test_a_holder_of_an_earlier_version_was_a_holder():
    renewed = role(valid_from="2026-03-01", recorded_on="2025-06-01")
    assert vacant(role(), renewed) == [("conformity", "2025-05-31")]


def test_a_version_corrected_from_its_first_day_never_held():
    corrected = role(valid_to="2024-06-30", effective_on="2024-01-01", recorded_on="2025-11-30")
    assert vacant(role(), corrected) == [("conformity", "2024-06-30")]


def test_a_role_is_not_vacant_while_another_holds_it():
    other = role(id="ra-2", assigned_on="2025-08-01")
    assert vacant(role(valid_to="2025-03-31"), other) == []


def test_a_role_assigned_without_any_day_never_had_a_holder():
    assert vacant({"id": "ra-1", "role": "conformity", "person": "p-chief"}) == []


def test_a_fill_that_is_not_known_neither_passes_nor_fails():
    post = {"role": "aims-lead", "period": "2025", "fte_required": 2}
    assert result("LD-3.4", StaffAllocation=[post]) == "partial"


def test_a_post_of_which_nothing_is_required_is_not_looked_at():
    post = {"role": "aims-lead", "period": "2025", "fte_required": 0, "fte_filled": 0}
    assert result("LD-3.4", StaffAllocation=[post]) == "pass"


def test_spending_that_is_not_recorded_neither_passes_nor_fails():
    assert result("LD-3.8", BudgetLine=[{"period": "2025", "purpose": "AIMS", "approved": 100}]) == "partial"


def test_the_word_aims_is_no_part_of_another_word():
    lines = facts(BudgetLine=[
        {"period": "2025", "purpose": "Claims"}, {"period": "2025", "purpose": "AIMS, tools"},
    ]).rows("BudgetLine")  # fmt: skip
    assert {line.purpose: for_aims(line) for line in lines} == {"Claims": False, "AIMS, tools": True}


def gate_records(*passages: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    gate = {"id": "g-1", "kind": "risk-assessment", "mandatory": True}
    system = {"id": "ai-1", "state": "live"}
    common = {"gate": "g-1", "subject": "ai-1", "decided_by": "p-chief"}
    many = [
        {"id": f"gp-{n}", "gate": "g-1", "outcome": "passed", "occurred_on": "2025-03-01"} for n in range(20)
    ]
    return {
        "ProcessGate": [gate],
        "AISystem": [system],
        "GatePassage": [*many, *({**common, **p} for p in passages)],
    }


WAIVED = {"id": "w-1", "outcome": "waived", "occurred_on": "2025-07-01", "waiver_reason": "Outage"}


def test_a_passage_on_the_day_of_the_waiver_is_no_later_one():
    waiver = {**WAIVED, "waiver_expires_on": "2025-09-30"}
    same_day = {"id": "p-1", "outcome": "passed", "occurred_on": "2025-07-01"}
    next_day = {**same_day, "occurred_on": "2025-07-02"}
    assert result("LD-2.4", **gate_records(waiver, same_day)) == "fail"
    assert result("LD-2.4", **gate_records(waiver, next_day)) == "pass"


def test_a_waiver_that_ended_before_it_was_given_has_ended():
    assert result("LD-2.4", **gate_records({**WAIVED, "waiver_expires_on": "2023-01-01"})) == "fail"


def test_a_gate_owner_who_has_left_is_no_owner_in_the_business():
    owner = {"id": "p-biz", "unit_kind": "business", "valid_to": "2025-12-30"}
    gate = {"id": "g-1", "kind": "policy-check", "owner": "p-biz", "mandatory": True}
    assert result("LD-2.5", Person=[owner], ProcessGate=[gate]) == "fail"


def test_percentages_are_never_rounded_onto_a_limit():
    assert percent(total([39999]) / 100_000) == "39.999 %"
    assert percent(total([2]) / 7) == "28.57 %"
