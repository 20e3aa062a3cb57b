"""Registers as files: whatever a register holds comes back from each format as it was."""

from __future__ import annotations

import csv
import io
import tempfile
import unicodedata
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tonetop.core.shape import Field
from tonetop.records.imports import files
from tonetop.records.imports.files import Wanted
from tonetop.records.sheets import as_csv, as_xlsx, cells, register
from tonetop.records.sheets import formats as formats_module
from tonetop.records.sheets.formats import formats, writer_of
from tonetop.records.sheets.table import Line, Outgoing, Reading
from tonetop.standard.facts_file import Refused
from tonetop.standard.schema import BUILT_INS, shapes

FORMATS = ("csv", "xlsx", "json", "yaml")
# What a file of texts can hold: no halves of characters, no controls but line ends and tabs.
LETTERS = st.one_of(
    st.sampled_from("=+-@'\"; \t\n\r,[]{}|#:&*!?%`~\\/<>0123456789eE.ÅßéЖ中😀"),
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Mn"), exclude_characters="\u2028\u2029\ufeff"),
)
TEXTS = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: unicodedata.normalize("NFC", text))
SPECIAL = """true null ~ 1 1.0 1e5 -5 =1+1 '=1 ''=1 2025-01-14 2025-1-4T10:00 [] _x000D_ yes a;b [a] " @x +1 0x1F
1_000 12:30:45 << = .5 -"""
AWKWARD = st.sampled_from(SPECIAL.split())
NUMBERS = st.one_of(
    st.integers(0, 10**18 - 1), st.floats(0, 1e18, exclude_max=True, allow_nan=False, allow_subnormal=False)
)
DAYS = st.dates().map(str)
ANY_TEXT = st.one_of(TEXTS, AWKWARD)


def values(judge: Field) -> st.SearchStrategy[Any]:
    """Whatever a field takes."""
    by_kind: dict[str, st.SearchStrategy[Any]] = {
        "text": ANY_TEXT,
        "reference": TEXTS.map(str.strip).filter(bool),
        "sha256": st.text("0123456789abcdef", min_size=64, max_size=64),
        "date": DAYS,
        "period": st.sampled_from(("2025", "2025-H1", "2025-Q4", "2025-06")),
        "boolean": st.booleans(),
        "number": NUMBERS,
        "number_or_text": st.one_of(NUMBERS, ANY_TEXT),
        "texts": st.lists(ANY_TEXT, max_size=3),
        "references": st.lists(ANY_TEXT, max_size=3),
        "limits": st.lists(st.sampled_from((*judge.words, "money<=5.5")), max_size=3),
        "amounts": st.dictionaries(ANY_TEXT, NUMBERS, max_size=2),
    }
    if judge.kind in by_kind:
        return by_kind[judge.kind]
    words = st.sampled_from(judge.words)
    if judge.kind == "inputs":
        return st.dictionaries(words, st.lists(ANY_TEXT, max_size=2), max_size=2)
    return st.lists(words, max_size=3) if judge.kind == "words" else words


@st.composite
def records(draw: st.DrawFn, type: str) -> dict[str, Any]:
    """A record of a type with some of its fields, the built-in ones among them."""
    shape = shapes()[type]
    known = BUILT_INS | dict(shape.fields)
    needed = [name for name in shape.required() if name != "id"]
    named = {*needed, *draw(st.lists(st.sampled_from(sorted(known)), max_size=8))}
    own: dict[str, Any] = {"id": draw(ANY_TEXT.filter(str.strip))} if shape.has_id else {}
    # A row of nothing but blanks is no row, so what tells a record apart is more than blanks.
    told = {
        name: draw(values(known[name]).filter(lambda v: not isinstance(v, str) or v.strip()))
        for name in needed
    }
    return own | told | {name: draw(values(known[name])) for name in sorted(named - told.keys())}


