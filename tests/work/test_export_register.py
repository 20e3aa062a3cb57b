"""Exporting registers: every format brings back what it took, and nothing changes by importing it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.records import samples
from tonetop.records import intake, write
from tonetop.records.intake import Refused
from tonetop.records.listing import Wish
from tonetop.records.registry import registers
from tonetop.records.sheets.table import MARK
from tonetop.records.write import By, Change
from tonetop.work import import_records
from tonetop.work.export_register import Choice, export_register
from tonetop.work.import_records import Way

pytestmark = pytest.mark.usefixtures("folder")


def hold_one_of_each() -> None:
    """Fill every register with a bare and a full record."""
    for records in (samples.targets(), [(type, samples.full(type)) for type in registers()]):
        entries = intake.take_all([(type, plain, {"Wörd": "=1"}) for type, plain in records])
        write.save_all([Change(entry, act=True) for entry in entries], By())


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "yaml"])
def test_a_register_that_is_exported_and_imported_again_is_unchanged(ending: str, tmp_path: Path) -> None:
    hold_one_of_each()
    for type in registers():
        out = tmp_path / f"{type}.{ending}"
        count = export_register([type], out)
        report = import_records.run([out], By())
        assert (report.taken, report.unchanged, report.refused, report.remarks) == (0, count, [], [])
        assert count >= 1


@pytest.mark.parametrize("ending", ["xlsx", "json", "yaml"])
def test_all_registers_go_into_one_file_and_back(ending: str, tmp_path: Path) -> None:
    hold_one_of_each()
    out = tmp_path / f"all.{ending}"
    count = export_register(["all"], out)
    report = import_records.run([out], By())
    assert (report.import_id, report.unchanged) == (None, count)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "yaml"])
def test_a_part_of_a_register_comes_back_as_it_was(ending: str, tmp_path: Path) -> None:
    for name in ("Ann", "Bo", "Cy; \x85 Ann"):
        write.save(intake.take("Person", {"id": name[:2], "name": name}), By())
    out = tmp_path / f"Person-2025-12-31-2-of-3.{ending}"
    assert export_register(["Person"], out, Choice(wish=Wish("ann", sort="-name"))) == 2
    if ending in ("csv", "yaml"):
        head = out.read_text(encoding="utf-8-sig").splitlines()[0].strip('"')
        assert head.startswith("# part of a register: Person, as of ")
        assert head.endswith(", 2 of 3 records; search: ann")
    report = import_records.run([out], By())
    assert (report.taken, report.unchanged, report.refused, report.remarks) == (0, 2, [], [])


def test_only_one_register_is_narrowed(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"one register at a time is searched"):
        export_register(["all"], tmp_path / "all.xlsx", Choice(wish=Wish("ann")))


def test_a_refusal_names_the_row_as_the_file_has_it(tmp_path: Path) -> None:
    out = tmp_path / "Person.csv"
    out.write_text(f'"{MARK}Person, 2 of 3 records"\nid,name,is_top_management\np,Ann,\nq,Bo,perhaps\n')
    assert "4" in str(import_records.run([out], By()).refused[0])


def test_source_data_goes_along_and_comes_back(tmp_path: Path) -> None:
    write.save(intake.take("AISystem", {"id": "a", "name": "=x"}, {"Wörd": "=1", "id": "7"}), By())
    for ending in ("csv", "xlsx"):
        out = tmp_path / f"systems.{ending}"
        export_register(["AISystem"], out, Choice(with_source=True))
        report = import_records.run([out], By(), Way(type="AISystem"))
        assert (report.taken, report.unchanged) == (0, 1)
    with pytest.raises(Refused, match=r"source data goes along in .csv and .xlsx alone"):
        export_register(["AISystem"], tmp_path / "a.json", Choice(with_source=True))


def test_a_register_is_exported_as_it_held_on_a_day(tmp_path: Path) -> None:
    write.save(intake.take("Person", {"id": "p", "name": "Ann", "valid_from": "2024-05-01"}), By())
    out = tmp_path / "Person.csv"
    assert export_register(["Person"], out, Choice(as_of="2024-04-30")) == 0
    assert export_register(["Person"], out, Choice(as_of="2024-05-01")) == 1
    assert export_register(["Person"], out, Choice(known_on="2024-05-01")) == 0


def test_an_edited_export_brings_the_edit_alone_as_of_today(tmp_path: Path) -> None:
    made = write.save(intake.take("Person", {"id": "p", "name": "Ann", "effective_on": "2024-05-01"}), By())
    out = tmp_path / "Person.csv"
    export_register(["Person"], out)
    out.write_text(out.read_text(encoding="utf-8-sig").replace("Ann", "Anna"), encoding="utf-8")
    assert import_records.run([out], By()).changed == 1
    row = write.latest("Person", "p")
    assert made is not None and row is not None
    assert (row.name, row.effective_on, row.claimed_on, row.from_on) == ("Anna", None, None, row.recorded_on)


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"a CSV file holds one register"):
        export_register(["Person", "AISystem"], tmp_path / "a.csv")
    with pytest.raises(Refused, match=r"Foo is no register; the registers are Person"):
        export_register(["Foo"], tmp_path / "a.csv")
    with pytest.raises(Refused, match=r"a.csv: cannot be written: No such file"):
        export_register(["Person"], tmp_path / "no" / "a.csv")
    assert export_register(["Person"], tmp_path / "people", Choice(format="json")) == 0
