"""XLSX, XLS and ODS: each sheet is a part, each row a line with its cells side by side."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from tonetop.core.passage import Text
from tonetop.documents.formats import office
from tonetop.documents.manuscript import Manuscript
from tonetop.documents.package import Package
from tonetop.documents.unread import Missing, Unread

try:
    import python_calamine as calamine
except ImportError:  # the extra is not installed
    calamine = None  # type: ignore[assignment]

CELLS = 2_000_000
"""Cells of a workbook that are read, empty ones among others counted."""
DAMAGED = "it is damaged, or no workbook at all"


def read(data: bytes, name: str) -> Text:
    """The text of a workbook: values, not formulas. Raises Unread."""
    if calamine is None:
        raise Missing("workbooks")
    script, told = Manuscript(), dict[str, str]()
    if data.startswith(b"PK"):
        package = Package(data)
        package.demand_all()
        office.left_alone(package, script)
        told = office.about(package)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                _sheet(book, sheet, script)
    except (calamine.CalamineError, ValueError, OverflowError, OSError) as error:
        raise error if isinstance(error, Unread) else Unread(DAMAGED) from None
    return script.done(data, "xlsx", told)


def _sheet(book: Any, sheet: Any, script: Manuscript) -> None:
    rows = book.get_sheet_by_name(sheet.name)
    if rows.total_height * rows.total_width > CELLS:
        raise Unread(f"its sheet {sheet.name[:60]} has more than {CELLS} cells")
    with script.part("sheet", sheet.name):
        begun = script.length
        _rows(rows.to_python(skip_empty_area=True), script)
        if sheet.visible != calamine.SheetVisibleEnum.Visible:
            script.notice("hidden sheet", f"the sheet {sheet.name[:60]} is not shown", (begun, script.length))


def _rows(rows: Iterable[list[Any]], script: Manuscript) -> None:
    """Rows below each other; an empty one parts two tables; empty cells at the end are left out."""
    for row in rows:
        cells = [_told(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) == 1 or sum(map(bool, cells)) == 1:
            script.gap()
            script.block(next(cell for cell in cells if cell))
        elif any(cells):
            script.row(cells)
        else:
            script.gap()
    script.gap()


def _told(cell: Any) -> str:
    """A cell as a person reads it: days as ISO days, whole numbers without a fraction."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell).strip()
