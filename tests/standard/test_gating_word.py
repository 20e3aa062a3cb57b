"""Approvals that open gates are the approver's own word, and suppliers who fall short keep gates shut."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.map_facts import facts
from tests.standard.test_gating import BY_TOP, GATE, PROCESS, RISK, SYSTEM, blocking, judged
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
VENDOR = {
    "id": "v",
    "name": "Kestrel",
    "assessed_on": "2025-04-01",
    "reassess_due": "2026-04-01",
    "outcome": "suitable",
}
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
    again = OF_RISK | {"version": 3, "confirmed_on": "2025-12-06"}
    assert judged(RiskAssessment=[first, rated], Confirmation=[again]).opens


def test_what_remains_of_a_grave_risk_is_accepted_in_ones_own_word() -> None:
    high: dict[str, Any] = {"RiskAssessment": [RISK | {"residual": "high"}], "GatePassage": [BY_TOP]}
    plan = {"id": "t", "risk": "r", "residual_accepted_by": "chief", "residual_accepted_on": "2025-12-01"}
    plan |= {"recorded_on": "2025-12-01", "entered_by": "clerk"}
    assert blocking(judged(**high, RiskTreatmentPlan=[plan])) == ["GR-residual"]
    own = plan | {"entered_by": "chief"}
    done = own | LATER | {"done_on": "2025-12-05", "entered_by": "clerk"}
    assert judged(**high, RiskTreatmentPlan=[own, done]).opens
    due = own | {"due": "2026-01-31"}
    for day, opens in (("2026-01-15", True), ("2026-06-30", False), (None, False)):
        moved = {k: v for k, v in (due | LATER | {"due": day, "entered_by": "clerk"}).items() if v}
        assert judged(**high, RiskTreatmentPlan=[due, moved]).opens is opens
    other = own | LATER | {"option": "accept", "entered_by": "clerk"}
    assert blocking(judged(**high, RiskTreatmentPlan=[own, other])) == ["GR-residual"]


def test_an_impact_assessment_opens_its_gate_in_the_approvers_own_word() -> None:
    gate = [GATE | {"kind": "impact-assessment"}]
    assert judged(ProcessGate=gate, ImpactAssessment=[IMPACT], GroupImpact=LOOKED).opens
    another = IMPACT | {"entered_by": "clerk"}
    found = judged(ProcessGate=gate, ImpactAssessment=[another], GroupImpact=LOOKED)
    assert blocking(found) == ["GR-impact"]
    said = SAID | {"register": "ImpactAssessment", "record": IMPACT["id"], "person": IMPACT["approved_by"]}
    said["entered_by"] = IMPACT["approved_by"]
    assert judged(ProcessGate=gate, ImpactAssessment=[another], GroupImpact=LOOKED, Confirmation=[said]).opens


ASKED = [one for one in questions() if one.about in ("", "ai")]


def answered(**other: str) -> list[dict[str, Any]]:
    """A yes to every question that is asked of whoever supplies a model, or another answer."""
    return [
        {"id": f"q-{one.id}", "vendor": "v", "question": one.id, "answer": other.get(one.id, "yes")}
        for one in ASKED
        if other.get(one.id) != ""
    ]


@pytest.mark.parametrize(
    ("vendor", "answers", "why"),
    [
        ({}, {}, ""),
        ({"name": " kestrel  "}, {}, ""),
        ({"retired_on": "2026-02-01"}, {}, ""),
        ({}, {"scope": "partly"}, ""),
        (
            {},
            {"security": "no"},
            "KESTREL says no where a yes is needed; the risk of KESTREL came out as high",
        ),
        ({"reassess_due": "2025-12-30"}, {}, "the day by which KESTREL was to be assessed again is over"),
        ({"outcome": "not-suitable"}, {}, "KESTREL was found not suitable"),
        ({"outcome": None}, {}, "nobody has said whether KESTREL is suitable"),
        ({"assessed_on": None}, {}, "nobody has said whether KESTREL is suitable"),
        ({"risk": "high"}, {}, "the risk of KESTREL came out as high"),
        ({}, {"scope": ""}, "questions to KESTREL are open"),
        ({"retired_on": "2026-02-01", "outcome": "not-suitable"}, {}, "KESTREL was found not suitable"),
        ({"retired_on": "2025-12-30"}, {}, "KESTREL is a vendor that has ended"),
        ({"name": "Another"}, {}, "KESTREL is no vendor on record"),
        ({"name": "Kes trel"}, {}, "KESTREL is no vendor on record"),
    ],
)
def test_a_supplier_that_falls_short_keeps_the_gate_shut(
    vendor: dict[str, Any], answers: dict[str, str], why: str
) -> None:
    row = {name: value for name, value in (VENDOR | vendor).items() if value is not None}
    there = {"Vendor": [row], "SupplierAnswer": answered(**answers)}
    found = judged(SystemPart=[PART], **there)
    assert blocking(found) == (["GR-suppliers"] if why else [])
    said = next(line.why for line in found.gates[0].lines if line.rule == "GR-suppliers")
    assert (why in said) if why else said == "read from v"
    asset = {"id": "a", "name": "Chat", "vendor": "kestrel ", "ai_system": "s"}
    assert judged(Asset=[asset], **there).opens is not bool(why)
    assert judged(SystemPart=[PART | {"state": "ended"}], **there).opens


def test_one_of_two_vendors_of_a_name_that_falls_short_keeps_the_gate_shut() -> None:
    twice = [VENDOR, VENDOR | {"id": "w", "name": "KESTREL"}]
    assert blocking(judged(SystemPart=[PART], Vendor=twice, SupplierAnswer=answered())) == ["GR-suppliers"]


def test_the_suppliers_of_a_system_are_known_by_its_parts_and_assets() -> None:
    from tonetop.standard.suppliers.lacking import suppliers_of

    known: dict[str, Any] = {"BusinessProcess": [PROCESS], "AISystem": [SYSTEM], "Vendor": [VENDOR]}
    there = facts(**known, SystemPart=[PART])
    assert [one.vendor.id for one in suppliers_of(there, ["s"]) if one.vendor is not None] == ["v"]
    assert suppliers_of(there, ["t"]) == ()
    left = facts(**known, SystemPart=[PART | {"state": "rejected"}])
    assert suppliers_of(left, ["s"]) == ()
