"""How commands behave beside what they do: help, versions, control characters, folders that nothing came into."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tests.work.conftest import at
from tonetop.cli import main
from tonetop.cli.harmless import harmless

pytestmark = pytest.mark.slow

Command = Callable[..., Done]
FACTS = "Person:\n  - {id: p1, name: A. Chief, is_top_management: true, valid_from: 2020-01-01}\n"


@pytest.fixture
def terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, unblocked: None
) -> Callable[..., Done]:
    """Runs a whole command line over a data folder that is not there yet."""

    def run(*args: str) -> Done:
        with at(tmp_path / "data"):
            monkeypatch.setattr("sys.argv", ["tonetop", *args])
            status = main.run()
        out, err = capsys.readouterr()
        return Done(status, out, err)

    return run


def test_the_help_names_the_version_and_the_facts_file(terminal: Command):
    assert "--version" in terminal("--help").out
    assert terminal("--version").out.startswith("tonetop 0.")
    assert "--facts FILE" in terminal("assess", "--help").out
    assert "--facts FILE" in terminal("why", "--help").out


def test_a_command_without_its_part_is_answered_with_its_parts_in_one_sentence(
    terminal: Command, tmp_path: Path
):
    file = tmp_path / "a.yaml"
    file.write_text(FACTS, encoding="utf-8")
    assert terminal("import", str(file)).status == 0
    for name in ("account", "act", "evidence", "export", "gate", "hold", "own-data", "record"):
        done = terminal(name)
        assert (done.status, done.out) == (2, "")
        said = rf"name what to do: [a-z, -]+; `tonetop {name} --help` says what each does\n"
        assert re.fullmatch(said, done.err), done.err


NOTHING_CAME = {
    "a refusal": ("Person: [}", (), 2),
    "nothing": ("Person: []", (), 0),
    "a look": (FACTS, ("--preview",), 0),
}


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("case", NOTHING_CAME)
@pytest.mark.sqlite
def test_a_folder_into_which_nothing_came_is_not_left_behind(
    case: str, there: bool, terminal: Command, tmp_path: Path
):
    text, more, status = NOTHING_CAME[case]
    if there:
        (tmp_path / "data").mkdir()
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    assert terminal("import", str(file), *more).status == status
    assert (tmp_path / "data").exists() is there
    assert not there or not list((tmp_path / "data").iterdir())


def test_a_folder_into_which_something_came_stays(terminal: Command, tmp_path: Path):
    file = tmp_path / "a.yaml"
    file.write_text(FACTS, encoding="utf-8")
    assert terminal("import", str(file)).status == 0
    assert (tmp_path / "data" / "ledger.key").is_file()
    withdrawn = json.loads(terminal("withdraw", "Person", "p1", "--format", "json").out)
    assert (withdrawn["type"], withdrawn["id"]) == ("Person", "p1")


def test_control_characters_of_a_record_are_shown_and_not_obeyed(terminal: Command, tmp_path: Path):
    assert harmless("a\x1b[2Jb\x07\u202ec\x9b1m\r\nd\te") == "a\\x1b[2Jb\\x07\\u202ec\\x9b1m\\r\nd\te"
    assert harmless("\x1b[31mred\x1b[0m") == "\x1b[31mred\x1b[0m"
    file = tmp_path / "a.yaml"
    file.write_text('Person:\n  - {id: "a\\e[2J"}\n  - {id: "a\\e[2J"}\n', encoding="utf-8")
    assert "Person a\\x1b[2J stands twice" in terminal("assess", "--facts", str(file)).err
    file.write_text('organisation: {name: "x\\e[2Jy"}\n', encoding="utf-8")
    assert terminal("assess", "--facts", str(file)).out.startswith("x\\x1b[2Jy · as of")


def test_what_is_written_to_a_file_is_said(terminal: Command, tmp_path: Path):
    file, out = tmp_path / "a.yaml", tmp_path / "a.html"
    file.write_text(FACTS, encoding="utf-8")
    done = terminal(
        "assess", "--facts", str(file), "--format", "html", "--out", str(out), "--as-of", "2025-12-31"
    )
    assert done.out == f"{out}: written, as of 2025-12-31.\n"
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(("format", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_a_report_is_a_file_and_the_same_facts_give_the_same_bytes(
    format: str, begins: bytes, terminal: Command, tmp_path: Path
):
    file, out, again = tmp_path / "a.yaml", tmp_path / f"a.{format}", tmp_path / f"b.{format}"
    file.write_text(FACTS, encoding="utf-8")
    for path in (out, again):
        told = ("--facts", str(file), "--as-of", "2025-12-31", "--format", format, "--out", str(path))
        assert terminal("assess", *told).out == f"{path}: written, as of 2025-12-31.\n"
    assert out.read_bytes().startswith(begins)
    assert out.read_bytes() == again.read_bytes()


def test_why_says_what_decided_first_and_what_a_pass_needs(demo: Path, command: Command):
    failed = command("why", "LD-2.6").out
    assert failed.index("What makes it fall short:") < failed.index("What a pass needs:")
    assert re.search(r"^ +▲ .*\n +Asset asset-cv-screening", failed, re.MULTILINE)
    passed = command("why", "LD-1.2", "--as-of", "2025-10-31").out
    assert passed.index("What it rests on:") < passed.index(
        "What would have made it fail, and was not found:"
    )
    assert passed.count("PolicyVersion pol-2-1") == 3


def test_why_of_a_check_without_data_says_so_in_one_sentence(command: Command, tmp_path: Path):
    file = tmp_path / "empty.yaml"
    file.write_text("{}\n", encoding="utf-8")
    told = command("why_file", "LD-1.1", "--facts", str(file), "--as-of", "2025-12-31").out.split("\n")
    assert told[0].endswith(": ○ no data")
    assert told[1:3] == ["as of 2025-12-31", "Nothing is recorded of policies."]


def test_a_full_disk_is_told_in_one_sentence_and_exit_2(
    terminal: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    import sqlite3

    def full(*args: object, **named: object) -> None:
        connection = sqlite3.connect(tmp_path / "full.sqlite3", isolation_level=None)
        try:
            connection.execute("PRAGMA max_page_count = 1")
            connection.execute("CREATE TABLE t (a)")
        finally:
            connection.close()

    monkeypatch.setattr(main.hall, "main", full)
    done = terminal("sample")
    assert done.status == 2
    assert done.err.startswith("The disk that the data lie on is full, so nothing was changed")
    assert done.err.count("\n") == 1
