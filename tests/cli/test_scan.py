"""`tonetop scan`: a folder or a database is looked through and held against declarations, in all forms."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from tonetop.cli.telling import Misuse
from tonetop.discovery.engines.engine import Gone
from tonetop.discovery.engines.here import Here
from tonetop.discovery.source import Unreachable
from tonetop.discovery.sources import sqlite
from tonetop.work import scan_task
from tonetop.work.scan import Plan, Run
from tonetop.work.scan_found import Scan
from tonetop.work.scan_source import named
from tonetop.work.scan_state import State

FACTS = """
organisation: {name: Harbour Records}
Asset:
- {id: AS-1, name: Shop, registered_on: "2025-01-01"}
ProcessingActivity:
- {id: RP-1, name: Sales, systems: [AS-1], data_categories: [orders]}
RetentionRule:
- {id: RET-1, data_category: customers, system: AS-1, period_days: 365, approved_on: "2025-01-01"}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as link, link:
        link.execute("CREATE TABLE customer (id INTEGER PRIMARY KEY, email TEXT, created TEXT, note TEXT)")
        people = [(n, f"p{n}@example.org", f"{2021 + n % 6}-01-01") for n in range(600)]
        link.executemany("INSERT INTO customer VALUES (?, ?, ?, NULL)", people)
    return path


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS)
    return path


def _told(command: Any, *args: str) -> tuple[int, dict[str, Any]]:
    done = command("scan", *args, "--format", "json", "--as-of", "2026-06-01")
    return done.status, json.loads(done.out)


def test_a_database_is_held_against_a_facts_file(command: Any, shop: Path, facts: Path) -> None:
    status, told = _told(command, f"sqlite:///{shop}", "--declared", str(facts))
    assert status == 1
    (asset,) = told["assets"]
    assert (asset["name"], asset["rows"], asset["rows_scanned"], asset["skipped"]) == (
        "customer",
        600,
        600,
        None,
    )
    fields = {field["name"]: field for field in asset["fields"]}
    assert fields["email"]["kinds"][0]["kind"] == "user.contact.email"
    assert set(fields["email"]["kinds"][0]) == {"kind", "share", "confidence", "why"}
    assert fields["note"] == {
        "name": "note",
        "type": "text",
        "kinds": [],
        "non_null": 0,
        "null_or_constant": True,
    }
    found = {finding["kind"]: finding for finding in told["findings"] if finding["asset"]}
    assert (found["undeclared"]["field"], found["undeclared"]["count"]) == ("email", 600)
    assert (found["overdue"]["count"], found["overdue"]["oldest"]) == (500, "2021-01-01")
    assert found["never-used"]["field"] == "note"
    assert "@example.org" not in json.dumps(told)


def test_without_declarations_kinds_are_told_and_nothing_is_undeclared(command: Any, shop: Path) -> None:
    status, told = _told(command, str(shop))
    assert status == 1
    assert {finding["kind"] for finding in told["findings"]} == {"never-used"}
    assert told["source"] == str(shop)


def test_a_sample_and_a_time_box_are_told_as_coverage(command: Any, shop: Path) -> None:
    _, told = _told(command, str(shop), "--sample", "100")
    assert 60 < told["assets"][0]["rows_scanned"] < 140
    assert "95 %" in next(one["why"] for one in told["findings"] if one["kind"] == "coverage")
    assert next(one["field"] for one in told["findings"] if one["kind"] == "never-used") == "note"
    status, told = _told(command, str(shop), "--time-box", "0.0000001")
    assert (status, told["assets"][0]["rows_scanned"]) == (0, 0)
    assert "not reached" in told["findings"][0]["why"]


def test_a_scan_goes_on_from_where_another_came_to(command: Any, shop: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(shop)) as link, link:
        rows = [(n, f"p{n}@example.org") for n in range(600, 60_000)]
        link.executemany("INSERT INTO customer (id, email) VALUES (?, ?)", rows)
    state = tmp_path / "state.json"
    _, cut = _told(command, str(shop), "--state", str(state), "--time-box", "0.000001")
    assert cut["assets"][0]["rows_scanned"] == 0
    source = named(str(shop))
    with sqlite.opened(shop, source) as opened:
        (asset,) = opened.assets()
        run = Run(opened, Plan("2026-06-01", state=State(state, source, b"salt"), salt=b"salt"))
        run._engine = _Halves()
        assert 0 < run._scanned(asset).rows_scanned < 60_000
    assert "@example.org" not in state.read_text()
    assert state.stat().st_mode & 0o77 == 0
    _, told = _told(command, str(shop), "--state", str(state))
    assert told["assets"][0]["rows_scanned"] == 60_000
    assert _told(command, str(shop), "--state", str(state))[1] == told
    _, fresh = _told(command, str(shop))
    assert [field["kinds"] for field in told["assets"][0]["fields"]] == [
        field["kinds"] for field in fresh["assets"][0]["fields"]
    ]


class _Halves(Here):
    """An engine that is told to stop after the first batch."""

    def run(self, batches: Any, spec: Any, go: Any) -> Gone:
        return super().run(batches, spec, lambda rows: False)


@pytest.mark.parametrize("kept", ["nothing", '{"source": "other", "salt": "00", "assets": {}}'])
def test_a_state_of_something_else_is_refused_in_a_sentence(
    command: Any, shop: Path, tmp_path: Path, kept: str
) -> None:
    (tmp_path / "state.json").write_text(kept)
    with pytest.raises(Unreachable, match="name another file with --state"):
        command("scan", str(shop), "--state", str(tmp_path / "state.json"))


