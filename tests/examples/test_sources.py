"""The example of a real body rests on its documents: same bytes, same attendance, and nobody named."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tonetop.standard import facts_file
from tonetop.standard.assessment import assessment

COMMIT = "17848e0f44dec1a34b0eacb4007773844ee48a1f"
LEDGER = "budget/budget.dat"
# Their lists name guests among the members, which the header of the example says.
LISTS_WITH_GUESTS = {"2026-03-13", "2026-04-24"}
NO_NAMES = {"none", "not", "attending"}


@pytest.fixture(scope="module")
def example(root: Path) -> Path:
    """The example file."""
    return root / "examples" / "rust-leadership-council.yaml"


@pytest.fixture(scope="module")
def facts(example: Path) -> dict[str, Any]:
    """The example, parsed."""
    return dict(yaml.safe_load(example.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    """The folder of real material that holds minutes and budget."""
    return shared / "data"


def file_of(uri: str, data: Path) -> Path:
    """The local copy of a document of the public repository, whose folders are written as underscores."""
    path = uri.partition(f"/{COMMIT}/")[2]
    if path == LEDGER:
        return data / "budget" / "rust-council-budget.dat"
    return data / "minutes" / "rust-leadership-council" / path.replace("/", "__")


def minutes(facts: dict[str, Any], data: Path) -> dict[str, str]:
    """Text of the minutes by day."""
    kept = [one for one in facts["Evidence"] if one["kind"] == "meeting-recording"]
    return {str(one["occurred_on"]): file_of(one["uri"], data).read_text(encoding="utf-8") for one in kept}


def listed(text: str) -> list[tuple[str, list[str]]]:
    """Each list of people in the head of minutes: what they were there as, and their names."""
    head = text.partition("## Attendance")[2].partition("## Check-in")[0]
    lists = [line.strip(" -").partition(":") for line in head.splitlines() if line.lstrip().startswith("-")]
    split = [
        (label, re.split(r"[,.]\s*", re.sub(r"\(.*?\)", "", names)) if colon else [label])
        for label, colon, names in lists
    ]
    return [(label, [name.strip() for name in names if name.strip()]) for label, names in split]


def test_each_document_has_the_hash_that_its_evidence_gives(facts: dict[str, Any], data: Path) -> None:
    """SHA-256 of the very bytes."""
    wrong = [
        one["id"]
        for one in facts["Evidence"]
        if hashlib.sha256(file_of(one["uri"], data).read_bytes()).hexdigest() != one["sha256"]
    ]
    assert facts["Evidence"]
    assert wrong == []


def test_every_set_of_minutes_of_the_two_years_is_transcribed(facts: dict[str, Any], data: Path) -> None:
    """One meeting for each file of minutes of 2025 and 2026, held on the day in its name."""
    files = (data / "minutes" / "rust-leadership-council").glob("minutes__sync-meeting__202[56]-*.md")
    assert {str(one["held_on"]) for one in facts["Meeting"]} == {file.stem[-10:] for file in files}


def test_each_document_named_in_a_comment_is_there(example: Path, data: Path) -> None:
    """A name misspelt in a comment leads nowhere."""
    text = example.read_text(encoding="utf-8")
    named = set(re.findall(r"\b[a-z]+__[\w-]+\.md\b", text))
    folder = data / "minutes" / "rust-leadership-council"
    assert named
    assert [name for name in sorted(named) if not (folder / name).is_file()] == []


def test_each_record_is_preceded_by_its_document_and_date(example: Path) -> None:
    """The comment stands on the record's own line or right above it."""
    lines = example.read_text(encoding="utf-8").splitlines()
    source = re.compile(
        r"(?:__[\w-]+\.md|budget/rust-council-budget\.dat).*?(?:\d{4}-\d\d-\d\d|undated)", re.S
    )
    bare = []
    for number, line in enumerate(lines):
        above = number
        while above and lines[above - 1].startswith("  #"):
            above -= 1
        if line.startswith("  - ") and not source.search(" ".join(lines[above : number + 1])):
            bare.append(f"{number + 1}: {line}")
    assert bare == []


def test_as_many_members_attend_as_the_minutes_list(facts: dict[str, Any], data: Path) -> None:
    """Seats present and substitutes together; an observer who facilitates is no member."""
    for day, text in minutes(facts, data).items():
        if day in LISTS_WITH_GUESTS:
            continue
        there = [
            one["person"]
            for one in facts["Attendance"]
            if one["meeting"] == f"meeting-{day}" and one["mode"] in ("present", "delegate")
        ]
        members = next(names for label, names in listed(text) if label == "Council members")
        assert len([person for person in there if not person.startswith("director")]) == len(members), day


def test_nobody_listed_in_the_minutes_is_named(example: Path, facts: dict[str, Any], data: Path) -> None:
    """Neither a whole name nor a part of one, in whatever letters."""
    everybody = {
        name.casefold()
        for text in minutes(facts, data).values()
        for _, names in listed(text)
        for name in names
    }
    parts = {part for name in everybody for part in re.findall(r"\w+", name)} - NO_NAMES
    words = set(re.findall(r"\w+", example.read_text(encoding="utf-8").casefold()))
    assert len(parts) > 50
    assert sorted(parts & words) == []


def test_a_body_without_an_ai_management_system_is_not_backed(example: Path) -> None:
    """The file is taken as it lies there, and clause 5.1 fails."""
    told = assessment(facts_file.read(example).facts("2026-08-31")).plain()
    assert told["clauses"]["5.1"]["result"] == "fail"
    assert told["checks"]["LD-1.1"]["result"] == "fail"
    assert told["checks"]["LD-2.1"]["result"] == "no-data"
