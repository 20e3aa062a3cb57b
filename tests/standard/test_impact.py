"""Impacts by group and respect: what was not looked at shows, and completed Canadian assessments come in whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.standard.map_facts import facts
from tonetop.standard.impact import ASKED, LEVELS, RESPECTS, Grid, canada, grid

IA = {"id": "ia", "affected_groups": ["members", "staff"]}
SEEN = {"id": "gi", "assessment": "ia", "affected": "members", "respect": "rights", "level": "high"}


def told(*impacts: dict[str, Any], **said: Any) -> Grid:
    found = facts(ImpactAssessment=[IA | said], GroupImpact=list(impacts))
    row = found.get("ImpactAssessment", "ia")
    assert row is not None
    return grid(found, row)


def test_every_group_is_asked_for_in_four_respects_and_silence_is_missing() -> None:
    found = told()
    assert found.respects == ASKED
    assert [name for name, _ in found.lines] == ["members", "staff"]
    assert len(found.missing) == 8
    assert found.worst == ""
    assert told(affected_groups=[]).lines == ()


def test_none_is_an_answer_and_the_gravest_that_remains_counts() -> None:
    found = told(SEEN | {"level": "none"})
    assert (len(found.missing), found.worst) == (7, "none")
    found = told(SEEN, SEEN | {"id": "gj", "respect": "economic", "level": "critical", "level_after": "low"})
    assert found.worst == "high"
    assert found.respects == (*ASKED, "economic")
    assert [cell.asked for cell in found.lines[0][1]] == [True] * 4 + [False]


def test_a_group_that_only_an_impact_names_has_its_line() -> None:
    found = told(SEEN | {"affected": "neighbours"})
    assert [name for name, _ in found.lines] == ["members", "staff", "neighbours"]


def test_completed_canadian_assessments_become_records_with_the_words_that_stand_there(shared: Path) -> None:
    """Every impact question that was answered is one record; its reason is quoted whole, and no respondent is named."""
    files = [
        path for path in (shared / "data/impact/canada-aia").glob("*.json") if not path.name.startswith("_")
    ]
    assert files
    for path in files:
        plain = json.loads(path.read_text("utf-8"))
        assert canada.is_one(plain)
        made = canada.records(plain)
        answers = plain["data"]
        impacts = made["GroupImpact"]
        clients = [one for one in impacts if one["affected"] == "Clients"]
        assert {one["respect"] for one in clients} == set(canada.questions()["impacts"])
        assert all(one["level"] in LEVELS and one["respect"] in RESPECTS for one in impacts)
        rights = next(one for one in clients if one["respect"] == "rights")
        assert rights["explanation"] == answers["impact10"].strip()
        assert answers["projectDetailsRespondent"] not in json.dumps(made)
        assert "approved_on" not in made["ImpactAssessment"][0]


def test_what_is_no_completed_assessment_is_left_to_others() -> None:
    for plain in (
        None,
        [],
        {},
        {"data": []},
        {"data": {}, "currentPage": 1},
        {"data": {"projectDetailsTitle": "x"}},
    ):
        assert not canada.is_one(plain)


@pytest.mark.parametrize("title", ["Ärger & Söhne", "!!!", "x" * 90, ""])
def test_odd_titles_make_ids_and_unanswered_questions_stay_open(title: str) -> None:
    made = canada.records({"currentPage": 1, "data": {"projectDetailsTitle": title}})
    assert made["GroupImpact"] == []
    assert made["AISystem"][0]["id"].startswith("aia-")
    assert "personal_data" not in made["AISystem"][0]
    found = facts(**{type: rows for type, rows in made.items() if rows})
    assert found.get("ImpactAssessment", made["ImpactAssessment"][0]["id"]) is not None
