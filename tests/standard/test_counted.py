"""What a review's inputs say of how many there are: of one as of one, of more as of more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.test_review import one, packed

AUDITS = [
    {"id": "i-1", "performed_on": "2025-08-01", "reported_on": "2025-08-10"},
    {"id": "i-2", "performed_on": "2025-09-01", "reported_on": "2025-09-10"},
]


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "The one audit since the last review is here"), (2, "All 2 audits since the last review are here")],
)
def test_audits_are_counted(number: int, said: str) -> None:
    records: dict[str, Any] = {"InternalAudit": AUDITS[:number]}
    assert one(packed("2025-12-31", **records), "performance_audits").why == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "The one active objective is measured or spoken of"),
        (2, "All 2 active objectives are measured or spoken of"),
    ],
)
def test_objectives_are_counted(number: int, said: str) -> None:
    objectives = [{"id": f"o-{n}", "title": f"Aim {n}", "status": "active"} for n in range(number)]
    notes = {"performance_measurements": "Aim 0 and Aim 1 begin in January; o-0 and o-1"}
    pack = packed("2025-12-31", notes=notes, AIObjective=objectives)
    assert one(pack, "performance_measurements").why == said
