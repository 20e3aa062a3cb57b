"""Workbooks: a sheet for each register, with real dates and numbers, which sort and filter as such."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import python_calamine

from tonetop.core import cadence
from tonetop.core.shape import Field
from tonetop.records.sheets import cells, register
from tonetop.records.sheets.book import cell_name, new_book
from tonetop.records.sheets.table import Outgoing, Reading, Table, table
from tonetop.standard.facts_file import Refused
from tonetop.standard.schema import shapes

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")
WRITES = (".xlsx",)
LONGEST = 32_767
"""How many characters a cell of a workbook holds."""
ROWS = 1_048_576
INFLATED = 400_000_000
"""How many bytes a workbook may unfold to."""
KNOWN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How a workbook is packed; other ways unpack at once, however little is asked for."""
CHUNK = 1 << 20
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
WIDTHS = {"date": 12, "boolean": 9, "number": 12}
_FIRST_DAY = "1900-03-01"  # before it, workbooks count a day that never was


def write(outgoing: Outgoing) -> bytes:
    """A workbook of all the registers. Raises Refused for what no cell can hold."""
    out = io.BytesIO()
    book = new_book(out)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for type, lines in outgoing.records.items():
        if len(lines) + len(outgoing.head()) >= ROWS:
            raise Refused(f"{type}: a sheet holds {ROWS - 1} records; write .csv or .json")
        sheet, top = book.add_worksheet(type), len(outgoing.head())
        for place, text in enumerate(outgoing.head()):
            _write_text(sheet, (place, 0), text)
        sheet.freeze_panes(top + 1, 1)
        fields = register.judges(shapes()[type])
        sources = register.sources(lines) if outgoing.with_source else ()
        names = [*fields, *(cells.neutral(register.SOURCE + column) for column in sources)]
        for place, name in enumerate(names):
            sheet.set_column(place, place, _width(fields.get(name)))
            sheet.write_string(top, place, name, bold)
        for row, line in enumerate(lines, top + 1):
            for place, field in enumerate(fields.values()):
                _write_value(sheet, (row, place), field, line.plain.get(field.name), day)
            for place, column in enumerate(sources, len(fields)):
                _write_text(sheet, (row, place), cells.neutral(line.source.get(column, "")))
        sheet.autofilter(top, 0, top + max(len(lines), 1), len(names) - 1)
    book.close()
    return out.getvalue()


def _width(field: Field | None) -> int:
    return WIDTHS.get(field.kind, 24) if field else 24


def _write_value(sheet: Any, place: tuple[int, int], field: Field, value: Any, day: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, int | float) and float(f"{value:.16g}") == value:
        sheet.write_number(*place, value)
    elif field.kind == "date" and value and value >= _FIRST_DAY and cadence.is_day(value):
        sheet.write_datetime(*place, date.fromisoformat(value), day)
    else:
        _write_text(sheet, place, cells.written(field, value))


def _write_text(sheet: Any, place: tuple[int, int], text: str) -> None:
    if len(text) > LONGEST:
        cell = f"{sheet.get_name()}: the cell {cell_name(*place)}"
        raise Refused(
            f"{cell} has {len(text)} characters, but it holds {LONGEST}; write .csv, .json or .yaml"
        )
    if text:
        sheet.write_string(*place, text)


def read(raw: bytes, name: str, reading: Reading) -> list[Table]:
    """The tables of a workbook's sheets but empty ones; one sheet's when it is named. Raises Refused."""
    _bounded(raw, name)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        named = {sheet: book.get_sheet_by_name(sheet) for sheet in book.sheet_names}
        grids = {sheet: found.to_python(skip_empty_area=False) for sheet, found in named.items()}
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused(f"{name}: is no workbook that can be read: {error}") from None
    if reading.sheet:
        if reading.sheet not in grids:
            raise Refused(f"{name}: has no sheet {reading.sheet!r}; its sheets are {', '.join(grids)}")
        grids = {reading.sheet: grids[reading.sheet]}
    return [
        table(f"{name}, sheet {sheet}", _texts(grid), reading, name=sheet)
        for sheet, grid in grids.items()
        if grid
    ]


def _bounded(raw: bytes, name: str) -> None:
    """Refuse a zip that unfolds to more than a person's workbook does, whatever it says of its sizes."""
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            entries = packed.infolist()
            if {entry.compress_type for entry in entries} - KNOWN:
                raise Refused(f"{name}: is packed in a way that no workbook is; save it anew")
            size = sum(entry.file_size for entry in entries)
            if size <= INFLATED:
                size = _unfolded(packed)
    except BROKEN as error:
        raise Refused(f"{name}: is no workbook that can be read: {error}") from None
    if size > INFLATED:
        raise Refused(f"{name}: unfolds to {size // 1_000_000} MB; split it, or save it as CSV")


def _unfolded(packed: zipfile.ZipFile) -> int:
    """How many bytes a zip really unfolds to, counted no further than `INFLATED`."""
    size = 0
    for entry in packed.infolist():
        entry.file_size = 1 << 62  # else it would be read no further than it says of itself
        with packed.open(entry) as part:
            while size <= INFLATED and (chunk := part.read(CHUNK)):
                size += len(chunk)
    return size


def _texts(grid: list[list[Any]]) -> Iterator[list[str]]:
    return ([_said(value) for value in row] for row in grid)


def _said(value: Any) -> str:
    """A cell's value as the text that `cells.read` reads."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
