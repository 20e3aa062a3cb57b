"""A restore keeps the words that people gave for what it brings, whatever number that version had, and no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.work.bringing import run
from tests.work.conftest import at, copied
from tonetop.core.facts import Facts

SPOKEN = "Confirmation"


def passage(text: str) -> None:
    """Write a gate passage for the chief, entered by nobody of the register."""
    from tonetop.records import intake, write
    from tonetop.records.write import By

    gp = {"id": "gp", "occurred_on": "2025-12-01", "outcome": "waived", "decided_by": "chief"}
    write.save(intake.take("GatePassage", gp | {"waiver_reason": text}), By())


@pytest.fixture
def chief(folder: Path) -> Any:
    """The account of the chief, who is a person of the register."""
    from tonetop.records import intake, write
    from tonetop.records.models import Account
    from tonetop.records.write import By

    person = {"id": "chief", "name": "A. Chief", "is_top_management": True, "valid_from": "2020-01-01"}
    write.save(intake.take("Person", person), By())
    return Account.objects.create(username="c", email="c@x.example", role="executive", person="chief")


def restored(fresh: Path, tmp_path: Path, ending: str, edit: Any = None) -> Any:
    """Export everything, restore it into another folder, and give what it told, the words and whether it is own."""
    from tonetop.records import clock
    from tonetop.records.registry import registers
    from tonetop.standard.gating.word import denied, own
    from tonetop.work.assess import assess
    from tonetop.work.export_register import export_register

    out = tmp_path / f"all.{ending}"
    export_register(["all"], out)
    if edit:
        out.write_text(edit(out.read_text(encoding="utf-8")), encoding="utf-8")
    other = tmp_path / "other"
    other.mkdir()
    with at(copied(fresh, other)):
        report = run(out, restore=True)
        assert report.refused == []
        words = [(row.version, row.answer) for row in registers()[SPOKEN].objects.all()]
        facts: Facts = assess(clock.today()).facts
        (gp,) = facts.rows("GatePassage")
        said = [remark.why for remark in report.remarks if remark.field == SPOKEN]
        return words, own(facts, gp), denied(facts, gp), said


@pytest.mark.parametrize("ending", ["json", "yaml", "xlsx"])
def test_a_word_on_the_third_version_is_one_on_the_only_version_of_the_file(
    chief: Any, fresh: Path, tmp_path: Path, ending: str
) -> None:
    from tonetop.work.confirm import MINE, confirm

    for text in ("first", "second", "It is urgent"):
        passage(text)
    confirm(chief, "GatePassage", "gp", MINE)
    words, own, _, said = restored(fresh, tmp_path, ending)
    assert (words, own) == ([(1, "mine")], True)
    assert said == ["1 confirmation is kept, none left out"]


def test_a_word_on_what_was_changed_since_is_left_out_and_told(
    chief: Any, fresh: Path, tmp_path: Path
) -> None:
    from tonetop.work.confirm import MINE, confirm

    passage("first")
    confirm(chief, "GatePassage", "gp", MINE)
    passage("another reason")
    words, own, _, said = restored(fresh, tmp_path, "json")
    assert (words, own) == ([], False)
    assert said[0].startswith("0 confirmations are kept, 1 left out")


def test_what_was_changed_in_the_file_by_hand_is_nobodys_word(
    chief: Any, fresh: Path, tmp_path: Path
) -> None:
    from tonetop.work.confirm import MINE, confirm

    passage("first")
    confirm(chief, "GatePassage", "gp", MINE)
    words, own, _, _ = restored(fresh, tmp_path, "json", lambda text: text.replace('"first"', '"by hand"'))
    assert (words, own) == ([], False)


def test_a_denial_stays_whatever_came_of_the_record(chief: Any, fresh: Path, tmp_path: Path) -> None:
    from tonetop.work.confirm import MINE, NOT_MINE, confirm

    passage("first")
    confirm(chief, "GatePassage", "gp", MINE)
    passage("second")
    confirm(chief, "GatePassage", "gp", NOT_MINE)
    passage("third")
    words, own, denied, _ = restored(fresh, tmp_path, "json")
    assert (words, own, denied) == ([(1, "not-mine")], False, True)


def test_the_hash_is_in_files_alone(chief: Any, tmp_path: Path) -> None:
    from tonetop.records import form
    from tonetop.records.registry import registers
    from tonetop.work.confirm import MINE, confirm
    from tonetop.work.export_register import export_register

    passage("first")
    confirm(chief, "GatePassage", "gp", MINE)
    out = tmp_path / "words.json"
    export_register([SPOKEN], out)
    assert '"content"' in out.read_text(encoding="utf-8")
    report = run(out)
    assert (report.taken, report.unchanged) == (0, 1)
    assert registers()[SPOKEN].objects.get().content is None
    assert "content" not in [own.name for own in form.fields(registers()[SPOKEN])]
