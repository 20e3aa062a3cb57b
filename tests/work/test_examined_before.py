"""What was read and judged before is found again to the letter, by the file's bytes and its name, or made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.work.making_documents import MINUTES, minutes
from tonetop.core.passage import Noticed, Part
from tonetop.work.examined_before import Before

NAME = "minutes/2025-06-10.md"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file that was judged."""
    path = tmp_path / "2025-06-10.md"
    path.write_bytes(MINUTES.encode())
    return path


def test_a_judgement_is_found_again_as_it_was(tmp_path: Path, file: Path) -> None:
    before = Before(tmp_path / "cache")
    text = replace(
        minutes().text, parts=(Part("page", 1, 0, 20),), noticed=(Noticed("hidden text", "small", 1, 2),)
    )
    made = replace(minutes(), text=text)
    before.keep(made)
    found = Before(tmp_path / "cache").find(file, NAME)
    assert found == replace(made, told=list(made.told))


def test_another_name_other_bytes_or_damage_are_judged_anew(tmp_path: Path, file: Path) -> None:
    before = Before(tmp_path / "cache")
    before.keep(minutes())
    assert before.find(file, NAME)
    assert before.find(file, "copy.md") is None
    (kept,) = [path for path in before.folder.rglob("*") if path.is_file()]
    assert kept.stat().st_mode & 0o077 == 0
    kept.write_bytes(kept.read_bytes()[:-20])
    assert before.find(file, NAME) is None
    file.write_bytes(MINUTES.encode() + b"\n")
    assert before.find(file, NAME) is None
    link = tmp_path / "link.md"
    link.symlink_to(file)
    assert before.find(link, NAME) is None


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, file: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    before = Before(tmp_path / "cache")
    before.keep(minutes())
    assert before.find(file, NAME) is None
