"""The commands over own data: what is held and due, holds, one person's file, erasure and certificate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.conftest import Done
from tonetop.cli.telling import Misuse

Command = Callable[..., Done]


def test_what_is_held_is_listed(demo: Path, command: Command):
    told = command("own_data", "list").out
    assert "Person: Name, Title" in told
    assert "Backups" in told
    plain = json.loads(command("own_data", "list", "--format", "json").out)
    assert plain["outside"][0]["title"] == "Backups"


def test_one_person_is_handed_out_and_erased_with_a_certificate(demo: Path, tmp_path: Path, command: Command):
    file, paper = tmp_path / "one.zip", tmp_path / "erasure.json"
    assert "before you hand it out" in command("own_data", "of", "solvang", str(file)).out
    with ZipFile(file) as zipped:
        assert zipped.namelist() == ["data.json", "readable.pdf"]
    with pytest.raises(Misuse, match="is there already"):
        command("own_data", "of", "solvang", str(file))
    assert "goes  Person solvang (name, title)" in command("own_data", "erase", "solvang", "--preview").out
    plain = json.loads(command("own_data", "erase", "solvang", "--preview", "--format", "json").out)
    assert plain["steps"][0]["fields"] == ["name", "title"]
    with pytest.raises(Misuse, match="add --yes"):
        command("own_data", "erase", "solvang")
    with pytest.raises(Misuse, match="add --yes"):
        command("own_data", "erase", "solvang", "--certificate", str(paper))
    assert not paper.exists()
    for place, why in ((file, "is there already"), (tmp_path / "none" / "a", "cannot be written")):
        with pytest.raises(Misuse, match=why):
            command("own_data", "erase", "solvang", "--yes", "--certificate", str(place))
        with pytest.raises(Misuse, match=why):
            command("own_data", "of", "solvang", str(place))
    assert "goes  Person solvang (name, title)" in command("own_data", "erase", "solvang", "--preview").out
    done = command("own_data", "erase", "solvang", "--yes", "--certificate", str(paper)).out
    assert {one.stat().st_mode & 0o777 for one in (file, paper)} == {0o600}
    assert "2 values erased for ever" in done
    assert json.loads(paper.read_text("utf-8"))["reason"] == "request of the person"


def test_what_is_due_is_listed_and_let_go(demo: Path, command: Command):
    from tonetop.records import intake, write

    plain = {"id": "left", "name": "Somebody Gone", "valid_to": "2010-01-01"}
    write.save(intake.take("Person", plain), write.By())
    assert "Person left, since 2010-01-01" in command("retention").out
    told = json.loads(command("retention", "--kind", "people", "--format", "json").out)
    assert told["people"]["due"][0]["ref"] == "left"
    with pytest.raises(Misuse, match="is no kind of own data"):
        command("retention", "--kind", "nothing")
    with pytest.raises(Misuse, match="add --yes"):
        command("retention", "--run")
    assert "people: 1 of 1 gone, 0 held" in command("retention", "--run", "--yes").out
    assert "Nothing is due to go" in command("retention", "--run", "--yes").out


def test_a_hold_is_set_listed_and_lifted(demo: Path, command: Command):
    day = ("--review-by", "2026-03-01")
    told = command(
        "hold", "set", "Case 7", "--reason", "a dispute", *day, "--type", "Person", "--record", "lind"
    )
    assert "HOLD-1 stands" in told.out
    assert "HOLD-1  Person lind, since 2025-12-31: Case 7" in command("hold", "list").out
    assert json.loads(command("hold", "list", "--format", "json").out)[0]["record"] == "lind"
    assert "is lifted" in command("hold", "lift", "HOLD-1", "--reason", "settled").out
    assert "0 holds." in command("hold", "list").out
