"""What the checks of the policy rely on is named: the policy, who signed it, the delegation, the day's reviews."""

from typing import Any

from tonetop.core.assess import Result, judge
from tonetop.standard import facts_file
from tonetop.standard.checks import checks

PEOPLE = [
    {"id": "chief", "name": "A. Chief", "is_top_management": True, "valid_from": "2020-01-01"},
    {"id": "lead", "name": "C. Lead", "is_top_management": False, "valid_from": "2020-01-01"},
]
DELEGATION = {
    "id": "ra-1",
    "role": "aims-lead",
    "person": "lead",
    "assigned_on": "2024-01-01",
    "accepted_on": "2024-01-02",
    "delegated_from": "chief",
    "delegation_limits": ["policy-approval-or-review"],
}


def result(check: str, **records: list[dict[str, Any]]) -> Result:
    taken = facts_file.take({"Person": PEOPLE, "RoleAssignment": [DELEGATION], **records})
    return judge(checks()[check], taken.facts("2025-12-31"))


def policy(by: str) -> dict[str, Any]:
    return {"id": "pol-2", "kind": "ai", "approved_by": by, "approved_on": "2025-01-14"}


def test_an_approval_under_delegation_names_the_delegation():
    found = result("LD-1.1", PolicyVersion=[policy("lead")])
    assert (found.result, [row.id for row in found.records]) == ("partial", ["lead", "pol-2", "ra-1"])


def test_an_approval_by_top_management_needs_no_delegation():
    assert [row.id for row in result("LD-1.1", PolicyVersion=[policy("chief")]).records] == ["chief", "pol-2"]


def test_of_two_reviews_of_one_day_the_one_by_top_management_is_told():
    both = [{"policy": "pol-2", "reviewed_on": "2025-03-01", "reviewed_by": by} for by in ("chief", "lead")]
    found = result("LD-1.2", PolicyVersion=[policy("chief")], PolicyReview=both)
    assert found.result == "pass"
    assert "2025-03-01, by A. Chief" in found.why
    assert [row.type for row in found.records] == ["PolicyReview", "PolicyReview", "PolicyVersion"]
