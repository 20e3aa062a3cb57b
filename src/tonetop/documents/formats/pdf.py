"""PDF: each page is a part; lines become paragraphs by where they stand; pages without letters are said."""

from __future__ import annotations

import ctypes
import re
from typing import Any

from tonetop.core.passage import Text
from tonetop.documents.formats.days import iso_day
from tonetop.documents.formats.pdf_lines import Line, paragraphs, told
from tonetop.documents.formats.pdf_tables import Table, tables
from tonetop.documents.formats.pdf_unseen import unseen
from tonetop.documents.manuscript import Manuscript
from tonetop.documents.unread import Missing, Unread

try:
    import pypdfium2 as pdfium
    from pypdfium2 import raw
except ImportError:  # the extra is not installed
    pdfium = None

PAGES = 5_000
LETTERS = 2_000_000
"""Characters of one page."""
SHARP, PIXELS = 300 / 72, 12_000_000
"""How many times larger than its points a page is drawn to be recognised, and into how many dots at most."""
SPACE = re.compile(r" +")
WIDE = 3
"""So many spaces may part cells, though they stand in the file."""
GAP = 0.85
"""How many sizes of a letter lie between two cells at least."""
NO_LAYER = "not examined: no text layer"


def read(data: bytes, name: str) -> Text:
    """The text of a PDF. Raises Unread."""
    if pdfium is None:
        raise Missing("PDF")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Unread(
            "it is locked with a password" if locked else "it is damaged, or no PDF at all"
        ) from None
    script = Manuscript()
    try:
        if len(document) > PAGES:
            raise Unread(f"it has more than {PAGES} pages")
        for index in range(len(document)):
            _page(document, index, script)
        told = document.get_metadata_dict()
        if document.get_formtype() in (2, 3):
            script.notice("form", "it is a form of a kind (XFA) whose fields are not examined")
    finally:
        document.close()
    return script.done(data, "pdf", _about(told))


def picture(data: bytes, number: int) -> bytes:
    """A page, counted from 1, as a grey picture (PGM) of at most PIXELS. Raises Unread."""
    if pdfium is None:
        raise Missing("PDF")
    try:
        document = pdfium.PdfDocument(data)
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(SHARP, (PIXELS / max(width * height, 1)) ** 0.5)
        drawn = page.render(scale=scale, grayscale=True)
    except (pdfium.PdfiumError, IndexError):
        raise Unread(f"page {number} cannot be drawn") from None
    rows, stride = bytes(drawn.buffer), drawn.stride
    told = b"".join(rows[row * stride : row * stride + drawn.width] for row in range(drawn.height))
    return b"P5 %d %d 255\n" % (drawn.width, drawn.height) + told


def _about(told: dict[str, str]) -> dict[str, str]:
    return {
        "title": told.get("Title", ""),
        "author": told.get("Author", ""),
        "created": iso_day(told.get("CreationDate", "")),
        "modified": iso_day(told.get("ModDate", "")),
    }


def _page(document: Any, index: int, script: Manuscript) -> None:
    """A page as one part; a page that cannot be opened is an empty part, and said."""
    with script.part("page") as number:
        try:
            page = document[index]
            letters = page.get_textpage()
        except pdfium.PdfiumError:
            script.notice("damaged page", f"page {number} is damaged and was not examined")
            return
        try:
            lines = _lines(letters)
            if not any(line.text.strip() for line in lines):
                if _draws(page):
                    script.notice("no text layer", f"page {number} is {NO_LAYER}")
                return
            places = list[Place]()
            for found in tables(lines):
                places += (
                    _write_table(found, script)
                    if isinstance(found, Table)
                    else _write(paragraphs(found), script)
                )
            for what, why, first, last in unseen(page, letters, raw):
                script.notice(what, f"page {number}: {why}", _range(places, first, last))
        finally:
            letters.close()
            page.close()


def _draws(page: Any) -> bool:
    """Whether anything at all stands on the page."""
    return bool(raw.FPDFPage_CountObjects(page.raw) > 0)


