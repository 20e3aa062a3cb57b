"""A scan as a workbook: findings, fields with their kinds, assets, and uses of AI, a sheet each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from tonetop.records.sheets.book import new_book
from tonetop.work.scan_found import KINDS, Scan

Row = Sequence[str | int | float | None]
FINDING = ("Finding", "Asset", "Field", "Activity", "Count", "Oldest", "Why")
FIELD = ("Asset", "Field", "Type", "Kind", "Share", "Confidence", "Filled", "Empty or constant", "Why")
ASSET = ("Asset", "Rows", "Rows looked at", "Not read, or not whole")
LONGEST = 32767  # characters a cell holds


def workbook(found: Scan, as_of: str) -> bytes:
    """The workbook's bytes; every text is text and never a formula."""
    out = BytesIO()
    with new_book(out) as book:
        book.set_properties(
            {"title": f"{found.source}, as of {as_of}", "created": datetime.fromisoformat(as_of)}
        )
        told = [(KINDS[one.kind], *list(one.plain().values())[1:]) for one in found.findings]
        _sheet(book, "Findings", FINDING, told, (34, 28, 24, 16, 12, 12, 90))
        _sheet(book, "Fields", FIELD, _fields(found), (28, 24, 10, 34, 10, 11, 12, 18, 70))
        assets = [
            (one.name, one.rows, one.rows_scanned, one.asset.skipped or one.left) for one in found.assets
        ]
        _sheet(book, "Assets", ASSET, assets, (40, 14, 14, 80))
        _sheet(book, "Use of AI", ("Where", "What", "Why"), found.ai_use, (60, 40, 60))
        _sheet(book, "About", ("Source", "As of"), [(found.source, as_of)], (60, 14))
    return out.getvalue()


def _fields(found: Scan) -> Iterable[Row]:
    for one in found.assets:
        for column in one.columns:
            unused = "yes" if column.unused else ""
            for verdict in column.kinds or (None,):
                kind = (verdict.kind, verdict.share, verdict.confidence) if verdict else (None, None, None)
                why = verdict.why if verdict else None
                yield (one.name, column.name, column.type, *kind, column.non_null, unused, why)


def _sheet(book: Any, title: str, heads: Sequence[str], rows: Iterable[Row], widths: Sequence[int]) -> None:
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    last = 0
    for place, (name, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, bold)
    for last, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(last, place, cell[:LONGEST], body)
            elif cell is not None:
                sheet.write_number(last, place, cell, body)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(heads) - 1)
