"""A result names the records that it rests on, so that whoever reads it can look them up."""

from __future__ import annotations

from typing import Any

import pytest

from tonetop.standard import facts_file
from tonetop.standard.assessment import assessment

PEOPLE = [
    {
        "id": "p-top",
        "name": "A. Chief",
        "unit_kind": "business",
        "is_top_management": True,
        "valid_from": "2020-01-01",
    },
    {
        "id": "p-law",
        "name": "B. Law",
        "unit_kind": "legal",
        "is_top_management": False,
        "valid_from": "2020-01-01",
    },
    {
        "id": "p-it",
        "name": "C. Tech",
        "unit_kind": "it",
        "is_top_management": False,
        "valid_from": "2020-01-01",
    },
]


def attended(meeting: str, *people: str) -> list[dict[str, str]]:
    return [{"meeting": meeting, "person": person, "mode": "present"} for person in people]


CASES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "LD-5.3": (
        {
            "RiskAssessment": [
                {"id": "r1", "performed_on": "2025-06-01", "residual": "high", "status": "approved"}
            ],
            "Meeting": [
                {"id": "m1", "kind": "board", "held_on": "2025-11-01", "inputs": {"top_ai_risks": ["r1"]}}
            ],
            "Attendance": attended("m1", "p-top"),
            "Decision": [{"id": "d1", "source": "m1", "decided_by": "p-top", "decided_on": "2025-11-01"}],
        },
        {"r1", "m1", "Attendance:m1/p-top", "d1"},
    ),
    "LD-5.6": (
        {
            "Incident": [
                {
                    "id": "i1",
                    "severity": "high",
                    "occurred_on": "2025-11-01",
                    "notified_to": ["p-top"],
                    "notified_on": "2025-11-02",
                    "decision": "d1",
                }
            ],
            "Decision": [{"id": "d1", "decided_by": "p-top", "decided_on": "2025-11-03"}],
        },
        {"i1", "d1"},
    ),
    "LD-8.3": (
        {
            "Meeting": [
                {"id": f"s{n}", "kind": "steering", "held_on": f"2025-0{n}-01"} for n in (1, 2, 3, 4)
            ],
            "Attendance": [
                *(row for n in (1, 2, 3) for row in attended(f"s{n}", "p-top", "p-law", "p-it")),
                *attended("s4", "p-top"),
            ],
        },
        {"s1", "s2", "s3", "s4", "Attendance:s1/p-law", "Attendance:s4/p-top"},
    ),
    "LD-9.4": (
        {
            "SurveyResult": [
                {
                    "id": "q1",
                    "kind": "pulse",
                    "run_on": "2025-09-01",
                    "population": 10,
                    "responses": 5,
                    "presented_in": "m1",
                    "presented_on": "2025-10-01",
                }
            ],
            "Meeting": [{"id": "m1", "kind": "board", "held_on": "2025-10-01"}],
            "Attendance": attended("m1", "p-top"),
        },
        {"q1", "m1", "Attendance:m1/p-top"},
    ),
    "LD-9.5": (
        {
            "AISystem": [{"id": "s1", "name": "Pricing", "org_unit": "Claims", "state": "live"}],
            "Decision": [
                {
                    "id": "d1",
                    "kind": "incentive-review",
                    "about": ["s1"],
                    "decided_by": "p-top",
                    "decided_on": "2025-05-01",
                    "status": "closed",
                    "closed_on": "2025-06-01",
                }
            ],
        },
        {"s1", "d1"},
    ),
    "LD-9.6": (
        {
            "AISystem": [
                {"id": "s1", "name": "Pricing", "org_unit": "Claims", "state": "live", "high_impact": True}
            ],
            "Decision": [
                {
                    "id": "d1",
                    "kind": "go",
                    "about": ["s1"],
                    "decided_by": "p-top",
                    "decided_on": "2025-05-01",
                    "rationale": "It helps.",
                }
            ],
            "Communication": [{"id": "c1", "speaker": "p-top", "sent_on": "2025-05-02", "about": ["d1"]}],
        },
        {"s1", "d1", "c1"},
    ),
}


@pytest.mark.parametrize("check", CASES)
def test_a_pass_names_the_records_without_which_it_would_not_be_one(check: str) -> None:
    facts, named = CASES[check]
    taken = facts_file.take({"Person": PEOPLE, **facts})
    found = assessment(taken.facts("2025-12-31")).plain()["checks"][check]
    assert found["result"] == "pass"
    assert named.issubset(found["records"])


def test_a_fail_for_want_of_rank_names_the_acts_that_lacked_it() -> None:
    facts = {
        "TrainingMandate": [{"id": "t1", "mandated_by": "p-law", "mandated_on": "2025-05-01"}],
        "Decision": [
            {
                "id": "d1",
                "kind": "direction",
                "owner": "p-it",
                "decided_by": "p-law",
                "decided_on": "2025-05-01",
            }
        ],
    }
    told = assessment(facts_file.take({"Person": PEOPLE, **facts}).facts("2025-12-31")).plain()["checks"]
    assert [told[check]["result"] for check in ("LD-6.2", "LD-6.3")] == ["fail", "fail"]
    assert [told[check]["records"] for check in ("LD-6.2", "LD-6.3")] == [["t1"], ["d1"]]


def test_work_left_open_long_ago_is_named_where_it_tells_of_technicians() -> None:
    facts = {
        "Action": [
            {"id": "a1", "owner": "p-it", "due": "2020-01-01", "status": "open"},
            {"id": "a2", "owner": "p-it"},
        ]
    }
    found = assessment(facts_file.take({"Person": PEOPLE, **facts}).facts("2025-12-31")).plain()["pitfalls"][
        "PF-6"
    ]
    assert [(signal["id"], signal["records"]) for signal in found["signals"]] == [("A", ["a1", "a2"])]
