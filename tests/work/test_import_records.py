"""Importing: every row and cell is accounted for, all or nothing, and the same file twice brings nothing new."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.work.bringing import LATER, events, file, plain, run
from tonetop.records import intake, write
from tonetop.records.imports.batch import without_values
from tonetop.records.intake import Refused
from tonetop.records.ledger import checkpoints
from tonetop.records.models import Import
from tonetop.records.registry import registers
from tonetop.records.write import By
from tonetop.work import import_records
from tonetop.work.undo_import import undo_import

__all__ = ["file"]
FEDERAL = [
    ("us-2024_consolidated_ai_inventory_raw_v2.csv", "us-federal-2024", "cp1252", (2133, 62)),
    ("us-2023_consolidated_ai_inventory_raw.csv", "us-federal-2023", "utf-8", (710, 10)),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "mapping", "encoding", "size"), FEDERAL)
@pytest.mark.usefixtures("folder")
def test_every_cell_of_the_federal_inventories_is_in_a_field_or_in_source_data(
    name: str, mapping: str, encoding: str, size: tuple[int, int], shared: Path
) -> None:
    rows, columns = size
    path = shared / "data" / "inventory" / name
    report = run(path, mapping=mapping)
    assert (report.created, report.refused, report.unchanged) == (rows, [], 0)
    with path.open(encoding=encoding, newline="") as stream:
        table = list(csv.reader(stream))[1:]
    assert {len(cells) for cells in table} == {columns} and len(table) == rows
    kept = Import.objects.get()
    headings = kept.files[0]["sheets"][0]["columns"]
    assert len(set(headings)) == columns
    lost = []
    held = {row.ref: row for row in registers()["AISystem"].objects.on(LATER)}
    assert len(held) == rows
    for (_, ref, _), cells in zip(kept.taken, table, strict=True):
        row = held[ref]
        fields = {value for value in row.plain().values() if isinstance(value, str)}
        for heading, cell in zip(headings, cells, strict=True):
            if cell and row.source_data.get(heading) != cell and cell not in fields:
                lost.append((ref, heading, cell))
    assert lost == []
    again = run(path, mapping=mapping)
    assert (again.taken, again.unchanged, again.import_id) == (0, rows, None)
    assert Import.objects.count() == 1


def test_an_import_and_each_of_its_records_has_a_ledger_line_that_names_it(file: Any) -> None:
    report = run(file("Person.csv", "id,name\np1,Ann\np2,Ben\n"))
    made = events()
    assert [event["type"] for event in made] == ["record.created", "record.created", "import.made"]
    assert {event["data"].get("because") for event in made[:2]} == {f"import {report.import_id}"}
    assert made[2]["data"] | {"files": 1} == {
        "created": 2,
        "changed": 0,
        "unchanged": 0,
        "refused": 0,
        "mapping": None,
        "files": 1,
    }
    assert "Ann" not in str(made[2])


def test_a_preview_says_what_would_happen_and_stores_nothing(file: Any) -> None:
    path = file("Person.csv", "id,name,desk\np1,Ann,7\np1,Twice,\n")
    report = import_records.preview([path], By())
    assert (report.created, len(report.refused)) == (1, 1)
    assert report.first == [
        {"type": "Person", "ref": "p1", "row": 2, "values": {"id": "p1", "name": "Ann"}, "source_data": 1}
    ]
    assert [(f.column, f.fields, f.filled, f.kept) for f in report.fates] == [
        ("id", ("id",), 1, 0),
        ("name", ("name",), 1, 0),
        ("desk", (), 1, 1),
    ]
    assert events() == [] and not Import.objects.exists()


def test_a_refused_row_keeps_all_others_out_unless_they_are_asked_for(file: Any) -> None:
    path = file("Person.csv", "id,name,valid_from\np1,Ann,\np2,Ben,14/01/2025\n,Cas,\n")
    report = run(path)
    assert (report.import_id, report.taken, report.in_order) == (None, 0, 1)
    assert [(refusal.row, refusal.why) for refusal in report.refused] == [
        (3, "valid_from must be a day written YYYY-MM-DD, not '14/01/2025'"),
        (4, "has no id; every Person needs one"),
    ]
    assert events() == []
    report = run(path, take_valid=True)
    assert (report.taken, len(report.refused)) == (1, 2)
    assert [one["row"] for one in Import.objects.get().refused] == [refusal.row for refusal in report.refused]


def test_an_equal_record_is_left_and_a_different_one_gets_a_version_as_of_today(file: Any) -> None:
    run(file("Person.csv", "id,name,title\np1,Ann,CEO\np2,Ben,COO\n"))
    report = run(file("Person.csv", "id,name,title\np1,Ann,Chair\np2,Ben,COO\n"))
    assert (report.created, report.changed, report.unchanged) == (0, 1, 1)
    assert plain("Person", "p1") == {"name": "Ann", "title": "Chair"}
    assert write.latest("Person", "p1").from_on == write.latest("Person", "p1").recorded_on  # type: ignore[union-attr]


def test_a_table_without_a_column_leaves_its_field_and_an_empty_cell_empties_it(file: Any) -> None:
    run(file("Person.csv", "id,name,title,org_unit\np1,Ann,CEO,Board\n"))
    run(file("Person.csv", "id,title,org_unit\np1,,Top\n"))
    assert plain("Person", "p1") == {"name": "Ann", "org_unit": "Top"}


def test_a_mapped_table_with_an_empty_or_unclear_cell_leaves_what_people_filled_in(file: Any) -> None:
    way = {"mapping": "generic-ai-inventory"}
    path = file("list.csv", "ID,Name,Status,Owner\nb1,Bot,?,Somebody\nc1,Cam,strange,\n")
    report = run(path, **way)
    assert [remark.row for remark in report.remarks if remark.row] == [2, 3]
    write.save(intake.take("Person", {"id": "p1"}), By())
    for ref, name in (("b1", "Bot"), ("c1", "Cam")):
        write.save(intake.take("AISystem", {"id": ref, "name": name, "state": "live", "owner": "p1"}), By())
    assert run(path, **way).unchanged == 2
    assert plain("AISystem", "b1") == {"name": "Bot", "state": "live", "owner": "p1"}
    assert write.latest("AISystem", "b1").source_data == {"Status": "?", "Owner": "Somebody"}  # type: ignore[union-attr]


def test_source_data_of_other_columns_stays_and_that_of_the_same_is_renewed(file: Any) -> None:
    run(file("AISystem.csv", "id,name,Vendor,Cost\na,Bot,Acme,5\n"))
    run(file("AISystem.csv", "id,Vendor,Risk\na,Umbrella,x\n"))
    assert write.latest("AISystem", "a").source_data == {"Cost": "5", "Vendor": "Umbrella", "Risk": "x"}  # type: ignore[union-attr]
    assert run(file("AISystem.csv", "id,Vendor\na,\n")).changed == 1
    assert write.latest("AISystem", "a").source_data == {"Cost": "5", "Risk": "x"}  # type: ignore[union-attr]


def test_references_may_lead_to_rows_of_the_same_import_in_any_order(file: Any) -> None:
    systems = file("AISystem.csv", "id,owner\na,p1\nb,nobody\n")
    report = run(systems, file("Person.json", '{"Person": [{"id": "p1"}]}'))
    assert [(r.row, r.why) for r in report.refused] == [
        (3, "owner names 'nobody', but there is no Person of that id")
    ]
    facts = file("a.yaml", "AISystem: [{id: b, owner: p9}]\n")
    assert run(facts, file("Person.csv", "id\np9\n")).created == 2
    more = file("c.yaml", "AISystem: [{id: c, owner: p8}]\n")
    assert run(more, file("d.yaml", "Person: [{id: p8}]\n")).created == 2


def test_a_row_that_leads_to_a_refused_row_is_refused_too(file: Any) -> None:
    people = file("Person.csv", "id,valid_from\np1,yesterday\n")
    report = run(people, file("AISystem.csv", "id,owner\na,p1\n"), take_valid=True)
    assert (report.taken, len(report.refused)) == (0, 2)


def test_a_record_that_somebody_withdrew_stays_withdrawn_and_is_named(file: Any) -> None:
    path = file("AISystem.csv", "id,name\na,Bot\nb,Cam\n")
    run(path)
    write.withdraw("AISystem", "a", By())
    report = run(path)
    assert (report.taken, report.unchanged) == (0, 2)
    (remark,) = report.remarks
    assert remark.row == 2 and remark.why.startswith("AISystem a was withdrawn on ")


def test_a_record_that_an_undone_import_withdrew_comes_back(file: Any) -> None:
    path = file("AISystem.csv", "id,name\na,Bot\n")
    undo_import(run(path).import_id or 0, By())
    assert run(path).changed == 1
    assert [row.ref for row in registers()["AISystem"].objects.on(LATER)] == ["a"]


def test_the_register_of_a_table_is_known_by_its_name_its_sheet_its_headings_or_said(file: Any) -> None:
    assert run(file("budget-line.csv", "period,purpose\n2025,aims\n")).created == 1
    assert run(file("x.csv", "id,name,our_role,high_impact\na,Bot,user,no\n")).created == 1
    with pytest.raises(Refused, match=r"y.csv: may be a register of .*say which with --type"):
        run(file("y.csv", "id,title\nx,y\n"))
    assert run(file("y.csv", "id,title\nx,y\n"), type="StrategyGoal").created == 1
    with pytest.raises(Refused, match=r"--type Goal is no record type"):
        run(file("y.csv", "id,title\nx,y\n"), type="Goal")


def test_a_table_of_strange_columns_is_refused_with_the_mapping_that_fits(file: Any) -> None:
    with pytest.raises(Refused, match=r"list.csv: its columns .* the mapping generic-ai-inventory fits it"):
        run(file("list.csv", "Name,Colour\nBot,red\n"))
    with pytest.raises(Refused, match=r"list.csv: its columns .* say with --map how its columns are meant"):
        run(file("list.csv", "Colour\nred\n"))
    with pytest.raises(Refused, match=r"Person.csv: has no column id, without which no Person"):
        run(file("Person.csv", "name\nAnn\n"))


def test_files_that_cannot_be_read_are_refused_by_name(file: Any, folder: Path) -> None:
    with pytest.raises(Refused, match=r"nowhere.csv: cannot be read: No such file"):
        run(folder / "nowhere.csv")
    with pytest.raises(Refused, match=r"a.pdf: the ending .pdf names no format"):
        run(file("a.pdf", "x"))


def test_progress_is_told_from_reading_to_the_last_record(file: Any) -> None:
    told: list[tuple[str, int, int]] = []
    run(file("Person.csv", "id\np1\np2\n"), progress=lambda *step: told.append(step))
    assert told == [("Reading", 0, 0), ("Judging", 0, 0), ("Writing", 0, 2), ("Writing", 2, 2)]


def test_a_row_whose_values_do_not_fit_together_is_refused(
    file: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = registers()["Person"]
    monkeypatch.setattr(model, "clean_values", classmethod(lambda cls, values: ["leaves before coming"]))
    report = run(file("Person.csv", "id\np1\n"))
    assert [refusal.why for refusal in report.refused] == ["Person p1: leaves before coming"]


def test_a_table_without_rows_brings_nothing(file: Any) -> None:
    assert run(file("Person.csv", "id,name\n,\n")).import_id is None


def test_the_ledger_names_the_mapping_by_its_hash_and_not_by_its_folder(file: Any) -> None:
    mapping = file("mine.yaml", "register: Person\nid: Nr\nfields: {name: Name}\n")
    run(file("people.csv", "Nr,Name\np1,Ann\n"), mapping=str(mapping))
    assert Import.objects.get().mapping == "mine.yaml"
    told = hashlib.sha256(mapping.read_bytes()).hexdigest()
    assert events()[-1]["data"]["mapping"] == {"name": "mine.yaml", "sha256": told}


def test_an_import_is_followed_by_a_signed_checkpoint(file: Any) -> None:
    run(file("Person.csv", "id\np1\n"))
    signed = checkpoints.latest(connection)
    assert signed is not None and signed.head.size == 1 + len(events())


def test_what_is_kept_of_a_refused_row_or_a_remark_is_the_place_and_the_reason_without_the_value(
    file: Any,
) -> None:
    rows = 'id,name,is_top_management,unit_kind\np1,Ann,yes,risk\np2,Bob,Bob\'s "own" word,risk\np3,Cy,yes,Eve Doe\n'
    report = run(file("Person.csv", rows), take_valid=True)
    assert [refusal.why for refusal in report.refused] == [
        "is_top_management must be true or false, not 'Bob\\'s \"own\" word'",
        "unit_kind does not know the word 'Eve Doe'; it takes one of business, legal, it, data, hr, risk, other",
    ]
    kept = Import.objects.get()
    assert [(one["row"], one["why"]) for one in kept.refused] == [
        (3, "is_top_management must be true or false, not …"),
        (4, "unit_kind does not know the word …; it takes one of business, legal, it, data, hr, risk, other"),
    ]


@pytest.mark.parametrize(
    ("why", "kept"),
    [
        ("has no 'Case ID', where its id stands", "has no 'Case ID', where its id stands"),
        ("person names 'Eve', but there is no Person of that id", "person names …, but there is no Person of that id"),
        ("amount must not be negative, but is -5.25e3", "amount must not be negative, but is …"),
        ("held must be a text, not the number 12; write it in quotes", "held must be a text, not the number …"),
        ("due may be 2025-01-02 or 2025-02-01: '1/2/2025' is read by more than one of D/M/YYYY or M/D/YYYY",
         "due may be 2025-01-02 or 2025-02-01: … is read by more than one of D/M/YYYY or M/D/YYYY"),
        ('due must be a day written YYYY-MM-DD, not "it\'s late"', "due must be a day written YYYY-MM-DD, not …"),
    ],
)  # fmt: skip
def test_a_sentence_loses_the_values_that_it_quotes_and_nothing_else(why: str, kept: str) -> None:
    assert without_values(why, ["Case ID"]).startswith(kept)


def test_no_cell_of_a_refused_row_is_left_in_the_data_folder(file: Any, folder: Path) -> None:
    run(file("Person.csv", "id,name,is_top_management\np1,Ann,yes\np2,Bob,Zebedee Quux\n"), take_valid=True)
    connection.close()
    assert not [path.name for path in folder.iterdir() if b"Quux" in path.read_bytes()]


def test_a_file_brings_the_past_of_a_system_and_changes_no_stage_of_one_that_is_here(file: Any) -> None:
    versions = """AISystem:
  - {id: a, name: Sorter, state: planned, recorded_on: 2024-01-10}
  - {id: a, name: Sorter, state: live, go_live_on: 2024-05-01, recorded_on: 2024-05-01}
"""
    path = file("facts.yaml", versions)
    assert run(path).created + run(path).unchanged == 3
    assert plain("AISystem", "a")["state"] == "live"
    (refused,) = run(file("AISystem.csv", "id,name,state\na,Sorter,retired\n")).refused
    assert (refused.file, refused.row) == ("AISystem.csv", 2)
    assert "AISystem a: state is set by an act of its own" in refused.why
    assert run(file("AISystem.csv", "id,name,state\na,Sorter of claims,live\n")).changed == 1
    undo_import(1, By())
    assert run(path).changed + run(path).unchanged > 0
    assert plain("AISystem", "a")["go_live_on"] == "2024-05-01"