def brought_back(type: str, plain: dict[str, Any], ending: str) -> dict[str, Any]:
    """The record after it was written to a file and read from there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{type}.{ending}"
        path.write_bytes(writer_of(path).write(Outgoing({type: [Line(plain)]})))
        batch = files.read([path], Wanted(), lambda type, idents: idents)
    assert batch.refused == []
    (candidate,) = batch.candidates
    return {name: value for name, value in candidate.plain.items() if value is not None}


def listed(value: Any) -> Any:
    """Tuples as lists, as plain records hold them."""
    if isinstance(value, dict):
        return {key: listed(item) for key, item in value.items()}
    return [listed(item) for item in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("ending", FORMATS)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_record_of_any_register_comes_back_as_it_was(ending: str, data: st.DataObject) -> None:
    type = data.draw(st.sampled_from(sorted(shapes())))
    plain = data.draw(records(type))
    assert listed(brought_back(type, plain, ending)) == plain


@pytest.mark.parametrize("ending", FORMATS)
def test_numbers_stay_apart_from_texts_and_missing_from_empty(ending: str) -> None:
    plain = {"id": "o1", "target": "5", "baseline": 5, "strategy_goals": []}
    back = brought_back("AIObjective", plain, ending)
    assert back == plain | {"strategy_goals": ()}
    assert isinstance(back["target"], str) and "policy_principles" not in back


@given(text=st.one_of(TEXTS, AWKWARD))
def test_no_cell_of_a_table_begins_as_a_formula_and_each_is_read_back(text: str) -> None:
    cell = cells.neutral(text)
    assert cell[0] not in "=+-@\t\r＝＋－＠"
    assert cells.verbatim(cell) == text


def test_a_csv_file_opens_in_a_spreadsheet_with_ids_first() -> None:
    lines = [Line({"id": "p1", "name": "=cmd|' /C calc'!A0"}, {"Rôle": "+1", "b": "x"})]
    raw = as_csv.write(Outgoing({"Person": lines}, with_source=True))
    assert raw.startswith(b"\xef\xbb\xbf")
    heads, row = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    assert heads[:2] == ["id", "name"] and heads[-2:] == ["source data: Rôle", "source data: b"]
    assert row[:2] == ["p1", "'=cmd|' /C calc'!A0"] and row[-2:] == ["'+1", "x"]


def test_a_workbook_holds_real_dates_numbers_and_yes_or_no() -> None:
    import python_calamine

    plain = {"id": "b", "kind": "money", "granted": 5.5, "approved_on": "2025-03-01", "text": "=1"}
    line = {name: value for name, value in plain.items() if name in register.judges(shapes()["Decision"])}
    raw = as_xlsx.write(Outgoing({"Decision": [Line(line | {"decided_on": "2025-03-01"})]}))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
    heads, row = book.get_sheet_by_name("Decision").to_python()
    told = dict(zip(heads, row, strict=False))
    assert str(told["decided_on"]) == "2025-03-01" and type(told["decided_on"]).__name__ == "date"
    assert told["text"] == "'=1"


def test_a_text_too_long_for_a_workbook_is_refused_by_its_cell() -> None:
    with pytest.raises(Refused, match=r"Person: the cell B2 has 40000 characters, but it holds 32767"):
        as_xlsx.write(Outgoing({"Person": [Line({"id": "p", "name": "x" * 40_000})]}))


@pytest.mark.parametrize(
    ("raw", "encoding", "name"),
    [
        (b"id,name\np,J\xf6rg\n", "cp1252", "Jörg"),
        ("id;name\np;Jörg\n".encode("utf-8-sig"), "utf-8-sig", "Jörg"),
        ("id\tname\np\tЖанна\n".encode("utf-16"), "utf-16", "Жанна"),
    ],
)
def test_encoding_and_delimiter_of_a_csv_file_are_found_out(raw: bytes, encoding: str, name: str) -> None:
    (table,) = as_csv.read(raw, "people.csv", Reading())
    assert table.encoding == encoding
    assert table.rows[0].cells == {"id": "p", "name": name}


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"id,name\np,\x81\n", r"people.csv: byte 11 is no cp1252; say the encoding"),
        (b"id,name\np,a,b\n", r"people.csv: row 2 has more cells than there are headings \(2\)"),
        (b"\n\n", r"people.csv: row 1 holds no headings"),
        (b'id,name\np,"a', r"people.csv: line 2 is no CSV"),
    ],
)
def test_a_broken_csv_file_is_refused_in_one_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        as_csv.read(raw, "people.csv", Reading())


def test_what_is_no_workbook_is_refused_in_one_sentence() -> None:
    with pytest.raises(Refused, match=r"x.xlsx: is no workbook that can be read"):
        as_xlsx.read(b"PK\x03\x04 nonsense", "x.xlsx", Reading())


def test_a_workbook_that_unfolds_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "INFLATED", 1000)
    raw = as_xlsx.write(Outgoing({"Person": [Line({"id": "p", "name": "x" * 5000})]}))
    with pytest.raises(Refused, match=r"x.xlsx: unfolds to"):
        as_xlsx.read(raw, "x.xlsx", Reading())


@pytest.mark.parametrize("by", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_that_unpacks_at_once_is_refused(by: int, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", by) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 1000)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *given: pytest.fail("it was unpacked"))
    with pytest.raises(Refused, match=r"x.xlsx: is packed in a way that no workbook is; save it anew"):
        as_xlsx.read(raw.getvalue(), "x.xlsx", Reading())


def test_a_workbook_that_lies_about_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "INFLATED", 100_000)
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 3_000_000)
        entry = packed.infolist()[0]
        entry.file_size, entry.CRC = 10, zlib.crc32(b"0" * 10)
    with zipfile.ZipFile(raw) as packed:
        assert packed.read("xl/workbook.xml") == b"0" * 10
    with pytest.raises(Refused, match=r"x.xlsx: unfolds to"):
        as_xlsx.read(raw.getvalue(), "x.xlsx", Reading())


def test_a_workbook_whose_archive_is_broken_is_refused_in_one_sentence() -> None:
    raw = as_xlsx.write(Outgoing({"Person": [Line({"id": "p"})]}))
    with pytest.raises(Refused, match=r"x.xlsx: is no workbook that can be read"):
        as_xlsx.read(raw[:40] + b"x" * 100 + raw[140:], "x.xlsx", Reading())


def test_repeated_and_blank_headings_are_told_apart() -> None:
    (table,) = as_csv.read(b"Other,Other,,Other (2),x\n1,2,3,4,5\n", "a.csv", Reading())
    assert table.columns == ("Other", "Other (2)", "column 3", "Other (2) (2)", "x")


def test_every_format_names_what_it_reads_and_writes() -> None:
    known = set(formats())
    assert {".csv", ".xlsx", ".json", ".yaml"} <= known
    with pytest.raises(Refused, match=r"a.doc: the ending .doc names no format; use .csv"):
        writer_of(Path("a.doc"))
    with pytest.raises(Refused, match=r"a: the name has no ending"):
        writer_of(Path("a"))


def test_what_people_typed_into_a_workbook_is_read_as_they_see_it() -> None:
    import datetime

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("Empty")
    sheet = book.add_worksheet("Systems")
    for place, heading in enumerate(("Name", "Number", "Share", "Yes", "Day", "Moment", "Time")):
        sheet.write(0, place, heading)
    day, time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"}), book.add_format({"num_format": "hh:mm"})
    sheet.write_string(1, 0, "Bot")
    sheet.write_number(1, 1, 5)
    sheet.write_number(1, 2, 0.25)
    sheet.write_boolean(1, 3, True)
    sheet.write_datetime(1, 4, datetime.datetime(2025, 3, 1), day)
    sheet.write_datetime(1, 5, datetime.datetime(2025, 3, 1, 10, 30), day)
    sheet.write_datetime(1, 6, datetime.time(10, 30), time)
    book.close()
    (table,) = as_xlsx.read(out.getvalue(), "x.xlsx", Reading(sheet="Systems"))
    told = ["Bot", "5", "0.25", "true", "2025-03-01", "2025-03-01 10:30:00", "10:30:00"]
    assert list(table.rows[0].cells.values()) == told
    assert [found.name for found in as_xlsx.read(out.getvalue(), "x.xlsx", Reading())] == ["Systems"]
    with pytest.raises(Refused, match=r"x.xlsx: has no sheet 'Other'; its sheets are Empty, Systems"):
        as_xlsx.read(out.getvalue(), "x.xlsx", Reading(sheet="Other"))


@pytest.mark.parametrize(
    ("kind", "cell", "sentence"),
    [
        ("boolean", "maybe", "must be true or false, not 'maybe'"),
        ("number", "1,5", "must be a number such as 12 or 12.5, not '1,5'"),
        ("number_or_text", '"a', "must be a text in quotation marks"),
        ("texts", "[1", "must be a list such as a; b"),
        ("amounts", "a=1", 'must be a mapping such as {"a": 1}'),
    ],
)
def test_a_cell_that_cannot_be_read_says_what_belongs_there(kind: str, cell: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        cells.read(Field("x", kind), cell)


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_a_broken_facts_file_is_refused_with_its_name(name: str) -> None:
    with pytest.raises(Refused, match=f"^{name}: line 1"):
        formats()[Path(name).suffix].read_facts(b"{a: [}", name)


def test_an_unknown_encoding_and_a_file_that_is_too_large_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match=r"a.csv: there is no encoding 'klingon'"):
        as_csv.read(b"a", "a.csv", Reading(encoding="klingon"))
    monkeypatch.setattr(formats_module, "MAX_BYTES", 3)
    (tmp_path / "a.csv").write_bytes(b"1234")
    with pytest.raises(Refused, match=r"a.csv: is larger than 0 MB; split it"):
        formats_module.content(tmp_path / "a.csv")
