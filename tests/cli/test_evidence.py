"""Evidence at the terminal: files kept as a piece, once; pieces listed by state; what is refused stores nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done
from tonetop.cli.telling import Misuse
from tonetop.records.intake import Refused

Command = Callable[..., Done]


def told(command: Command, *args: str) -> Any:
    """What the command says as JSON."""
    return json.loads(command("evidence", *args, "--format", "json").out)


def test_files_are_kept_once_and_listed_by_state(folder: Path, command: Command, tmp_path: Path):
    one, two = tmp_path / "minutes.txt", tmp_path / "list.txt"
    one.write_text("The board approved the budget.")
    two.write_text("Who was there.")
    assert "EV-1: 1 file is stored; it is not ready" in command("evidence", "add", str(one)).out
    assert "EV-2: 1 file is stored" in command("evidence", "add", str(one), str(two)).out
    assert told(command, "add", str(two)) == {
        "evidence": "EV-2",
        "new": False,
        "files": 0,
        "held_already": {"list.txt": "EV-2"},
    }
    assert [piece["id"] for piece in told(command, "list", "--state", "not-ready")] == ["EV-1", "EV-2"]
    assert told(command, "list", "--state", "approved") == []
    with pytest.raises(Misuse, match="--state does not know 'aproved'; it takes not-ready, ready, approved"):
        command("evidence", "list", "--state", "aproved")


def test_a_piece_of_which_one_file_is_refused_is_not_kept(folder: Path, command: Command, tmp_path: Path):
    good, empty = tmp_path / "good.txt", tmp_path / "empty.txt"
    good.write_text("Something.")
    empty.touch()
    for bad, why in (
        (empty, "empty.txt: The file is empty"),
        (tmp_path, "is no file"),
        (tmp_path / "x", "no such"),
    ):
        with pytest.raises(Refused, match=why):
            command("evidence", "add", str(good), str(bad))
    for words, why in (
        (("--kind", "paper"), "kind does not know the word 'paper'"),
        (("--occurred-on", "2026-02-30"), "must be a day"),
        (("--for", "LD-99"), "LD-99 is no clause"),
        (("--link", "Person:nobody"), "there is no record of that id"),
    ):
        with pytest.raises(Refused, match=why):
            command("evidence", "add", str(good), *words)
    assert told(command, "list") == []