def test_a_terminal_is_told_in_lines(command: Any, shop: Path, facts: Path) -> None:
    done = command("scan", str(shop), "--declared", str(facts), "--as-of", "2026-06-01")
    for words in (
        "1 asset read, 0 not; 600 rows",
        "email: user.contact.email",
        "customer.created 500, oldest",
    ):
        assert words in done.out.replace(" [RP-1]", "")


@pytest.mark.parametrize("format", ["html", "xlsx"])
def test_it_is_written_as_a_page_or_a_workbook(
    command: Any, shop: Path, facts: Path, tmp_path: Path, format: str
) -> None:
    out = tmp_path / f"found.{format}"
    told = command("scan", str(shop), "--declared", str(facts), "--format", format, "--out", str(out))
    assert "written" in told.out
    if format == "html":
        assert "user.contact.email" in out.read_text(encoding="utf-8")
        return
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(out.read_bytes()))
    assert book.sheet_names == ["Findings", "Fields", "Assets", "Use of AI", "About"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--format", "pdf"], "--format does not know 'pdf'"),
        (["--format", "xlsx"], "needs --out"),
        (["--sample", "some"], "--sample 'some' is no number"),
        (["--sample", "0"], "--sample '0' is no number"),
        (["--time-box", "0"], "--time-box 0 is no time"),
        (["--pace", "0"], "--pace 0 is no share"),
        (["--engine", "abacus"], "--engine does not know 'abacus'"),
    ],
)
def test_a_wrong_option_is_refused_in_a_sentence(
    command: Any, shop: Path, args: list[str], words: str
) -> None:
    with pytest.raises((Misuse, Unreachable), match=words):
        command("scan", str(shop), *args)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("nowhere", "no such file or folder"),
        ("gopher://x/y", "no source that is known"),
        ("s3://", "names no bucket"),
        ("s3:///", "names no bucket"),
    ],
)
def test_a_source_there_is_not_is_refused_in_a_sentence(command: Any, source: str, words: str) -> None:
    with pytest.raises(Unreachable, match=words):
        command("scan", source)


def test_an_address_is_told_without_its_password() -> None:
    assert named("postgresql://ada:secret@db.example/shop") == "postgresql://ada@db.example/shop"
    assert named("sqlite:///a/b@c.db") == "sqlite:///a/b@c.db"


def test_files_of_strangers_are_read_in_a_process_of_their_own(command: Any, tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "people.xlsx")
    sheet = book.add_worksheet("Staff")
    sheet.write_row(0, 0, ["Staff of the harbour"])
    sheet.write_row(1, 0, ["Id", "E-mail"])
    for row in range(2, 12):
        sheet.write_row(row, 0, [row, f"p{row}@example.org"])
    book.close()
    (tmp_path / "a.eml").write_bytes(
        b"From: a@b.example\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: Hi\n\nWords"
    )
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04nothing")
    _, told = _told(command, str(tmp_path))
    assets = {asset["name"]: asset for asset in told["assets"]}
    staff = assets["people.xlsx#Staff"]
    assert (staff["rows"], [field["name"] for field in staff["fields"]]) == (10, ["Id", "E-mail"])
    assert staff["fields"][1]["kinds"][0]["kind"] == "user.contact.email"
    assert assets["broken.xlsx"]["skipped"]
    assert [field["name"] for field in assets["a.eml"]["fields"]] == list(scan_task.MAIL)


def test_a_mailbox_is_a_row_for_each_mail() -> None:
    import orjson

    letter = b"From x\nFrom: a@b.example\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: Hi\n\nWords\n\n"
    _, told = scan_task.answer({"name": "a.mbox"}, letter * 2)
    _, rows = orjson.loads(told)[""]
    assert [row[3] for row in rows] == ["2024-01-01", "2024-01-01"]
    _, told = scan_task.answer({"name": "a.html"}, b"<!doctype html><p>One</p><p>Two</p>")
    assert orjson.loads(told)[""] == [["text"], [["One"], ["Two"]]]


def test_a_folder_of_code_tells_its_use_of_ai_and_people_in_its_fixtures(
    command: Any, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text("import os\nimport openai\n")
    (tmp_path / "tests").mkdir()
    people = "\n".join(f"{n},p{n}@mail{n}.org" for n in range(40))
    (tmp_path / "tests" / "people.csv").write_text(f"id,email\n{people}\n")
    status, told = _told(command, str(tmp_path))
    assert status == 1
    assert told["ai_use"] == [{"where": "app.py:2", "what": "OpenAI", "why": "import of openai"}]
    assert [(one["kind"], one["asset"], one["count"]) for one in told["findings"]] == [
        ("coverage", "*.py", None),
        ("undeclared", "tests/people.csv", 40),
    ]


def test_where_nothing_is_declared_nothing_is_said_to_agree():
    assert "nothing was held against it" in Scan("shop", ()).summary
    assert "not as declared" in Scan("shop", (), declared=True).summary


def test_a_kept_scan_stands_in_the_data_folder(demo: Path, command: Any, shop: Path) -> None:
    done = command("scan", str(shop), "--keep", "--data", str(demo), "--format", "json")
    assert json.loads(done.out)["source"] == str(shop)
    from tonetop.records.scans import KeptScan

    row = KeptScan.objects.get(source=f"sqlite:///{shop}")
    assert f"Kept as scan {row.pk}" in done.err
    assert (row.stage, row.by) == ("done", "command line")
    again = command("scan", str(shop), "--keep", "--data", str(demo), "--time-box", "600")
    assert again.status == done.status and KeptScan.objects.filter(minutes=10).count() == 1


def test_keeping_needs_a_data_folder(command: Any, shop: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(shop.parent)
    monkeypatch.delenv("TONETOP_DATA", raising=False)
    with pytest.raises(Misuse, match="--keep needs a data folder"):
        command("scan", str(shop), "--keep")
