"""A no at a gate stands, taken back or not, until something is new or another of the rank decides."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.map_facts import CHIEF, CLERK
from tests.standard.test_gating import PASSED, blocking, judged
from tests.standard.test_gating_passages import OTHER, REFUSED, why


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
        ({"decided_by": "chief", "entered_by": "chief"}, {"occurred_on": "2025-12-20"}, "2025-12-10", True),
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
    people: list[dict[str, Any]] = [CHIEF, CLERK, OTHER]
    found = judged(Person=people, GatePassage=[PASSED, *refused, then], Decision=told)
    assert blocking(found) == ([] if opens else ["passage"])
    if not opens:
        assert "and nothing new of it is on record since" in why(found)
