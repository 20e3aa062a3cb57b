"""The commands import, undo-import, merge, withdraw and export register, as people type them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tonetop.cli.main import run


class Told(NamedTuple):
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


@pytest.fixture
def tonetop(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command in this process, over a data folder of the test's own and in the test's folder."""
    monkeypatch.chdir(folder.parent)

    def typed(*args: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["tonetop", *args])
        capsys.readouterr()
        status = run()
        said = capsys.readouterr()
        return Told(status, said.out, said.err)

    return typed


def test_a_list_is_looked_at_taken_merged_and_taken_back(tonetop: Any, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Name;Status;Vendor\nBot;Live;Acme\nBot 2;Odd;\n", encoding="cp1252")
    refused = tonetop("import", "list.csv")
    assert (refused.status, refused.out) == (2, "")
    assert refused.err == (
        "list.csv: its columns are no register's fields; "
        "the mapping generic-ai-inventory fits it: add --map generic-ai-inventory\n"
    )
    asked = ["import", "list.csv", "--map", "generic-ai-inventory"]
    looked = tonetop(*asked, "--preview")
    assert (looked.status, looked.err) == (0, "")
    assert "would be taken           2  (2 new, 0 changed)" in looked.out
    assert "Vendor (1)" in looked.out and "Status → state (2)" in looked.out
    assert "state is not taken: it has no word for 'Odd' in the mapping [row 3]" in looked.out
    taken = json.loads(tonetop(*asked, "--format", "json").out)
    assert (taken["import"], taken["taken"], taken["unchanged"], taken["refused"]) == (1, 2, 0, [])
    exported = tonetop("export", "register", "AISystem", "out.json")
    assert exported.out == "out.json: 2 records\n"
    bot, other = [record["id"] for record in json.loads((tmp_path / "out.json").read_text())["AISystem"]]
    merged = tonetop("merge", "AISystem", other, bot, "--fill")
    assert merged.status == 0 and f"{other} is merged into {bot}" in merged.out
    undone = tonetop("undo-import", "1", "--format", "json")
    assert undone.status == 1
    left = json.loads(undone.out)["left"]
    assert {entry["ref"] for entry in left} == {bot, other}, "both were changed by the merge"


def test_refused_rows_end_with_2_and_nothing_stored_or_1_and_the_others_taken(
    tonetop: Any, tmp_path: Path
) -> None:
    (tmp_path / "Person.csv").write_text("id,name\np1,Ann\n,Ben\n", encoding="utf-8")
    refused = tonetop("import", "Person.csv", "--format", "json")
    assert refused.status == 2
    assert json.loads(refused.out)["refused"] == [
        {"file": "Person.csv", "row": 3, "why": "has no id; every Person needs one"}
    ]
    assert refused.err == (
        "1 row is refused, so nothing was stored; mend the file, or take the other 1 with --take-valid\n"
    )
    taken = tonetop("import", "Person.csv", "--take-valid")
    assert taken.status == 1
    assert "Person.csv, row 3: has no id; every Person needs one" in taken.out
    assert "tonetop undo-import 1" in taken.out
    gone = tonetop("withdraw", "Person", "p1")
    assert gone.status == 0 and gone.out.startswith("Person p1 is withdrawn from ")
    assert tonetop("merge", "Person", "--find").out.startswith("0 groups")


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["import"], "name at least one file to import; see `tonetop import --help`\n"),
        (["import", "a.csv", "--format", "xml"], "--format does not know 'xml'; it takes text or json\n"),
        (["import", "--print-map", "nope"], "there is no mapping nope; there are generic-ai-inventory"),
        (["merge", "Person"], "name the duplicate and the survivor, or give --find\n"),
        (["export", "register", "Person", "a.csv", "--known-on", "1"], "--known-on '1' is no day"),
        (["undo-import", "5"], "there is no import 5"),
        (["withdraw", "Persona", "p"], "Persona is no record type"),
        (["export", "register", "Person", "a.csv", "--as-of", "soon"], "--as-of 'soon' is no day"),
    ],
)
def test_a_command_that_is_misused_says_so_in_one_sentence_and_changes_nothing(
    args: list[str], sentence: str, tonetop: Any
) -> None:
    told = tonetop(*args)
    assert told.status == 2 and told.out == ""
    assert told.err.startswith(sentence) and told.err.count("\n") == 1


def test_the_mappings_that_ship_are_listed_and_printed(tonetop: Any) -> None:
    assert "us-federal-2024" in tonetop("import", "--maps").out
    assert "register: AISystem" in tonetop("import", "--print-map", "us-federal-2023").out


def test_the_proof_bundle_is_written(tonetop: Any, tmp_path: Path) -> None:
    told = tonetop("export", "bundle", "proof.zip")
    assert told.status == 0 and told.out.startswith("proof.zip: 1 event, ")
    assert (tmp_path / "proof.zip").stat().st_size > 0


def test_undoing_and_merging_name_what_was_left_and_what_still_refers(tonetop: Any, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("Person: [{id: p1, name: Ann}, {id: p2, name: ann}]\n")
    (tmp_path / "b.yaml").write_text(
        "AISystem: [{id: s, owner: p2, name: X}, {id: p2}]\nDecision: [{id: d, about: [p2]}]\n"
    )
    assert tonetop("import", "a.yaml").status == 0
    assert tonetop("import", "b.yaml").status == 0
    found = tonetop("merge", "Person", "--find")
    assert (
        found.out == "Ann\n    p1\n    p2\n1 group of likely duplicates; look at them before you merge any.\n"
    )
    assert json.loads(tonetop("merge", "Person", "--find", "--format", "json").out) == [
        {"refs": ["p1", "p2"], "title": "Ann", "agree": []}
    ]
    merged = tonetop("merge", "Person", "p2", "p1")
    assert merged.status == 1
    assert merged.out == (
        "Person p2 is merged into p1 and withdrawn.\n  now refers to p1: AISystem s\n"
        "  left alone: Decision d: about may mean the AISystem of that id, so it is left\n"
    )
    undone = tonetop("undo-import", "1")
    assert undone.status == 1
    assert "left alone: Person p2 was changed since, to version 2" in undone.out
    assert "Import 1 is undone: 1 withdrawn, 0 as before." in undone.out
    assert "still refers to p1: AISystem s (owner)" in undone.out


def test_what_is_long_is_cut_short_and_says_where_all_of_it_is(tonetop: Any, tmp_path: Path) -> None:
    rows = "".join(f"{n},Bot {n},{'odd' * 40 + str(n)},{'no such' if n % 2 else ''}\n" for n in range(30))
    (tmp_path / "list.csv").write_text(f"ID,Name,Status,Owner\n{rows}", encoding="utf-8")
    (tmp_path / "AISystem.csv").write_text("id,high_impact\n" + "x,maybe\n" * 30, encoding="utf-8")
    told = tonetop("import", "list.csv", "--map", "generic-ai-inventory", "--preview").out
    assert "other remarks; --format json lists them all" in told and "…" in told
    refused = tonetop("import", "AISystem.csv")
    assert "and 10 more; --format json lists them all" in refused.out
    assert refused.err == "30 rows are refused, so nothing was stored; mend the file\n"
