"""A no at a gate stands, taken back or not, until something is new or another of the rank decides."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.map_facts import CHIEF, CLERK
from tests.standard.test_gating import JUDGED, PASSED, RISK, SYSTEM, blocking, judged
from tests.standard.test_gating_hanging import ASSET as OWNED
from tests.standard.test_gating_hanging import GONE
from tests.standard.test_gating_hanging import VENDOR as KEPT
from tests.standard.test_gating_passages import OTHER, REFUSED, why

PEOPLE: list[dict[str, Any]] = [CHIEF, CLERK, OTHER, CHIEF | {"id": "second", "name": "D. Second"}]
BY_CHIEF = {"occurred_on": "2025-12-20", "decided_by": "chief", "entered_by": "chief"}
ALONE = "and what top management refused, it alone lets through"


@pytest.mark.parametrize(
    ("no", "anew", "new", "opens"),
    [
        ({}, {}, "", False),
        ({}, {"occurred_on": "2025-12-20"}, "", False),
        ({}, {"occurred_on": "2025-12-20"}, "2025-12-10", True),
        ({}, {"occurred_on": "2025-12-20"}, "2025-12-05", False),
        ({}, {"occurred_on": "2025-12-20"}, "2025-12-21", False),
        ({}, {"decided_by": "chief", "entered_by": "chief"}, "", True),
        ({"decided_by": "chief", "entered_by": "chief"}, {"occurred_on": "2025-12-20"}, "", False),
        ({"decided_by": "chief", "entered_by": "chief"}, {"occurred_on": "2025-12-20"}, "2025-12-10", False),
        ({"decided_by": "chief", "entered_by": "chief"}, BY_CHIEF, "", False),
        ({"decided_by": "chief", "entered_by": "chief"}, BY_CHIEF, "2025-12-10", True),
        (
            {"decided_by": "chief", "entered_by": "chief"},
            {"decided_by": "second", "entered_by": "second"},
            "",
            True,
        ),
        ({"decided_by": "other", "entered_by": "other"}, {}, "", True),
    ],
)
@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_no_stands_until_something_is_new_or_another_of_the_rank_decides(
    no: dict[str, str], anew: dict[str, str], new: str, opens: bool, withdrawn: bool
) -> None:
    refused = [REFUSED | {"recorded_on": "2025-12-05"} | no]
    if withdrawn:
        refused.append(refused[0] | {"recorded_on": "2025-12-06", "withdrawn_on": "2025-12-06"})
    then = PASSED | {"id": "gq", "occurred_on": "2025-12-06", "recorded_on": "2025-12-07"} | anew
    told = [{"id": "d", "kind": "go", "decided_on": new, "about": ["s"]}] if new else []
    found = judged(Person=PEOPLE, GatePassage=[PASSED, *refused, then], Decision=told)
    assert blocking(found) == ([] if opens else ["passage"])
    if not opens:
        lower = no.get("decided_by") == "chief" != then["decided_by"]
        assert (ALONE if lower else "and nothing new of it is on record since") in why(found)
        assert found.gates[0].by_top is ("chief" in no.values())


def at(day: str, by: str, outcome: str = "passed", **more: Any) -> dict[str, Any]:
    said = {"id": f"{outcome}-{day}-{by}", "occurred_on": day, "recorded_on": day, "outcome": outcome}
    return PASSED | said | {"decided_by": by, "entered_by": by} | more


NEW = {"id": "d", "kind": "go", "decided_on": "2025-12-03", "about": ["s"]}


@pytest.mark.parametrize(
    ("between", "opens"),
    [
        ([], False),
        ([at("2025-12-04", "clerk", "rejected")], False),
        ([at("2025-12-04", "chief")], True),
        ([at("2025-12-04", "second")], True),
        ([at("2025-12-04", "second", entered_by="clerk")], False),
        ([at("2025-12-04", "second", "conditional", conditions="x", conditions_due="2025-12-31")], False),
        ([at("2025-12-04", "second", "waived", waiver_reason="x", waiver_expires_on="2025-12-31")], False),
        ([at("2025-12-04", "second"), at("2025-12-05", "chief", "rejected")], False),
    ],
)
def test_a_no_of_top_management_stands_until_they_let_it_through_for_good(
    between: list[dict[str, Any]], opens: bool
) -> None:
    told = [at("2025-12-02", "chief", "rejected"), *between, at("2025-12-20", "clerk")]
    found = judged(Person=PEOPLE, GatePassage=told, Decision=[NEW])
    assert blocking(found) == ([] if opens else ["passage"])
    if not opens:
        assert ALONE in why(found)
        assert found.gates[0].lines[-1].act == "Have top management decide, and record the passage"


def test_a_no_in_the_name_of_top_management_that_they_deny_is_of_no_rank() -> None:
    no = at("2025-12-02", "chief", "rejected", entered_by="clerk")
    told: dict[str, Any] = {"GatePassage": [no, at("2025-12-20", "clerk")]}
    assert ALONE in why(judged(**told))
    said = {"register": "GatePassage", "record": no["id"], "version": 1, "person": "chief"}
    said |= {"answer": "not-mine", "confirmed_on": "2025-12-03", "entered_by": "chief"}
    assert judged(**told, Confirmation=[said]).opens


ASSET, VENDOR = ({name: one[name] for name in one if name != "owner"} for one in (OWNED, KEPT))
LATER = {"recorded_on": "2025-12-10"}
BEFORE = {"recorded_on": "2025-11-02"}
MODEL = {"recorded_on": "2025-11-02", "question": "contract", "answer": "yes", "id": "q", "vendor": "v"}
WORD = {"answer": "mine", "version": 1, "confirmed_on": "2025-12-10", "person": "chief"}
WORD |= {"register": "RiskAssessment", "record": "r", "entered_by": "chief"}
LET = ASSET | {"vendor": ""} | GONE | {"recorded_on": "2025-12-11", "released_on": "2025-12-11"}


def twice(row: dict[str, Any], **changed: Any) -> list[dict[str, Any]]:
    return [row | BEFORE, row | LATER | changed]


@pytest.mark.parametrize(
    ("changed", "new"),
    [
        ({}, False),
        ({"AISystem": twice(SYSTEM, name="Sorter 2", process="p", go_live_on="2026-03-01")}, False),
        ({"AISystem": twice(SYSTEM, owner="other", state="live", stage="operation")}, False),
        ({"AISystem": twice(SYSTEM, personal_data=True)}, True),
        ({"RiskAssessment": twice(RISK, title="Another word for it", description="More")}, False),
        ({"RiskAssessment": twice(RISK, reviewed_on="2025-12-10", reviewed_by=["chief"])}, False),
        ({"RiskAssessment": twice(RISK, inherent="medium", likelihood="possible", severity="medium")}, True),
        ({"RiskAssessment": [*twice(RISK, inherent="medium"), RISK | {"recorded_on": "2025-12-11"}]}, False),
        ({"RiskAssessment": [RISK, RISK | LATER | {"id": "r2"}]}, True),
        ({"Confirmation": [WORD]}, True),
        ({"Confirmation": [WORD | {"entered_by": "clerk"}]}, False),
        ({"Confirmation": [WORD | {"confirmed_on": "2025-12-05"}]}, False),
        ({"UseJudgement": [JUDGED, JUDGED | LATER | {"id": "u2", "judged_on": "2025-12-10"}]}, True),
        ({"Asset": [ASSET], "Vendor": twice(VENDOR, contact="a@b", service="Chat")}, False),
        ({"Asset": [ASSET], "Vendor": twice(VENDOR, outcome="suitable-with-conditions")}, True),
        ({"Asset": [ASSET], "Vendor": [VENDOR], "SupplierAnswer": twice(MODEL, note="Asked again")}, False),
        ({"Asset": [ASSET], "Vendor": [VENDOR], "SupplierAnswer": twice(MODEL, answer="partly")}, True),
        ({"Asset": twice(ASSET, vendor="")}, False),
        ({"Asset": [*twice(ASSET, vendor=""), LET]}, True),
    ],
)
def test_new_is_what_a_gate_may_judge_otherwise_by(changed: dict[str, Any], new: bool) -> None:
    told = [at("2025-12-05", "clerk", "rejected"), at("2025-12-20", "clerk")]
    found = judged(Person=PEOPLE, GatePassage=told, **changed)
    assert ("nothing new of it" not in why(found)) is new
