"""Approvals that open gates are the approver's own word, and suppliers who fall short keep gates shut."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.map_facts import facts
from tests.standard.test_gating import GATE, PROCESS, RISK, SYSTEM, blocking, judged
from tests.standard.test_gating_walks import IMPACT, LOOKED
from tonetop.standard.suppliers import questions

SAID = {
    "version": 1,
    "person": "chief",
    "answer": "mine",
    "confirmed_on": "2025-11-03",
    "entered_by": "chief",
}
OF_RISK = SAID | {"register": "RiskAssessment", "record": "r"}
LATER = {"recorded_on": "2025-12-05", "effective_on": "2025-12-05"}
VENDOR = {"id": "v", "name": "Kestrel", "reassess_due": "2026-04-01", "outcome": "suitable"}
PART = {
    "id": "p1",
    "name": "Model",
    "kind": "model",
    "supplier": "KESTREL",
    "systems": ["s"],
    "state": "in-use",
}


@pytest.mark.parametrize(
    ("risk", "said", "opens"),
    [
        ({}, [], True),
        ({"entered_by": "clerk"}, [], False),
        ({"entered_by": None}, [], False),
        ({"entered_by": "clerk"}, [OF_RISK], True),
        ({"entered_by": "clerk"}, [OF_RISK | {"entered_by": "clerk"}], False),
        ({"entered_by": "clerk"}, [OF_RISK | {"answer": "not-mine"}], False),
        ({}, [OF_RISK | {"answer": "not-mine"}], False),
        ({}, [OF_RISK | {"answer": "not-mine"}, OF_RISK | {"version": 9, "entered_by": "clerk"}], False),
        ({"performed_by": None}, [], False),
        ({"entered_by": "clerk"}, [OF_RISK | {"version": 2}], False),
        ({"approved_by": None}, [], False),
        ({"approved_by": "clerk", "entered_by": "clerk"}, [], False),
        ({"approved_on": "2026-01-01"}, [], False),
    ],
)
def test_a_risk_opens_its_gate_once_another_person_approved_it_in_their_own_word(
    risk: dict[str, Any], said: list[dict[str, Any]], opens: bool
) -> None:
    row = {name: value for name, value in (RISK | risk).items() if value is not None}
    assert blocking(judged(RiskAssessment=[row], Confirmation=said))[:1] == ([] if opens else ["GR-risk"])


def test_a_word_holds_for_what_it_was_given_on_and_not_for_what_was_changed_since() -> None:
    first = RISK | {"recorded_on": "2025-11-02"}
    looked = first | LATER | {"reviewed_by": ["clerk"], "reviewed_on": "2025-12-05", "entered_by": "clerk"}
    assert judged(RiskAssessment=[first, looked]).opens
    rated = first | LATER | {"residual": "medium", "entered_by": "clerk"}
    assert blocking(judged(RiskAssessment=[first, rated])) == ["GR-risk"]
    again = OF_RISK | {"version": 2, "confirmed_on": "2025-12-06"}
    assert judged(RiskAssessment=[first, rated], Confirmation=[again]).opens


def test_what_remains_of_a_grave_risk_is_accepted_in_ones_own_word() -> None:
    high = [RISK | {"residual": "high"}]
    plan = {"id": "t", "risk": "r", "residual_accepted_by": "chief", "residual_accepted_on": "2025-12-01"}
    plan |= {"recorded_on": "2025-12-01", "entered_by": "clerk"}
    assert blocking(judged(RiskAssessment=high, RiskTreatmentPlan=[plan])) == ["GR-residual"]
    own = plan | {"entered_by": "chief"}
    done = own | LATER | {"done_on": "2025-12-05", "entered_by": "clerk"}
    assert judged(RiskAssessment=high, RiskTreatmentPlan=[own, done]).opens
    other = own | LATER | {"option": "accept", "entered_by": "clerk"}
    assert blocking(judged(RiskAssessment=high, RiskTreatmentPlan=[own, other])) == ["GR-residual"]


def test_an_impact_assessment_opens_its_gate_in_the_approvers_own_word() -> None:
    gate = [GATE | {"kind": "impact-assessment"}]
    assert judged(ProcessGate=gate, ImpactAssessment=[IMPACT], GroupImpact=LOOKED).opens
    another = IMPACT | {"entered_by": "clerk"}
    found = judged(ProcessGate=gate, ImpactAssessment=[another], GroupImpact=LOOKED)
    assert blocking(found) == ["GR-impact"]
    said = SAID | {"register": "ImpactAssessment", "record": IMPACT["id"], "person": IMPACT["approved_by"]}
    said["entered_by"] = IMPACT["approved_by"]
    assert judged(ProcessGate=gate, ImpactAssessment=[another], GroupImpact=LOOKED, Confirmation=[said]).opens


@pytest.mark.parametrize(
    ("vendor", "answer", "opens"),
    [
        ({}, "", True),
        ({}, "yes", True),
        ({}, "partly", True),
        ({}, "no", False),
        ({"reassess_due": "2025-12-30"}, "", False),
        ({"outcome": "not-suitable"}, "", False),
        ({"outcome": None, "reassess_due": None}, "", True),
        ({"reassess_due": "2025-12-30", "retired_on": "2025-12-30"}, "", True),
        ({"reassess_due": "2025-12-30", "name": "Another"}, "", True),
    ],
)
def test_a_supplier_that_falls_short_keeps_the_gate_shut(
    vendor: dict[str, Any], answer: str, opens: bool
) -> None:
    row = {name: value for name, value in (VENDOR | vendor).items() if value is not None}
    must = next(one for one in questions() if one.must and not one.about)
    said = {"id": "q", "vendor": "v", "question": must.id, "answer": answer, "answered_on": "2025-11-01"}
    there = {"Vendor": [row], "SupplierAnswer": [said] if answer else []}
    assert blocking(judged(SystemPart=[PART], **there)) == ([] if opens else ["GR-suppliers"])
    asset = {"id": "a", "name": "Chat", "vendor": "Kestrel", "ai_system": "s"}
    assert judged(Asset=[asset], **there).opens is opens


def test_the_suppliers_of_a_system_are_known_by_its_parts_and_assets() -> None:
    from tonetop.standard.suppliers import suppliers_of

    known: dict[str, Any] = {"BusinessProcess": [PROCESS], "AISystem": [SYSTEM], "Vendor": [VENDOR]}
    there = facts(**known, SystemPart=[PART])
    assert [row.id for row in suppliers_of(there, ["s"])] == ["v"]
    assert suppliers_of(there, ["t"]) == ()
    left = facts(**known, SystemPart=[PART | {"state": "rejected"}])
    assert suppliers_of(left, ["s"]) == ()