def _lines(letters: Any) -> list[Line]:
    """The page's lines in the order of its text, each with the baseline and size of its first letter."""
    count = raw.FPDFText_CountChars(letters.raw)
    if count > LETTERS:
        raise Unread(f"a page has more than {LETTERS} characters")
    text = letters.get_text_range() if count > 0 else ""
    lines, at = list[Line](), 0
    place = (ctypes.c_double(), ctypes.c_double())
    for line in text.split("\n"):
        lines.append(_line(letters, line.rstrip("\r"), at, place))
        at += len(line) + 1
    return lines


def _line(letters: Any, text: str, at: int, place: tuple[ctypes.c_double, ctypes.c_double]) -> Line:
    lead = len(text) - len(text.lstrip())
    if not text.strip():
        return Line("", at, 0, 0, 0)
    index = raw.FPDFText_GetCharIndexFromTextIndex(letters.raw, at + lead)
    if index < 0 or not raw.FPDFText_GetCharOrigin(letters.raw, index, *place):
        return Line(text, at, 0, 0, 0)
    size = raw.FPDFText_GetFontSize(letters.raw, index)
    weight = raw.FPDFText_GetFontWeight(letters.raw, index)
    return Line(text, at, place[1].value, size, weight, _cells(letters, text, at, size))


def _cells(letters: Any, text: str, at: int, size: float) -> tuple[tuple[int, int, float, float], ...]:
    """The parts of a line between wide gaps, with the edges of each; a gap is a space that no letter of the file is."""
    box = tuple(ctypes.c_double() for _ in range(4))

    def edges(first: int, last: int) -> tuple[float, float]:
        told = []
        for number in (first, last):
            index = raw.FPDFText_GetCharIndexFromTextIndex(letters.raw, at + number)
            raw.FPDFText_GetCharBox(letters.raw, index, *box)
            told.append((box[0].value, box[1].value))
        return told[0][0], told[1][1]

    end = len(text.rstrip())
    begun = len(text) - len(text.lstrip())
    starts, ends = [begun], []
    for space in SPACE.finditer(text, begun, end):
        index = raw.FPDFText_GetCharIndexFromTextIndex(letters.raw, at + space.end() - 1)
        if raw.FPDFText_IsGenerated(letters.raw, index) != 1 and len(space[0]) < WIDE:
            continue
        right, left = edges(space.end(), space.start() - 1)[::-1]
        if left - right > GAP * size:
            ends.append(space.start())
            starts.append(space.end())
    ends.append(end)
    return tuple((first, last, *edges(first, last - 1)) for first, last in zip(starts, ends, strict=True))


Place = tuple[int, int, int]
"""Where a line's letters went: from which letter of the page, to which character of the text, how many."""


def _write(blocks: list[tuple[str, list[Line]]], script: Manuscript) -> list[Place]:
    """Write the paragraphs of a page; where each line went."""
    places = list[Place]()
    for prefix, lines in blocks:
        script.write(prefix)
        for number, line in enumerate(lines):
            start, end = script.write(line.told())
            places.append((line.at, start, end - start))
            if not line.is_cut():
                script.write("\n\n" if number == len(lines) - 1 else " " if prefix.startswith("#") else "\n")
    return places


def _write_table(table: Table, script: Manuscript) -> list[Place]:
    """Write the rows of a table, each a line with bars between its cells; where each piece went."""
    places = list[Place]()
    for row in table.rows:
        script.write("|")
        for number in range(len(table.columns)):
            for piece in row.cells.get(number, ()):
                script.write(" ")
                start, end = script.write(told(piece.text.strip()).replace("|", "/"))
                places.append((piece.at, start, end - start))
            script.write(" |")
        script.write("\n")
    script.write("\n")
    return places


def _range(places: list[Place], first: int, last: int) -> tuple[int, int] | None:
    """The range of the text that letters of the page became."""
    starts = [
        start + max(0, first - at) for at, start, length in places if at + length > first and at <= last
    ]
    ends = [
        start + min(length, last + 1 - at)
        for at, start, length in places
        if at + length > first and at <= last
    ]
    return (min(starts), max(ends)) if starts and max(ends) > min(starts) else None
