"""Whoever alters a data folder behind the program's back is told on, by the name of the record."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.work.conftest import copied
from tonetop.work.verify_folder import verify_folder

pytestmark = pytest.mark.sqlite


def attack(folder: Path, *statements: str) -> list[str]:
    """What verify says after an attacker has dropped the guards, altered the file and put them back."""
    with closing(sqlite3.connect(folder / "tonetop.sqlite3", isolation_level=None)) as raw:
        guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)
        for _, sql in guards:
            raw.execute(sql)
    return verify_folder(folder).problems


ALTERATIONS = {
    "a field": (
        ("UPDATE registers_policyversion SET approved_on = '2024-01-14' WHERE ref = 'pol-2'",),
        "PolicyVersion pol-2, version 1: approved_on is '2024-01-14', but event",
    ),
    "a field that was empty": (
        ("UPDATE registers_person SET valid_to = '2025-06-01' WHERE ref = 'solvang'",),
        "Person solvang, version 1: valid_to is '2025-06-01', but event",
    ),
    "a field emptied": (
        ("UPDATE registers_person SET is_top_management = NULL WHERE ref = 'rehn'",),
        "Person rehn, version 1: is_top_management is empty, but event",
    ),
    "a yes for a no": (
        ("UPDATE registers_person SET is_top_management = 1 WHERE ref = 'yuen'",),
        "Person yuen, version 1: is_top_management is True, but event",
    ),
    "a list": (
        ("UPDATE registers_evidence SET links = '[]' WHERE ref = 'ev-pol-2-signed'",),
        "Evidence ev-pol-2-signed, version 1: links is [], but event",
    ),
    "a number": (
        ("UPDATE registers_budgetline SET approved = 420000 WHERE ref = '2025/AIMS' AND revision = 1",),
        "BudgetLine 2025/AIMS, version 1: approved is 420000, but event",
    ),
    "a personal value": (
        ("UPDATE registers_person SET name = 'Somebody Else' WHERE ref = 'solvang'",),
        "Person solvang, version 1: name is not the value that event",
    ),
    "a personal value emptied": (
        ("UPDATE registers_person SET name = NULL WHERE ref = 'solvang'",),
        "Person solvang, version 1: name is not the value that event",
    ),
    "the day from which it holds": (
        ("UPDATE registers_person SET from_on = '2026-01-01' WHERE ref = 'solvang'",),
        "Person solvang, version 1: from_on is '2026-01-01', not '2019-06-01'",
    ),
    "the day before which it holds": (
        ("UPDATE registers_person SET until_on = '2025-01-01' WHERE ref = 'solvang'",),
        "Person solvang, version 1: until_on is '2025-01-01', not empty",
    ),
    "when it was known": (
        ("UPDATE registers_person SET known_on = '2026-01-01' WHERE ref = 'solvang'",),
        "Person solvang, version 1: known_on is '2026-01-01', not",
    ),
    "who entered it": (
        ("UPDATE registers_roleassignment SET entered_by = 'solvang' WHERE ref = 'ra-lead'",),
        "RoleAssignment ra-lead, version 1: entered_by is 'solvang', but event",
    ),
    "a record removed": (
        ("DELETE FROM registers_person WHERE ref = 'yuen'",),
        "Person yuen, version 1: event",
    ),
    "a record brought in": (
        (
            "INSERT INTO registers_person (ref, revision, from_on, known_on, seq, source_data)"
            " VALUES ('ghost', 1, '', '', 999999, '{}')",
        ),
        "Person ghost, version 1: stands in the table, but no event tells of it",
    ),
    "a record under another name": (
        ("UPDATE registers_person SET ref = 'solveig' WHERE ref = 'solvang'",),
        "Person solveig, version 1: event",
    ),
    "a record counted otherwise": (
        ("UPDATE registers_person SET revision = 2 WHERE ref = 'solvang'",),
        "Person solvang, version 2: event",
    ),
    "two records exchanged": (
        (
            "UPDATE registers_person SET seq = -seq WHERE ref IN ('solvang', 'rehn')",
            "UPDATE registers_person SET seq = (SELECT -min(o.seq) FROM registers_person o WHERE"
            " o.ref <> registers_person.ref AND o.seq < 0) WHERE ref = 'rehn'",
        ),
        "Person rehn, version 1: ",
    ),
    "imported cells": (
        ("""UPDATE registers_person SET source_data = '{"Note": "x"}' WHERE ref = 'solvang'""",),
        "Person solvang, version 1: source_data is {'Note': 'x'}, but event",
    ),
    "a link removed": (
        ("DELETE FROM records_link WHERE from_type = 'RoleAssignment' AND from_ref = 'ra-lead'",),
        "RoleAssignment ra-lead: assigned_by leads to solvang, but the table of links does not say so",
    ),
    "a link brought in": (
        (
            "INSERT INTO records_link (from_type, from_ref, field, to_ref)"
            " VALUES ('RoleAssignment', 'ra-lead', 'assigned_by', 'rehn')",
        ),
        "RoleAssignment ra-lead: the table of links leads by assigned_by to rehn, but the record does not",
    ),
    "the demo's clock": (
        ("UPDATE records_organisation SET clock_on = ''",),
        "Organisation: clock_on is '', but event",
    ),
    "a ledger column": (
        ("UPDATE ledger_events SET subject = 'rehn' WHERE subject = 'solvang' AND kind = 'Person'",),
        "(Person rehn, version 1): the columns beside the bytes say something else than the bytes",
    ),
    "a personal salt": (
        ("UPDATE ledger_personal SET salt = zeroblob(32) WHERE place = 'personal.name'",),
        "Person solvang, version 1: name is not the value that event",
    ),
    "a whole table": (
        ("DROP TABLE registers_meeting",),
        "Meeting: its table is not there, or not as it must be",
    ),
    "a column": (
        ("ALTER TABLE registers_meeting DROP COLUMN duration_min",),
        "Meeting meeting-2025-09-23, version 1: duration_min is empty, but event",
    ),
}


def test_an_untouched_folder_has_no_problems(steady: Path):
    report = verify_folder(steady)
    assert report.problems == []
    assert report.valid_to > 900


@pytest.mark.slow
@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_an_alteration_of_the_tables_is_told_with_the_name_of_the_record(
    alteration: str, steady: Path, tmp_path: Path
):
    statements, told = ALTERATIONS[alteration]
    problems = attack(copied(steady, tmp_path), *statements)
    assert any(told in problem for problem in problems), problems


def test_a_row_and_its_event_altered_alike_are_told_by_the_event(steady: Path, tmp_path: Path):
    folder = copied(steady, tmp_path)
    change = "2025-01-14', '2024-01-14"
    problems = attack(
        folder,
        f"UPDATE registers_policyversion SET approved_on = replace(approved_on, '{change}')"
        " WHERE ref = 'pol-2'",
        f"UPDATE ledger_events SET body = CAST(replace(CAST(body AS TEXT), '{change}') AS BLOB)"
        " WHERE subject = 'pol-2' AND kind = 'PolicyVersion'",
    )
    assert [
        problem for problem in problems if "(PolicyVersion pol-2, version 1): the bytes do not" in problem
    ]


def test_an_event_cut_out_is_told(steady: Path, tmp_path: Path):
    problems = attack(copied(steady, tmp_path), "DELETE FROM ledger_events WHERE seq = 500")
    assert any(problem.startswith("event 501") for problem in problems)


def test_a_tail_cut_off_is_told_by_the_checkpoint_beside_the_database(steady: Path, tmp_path: Path):
    folder = copied(steady, tmp_path)
    report = verify_folder(folder)
    problems = attack(
        folder,
        f"DELETE FROM ledger_events WHERE seq > {report.valid_to - 3}",
        "DELETE FROM ledger_checkpoints WHERE id > 1",
    )
    assert any("an older copy was put back" in problem for problem in problems)


def test_guards_that_are_gone_or_weakened_are_told(steady: Path, tmp_path: Path):
    folder = copied(steady, tmp_path)
    with closing(sqlite3.connect(folder / "tonetop.sqlite3")) as raw:
        raw.execute("DROP TRIGGER ledger_events_update")
        raw.execute("DROP TRIGGER ledger_events_delete")
        raw.execute("CREATE TRIGGER ledger_events_delete BEFORE DELETE ON ledger_events BEGIN SELECT 1; END")
        raw.commit()
    assert verify_folder(folder).problems == [
        "ledger_events_delete, which guards the ledger, was made otherwise than this program makes it",
        "ledger_events_update, which guards the ledger, is not there any more",
    ]


def test_a_checkpoint_cut_out_of_the_file_is_told(steady: Path, tmp_path: Path):
    folder = copied(steady, tmp_path)
    file = folder / "checkpoints.jsonl"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[1:]))
    assert verify_folder(folder).problems == [
        f"{file} lacks 1 of the checkpoints that were signed; put it back from a backup"
    ]


def test_without_the_key_file_what_could_not_be_opened_is_said_and_no_problem(steady: Path, tmp_path: Path):
    folder = copied(steady, tmp_path)
    (folder / "ledger.key").unlink()
    report = verify_folder(folder)
    assert report.problems == []
    assert any("personal values were not opened" in line for line in report.not_checked)


def test_a_file_that_is_no_database_is_told_and_does_not_break_the_verifier(steady: Path, tmp_path: Path):
    folder = copied(steady, tmp_path)
    (folder / "tonetop.sqlite3").write_bytes(b"no database" * 1000)
    report = verify_folder(folder)
    assert "cannot be read through" in report.problems[0]
    assert report.valid_to == 0


def test_verifying_changes_no_byte(steady: Path, tmp_path: Path):
    folder = copied(steady, tmp_path)
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    before = {path: path.read_bytes() for path in files}
    verify_folder(folder)
    after = {path: path.read_bytes() for path in files if path.is_file()}
    assert after == before


def test_the_report_has_the_shape_of_the_contract(steady: Path):
    plain = json.loads(json.dumps(verify_folder(steady).plain()))
    assert sorted(plain) == ["anchors", "erased", "not_checked", "problems", "unanchored", "valid_to"]
