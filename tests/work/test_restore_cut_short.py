"""A restore that is cut short is finished by the next command; nothing is ever half replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.work.conftest import NOW, add_person, people
from tonetop.work import data_folder
from tonetop.work.backup import backup
from tonetop.work.data_folder import FolderRefused
from tonetop.work.restore import restore
from tonetop.work.verify_folder import verify_folder

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize("survived", range(8))
def test_a_restore_cut_short_while_files_are_moved_is_finished_by_the_next_command(
    survived: int, data: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
):
    add_person(data, "p2")
    count = 0
    rename = Path.rename

    def failing(path: Path, to: Path) -> Path:
        nonlocal count
        if "restoring" in path.parts or "replaced-" in str(to):
            if count == survived:
                raise KeyboardInterrupt
            count += 1
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", failing)
    try:
        restore(saved, data, NOW, replace=True)
    except KeyboardInterrupt:
        monkeypatch.setattr(Path, "rename", rename)
    data_folder.found(data)
    assert people(data) == {"p1"}
    assert not (data / "restoring").exists()
    assert verify_folder(data).problems == []


def test_a_disk_that_fails_while_files_are_moved_is_told_and_the_next_command_finishes(
    data: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
):
    def failing(path: Path, to: Path) -> Path:
        raise OSError(5, "Input/output error")

    add_person(data, "p2")
    with monkeypatch.context() as broken, pytest.raises(FolderRefused, match="next command will finish it"):
        broken.setattr(Path, "rename", failing)
        restore(saved, data, NOW, replace=True)
    data_folder.found(data)
    assert people(data) == {"p1"}
    assert verify_folder(data).problems == []


def test_a_folder_that_is_read_only_after_a_rollback_goes_on_by_a_backup_of_itself(
    data: Path, saved: Path, tmp_path: Path
):
    kept = (data / "tonetop.sqlite3").read_bytes()
    add_person(data, "p2")
    (data / "tonetop.sqlite3").write_bytes(kept)
    assert "an older copy was put back" in verify_folder(data).problems[0]
    done = restore(backup(data, tmp_path / "behind.backup", NOW).path, data, NOW, replace=True)
    assert (done.lost, done.problems) == (1, ())
    add_person(data, "p3")
    assert people(data) == {"p1", "p3"}
    assert verify_folder(data).problems == []
