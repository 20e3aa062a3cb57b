"""Reading files of strangers for a scan, in a cell: workbooks as sheets, mails by their heads, documents by lines."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from typing import Any

import orjson

from tonetop.documents import reading_task
from tonetop.documents.formats import mail, mailbox
from tonetop.documents.letter import head, parsed
from tonetop.documents.package import Package
from tonetop.documents.reading import read
from tonetop.documents.unread import Unread

try:
    import python_calamine as calamine
except ImportError:  # the reader says so when a workbook comes
    calamine = None  # type: ignore[assignment]

BOOKS = frozenset((".xlsx", ".xlsm", ".xls", ".ods"))
MAIL = ("from", "to", "cc", "date", "subject", "text")
CELLS = 4_000_000
"""Cells of a sheet that are read."""
Told = dict[str, tuple[list[str], list[list[Any]]]]


def ready() -> None:
    """Load all that reads."""
    reading_task.ready()


def answer(given: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The tables of the file of that name as JSON: by name, columns and rows. Raises Unread."""
    name = str(given["name"])
    suffix = PurePosixPath(name.lower()).suffix
    if suffix in BOOKS:
        found = _sheets(data)
    elif suffix == ".eml":
        found = {"": (list(MAIL), [_mail(data, name)])}
    elif suffix == ".mbox":
        found = {"": (list(MAIL), [_mail(one, name) for one in _letters(data)])}
    else:
        lines = [[line] for line in read(data, name).text.splitlines() if line.strip()]
        found = {"": (["text"], lines)}
    return {}, orjson.dumps(found)


def _sheets(data: bytes) -> Told:
    if calamine is None:
        raise Unread("reading workbooks needs python-calamine")
    if data.startswith(b"PK"):
        Package(data).demand_all()
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {name: _sheet(name, book.get_sheet_by_name(name)) for name in book.sheet_names}
    except (calamine.CalamineError, ValueError, OverflowError, OSError) as error:
        raise error if isinstance(error, Unread) else Unread("it is damaged, or no workbook at all") from None
    return {name: table for name, table in found.items() if table[1]}


def _sheet(name: str, sheet: Any) -> tuple[list[str], list[list[Any]]]:
    """Columns by the first row that is filled as far as the sheet is wide, and the rows below it."""
    if sheet.total_height * sheet.total_width > CELLS:
        raise Unread(f"its sheet {name[:60]} has more than {CELLS} cells")
    rows = [[_told(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
    rows = [row for row in rows if any(cell is not None for cell in row)]
    if not rows:
        return [], []
    width = max(len(row) for row in rows)
    wide = max(sum(cell is not None for cell in row) for row in rows[:20])
    first = next(place for place, row in enumerate(rows) if sum(c is not None for c in row) * 2 > wide)
    names: dict[str, None] = {}
    for place in range(width):
        cell = rows[first][place] if place < len(rows[first]) else None
        told = str(cell).strip() if cell is not None else ""
        names[told if told and told not in names else f"{told or 'column'}{place + 1}"] = None
    body = [row + [None] * (width - len(row)) for row in rows[first + 1 :]]
    return list(names), body


def _told(cell: Any) -> str | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip() or None


def _letters(data: bytes) -> Iterable[bytes]:
    told = data.replace(b"\r\n", b"\n")
    begun = [found.span() for found in mailbox.FROM.finditer(told)]
    if not begun or begun[0][0]:
        raise Unread("it does not begin as a mailbox does")
    ends = [start for start, _ in begun[1:]] + [len(told)]
    return [told[start:end] for (_, start), end in zip(begun, ends, strict=True)]


def _mail(data: bytes, name: str) -> list[str | None]:
    message = parsed(data)
    heads = [head(message, part) or None for part in ("From", "To", "Cc")]
    return [*heads, _day(message), head(message, "Subject") or None, mail.read(data, name).text]


def _day(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(head(message, "Date")).date().isoformat()
    except (ValueError, TypeError):
        return None
