"""The demo's stories come out as reckoned by hand from the catalogue (docs/reference/demo-reckoning.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tonetop.standard import demo, facts_file
from tonetop.standard.assessment import assessment

EXPECTED = sorted((Path(__file__).parent / "expected").glob("*.yaml"))


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_a_day_of_a_story_is_as_reckoned_by_hand(path: Path) -> None:
    """Every check, duty, pitfall and privacy check named in the reckoning, and clause 5.1."""
    expected: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    story, day = ("steady", path.stem) if path.stem[:4].isdigit() else path.stem.split("-", 1)
    told = assessment(facts_file.take(demo.story(story)).facts(day)).plain()
    for part in ("clauses", "duties", "checks", "privacy"):
        wanted = expected.get(part, {})
        assert {id: told[part][id]["result"] for id in wanted} == wanted
    for id, wanted in expected["pitfalls"].items():
        found = told["pitfalls"][id]
        assert (found["raised"], [signal["id"] for signal in found["signals"]]) == (
            wanted["raised"],
            wanted.get("signals", []),
        )


def test_all_days_of_the_guide_are_reckoned() -> None:
    """The year's four days, and the other two stories at its end."""
    days = {"2025-06-01", "2025-09-25", "2025-10-31", "2025-12-31", "paper-2025-12-31", "empty-2025-12-31"}
    assert {path.stem for path in EXPECTED} == days
    whole = yaml.safe_load(EXPECTED[0].read_text(encoding="utf-8"))
    assert (len(whole["checks"]), len(whole["pitfalls"]), len(whole["privacy"]), len(whole["duties"])) == (
        60,
        8,
        8,
        9,
    )
