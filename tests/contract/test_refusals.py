"""Facts files that are refused, each with one sentence that names the place, and files that must be taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tonetop.standard import facts_file

CASES = Path(__file__).parent / "cases"


def _listed(name: str) -> list[Any]:
    cases = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in cases]


def _written(case: dict[str, Any], folder: Path) -> Path:
    path = folder / ("facts.json" if "json" in case else "facts.yaml")
    path.write_text(case.get("json", case.get("text")), encoding="utf-8")
    return path


@pytest.mark.parametrize("case", _listed("errors.yaml"))
def test_a_mistake_is_refused_with_one_sentence_that_names_the_place(
    case: dict[str, Any], tmp_path: Path
) -> None:
    """The refusal is one line and names what the case says it must."""
    with pytest.raises(facts_file.Refused) as refused:
        facts_file.read(_written(case, tmp_path))
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert [word for word in case["mentions"] if str(word).lower() not in sentence.lower()] == [], sentence


@pytest.mark.parametrize("case", _listed("accepted.yaml"))
def test_what_the_contract_allows_is_taken(case: dict[str, Any], tmp_path: Path) -> None:
    """The file is taken and can be assessed."""
    found = facts_file.read(_written(case, tmp_path))
    assert found.facts("2025-12-31").rows("Person") is not None
