"""What a report is made of: sections with a few sentences and a table; and its forms PDF, DOCX and XLSX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from tonetop.work import printing

LONGEST = 32_767  # characters a cell of a sheet holds
SHEET = 31  # characters a sheet's name holds
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its heads, how wide each column is (shares of the whole), its rows of texts.

    tones: by row, the result that it tells (pass, partial, fail, no-data, not-applicable) or an empty text.
    """

    heads: Sequence[str]
    shares: Sequence[int]
    rows: Sequence[Sequence[str]]
    tones: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: its heading, sentences, figures as (figure, what it counts), and a table or none."""

    heading: str
    sentences: Sequence[str] = ()
    figures: Sequence[tuple[str, str]] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report: what it is called, of whom, as of which day, what it rests on, and its sections."""

    title: str
    organisation: str
    as_of: str
    about: str
    sections: Sequence[Section] = field(default_factory=tuple)
    foot: str = ""

    def matter(self) -> dict[str, Any]:
        """As plain data, for templates."""
        return asdict(self)


def pdf(report: Report) -> bytes:
    """As tagged PDF/A. Raises NotPrintedError."""
    return printing.pdf("report.typ", report.matter(), report.as_of)


def docx(report: Report) -> bytes:
    """As a document that people can go on writing in."""
    from docx import Document  # noqa: PLC0415 - loads an XML library that only a report needs

    document = Document()
    document.add_heading(report.title, 0)
    document.add_paragraph(f"{report.organisation} · as of {report.as_of}")
    document.add_paragraph(report.about)
    for section in report.sections:
        document.add_heading(section.heading, 1)
        for sentence in (*section.sentences, *(f"{figure}: {counts}" for figure, counts in section.figures)):
            document.add_paragraph(sentence)
        if section.table is not None:
            _docx_table(document, section.table)
    if report.foot:
        document.add_paragraph(report.foot)
    return printing.settled(document, report.title, report.as_of)


def _docx_table(document: Any, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.heads), style="Light Grid Accent 1")
    for cell, head in zip(made.rows[0].cells, table.heads, strict=True):
        cell.text = head
    for row in table.rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text


def xlsx(report: Report) -> bytes:
    """As a workbook, a sheet for each table; every cell is text and never a formula."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": report.title, "created": datetime.fromisoformat(report.as_of)})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        about = book.add_worksheet("About")
        about.set_column(0, 0, 110)
        told = [report.title, f"{report.organisation}, as of {report.as_of}", report.about]
        for section in report.sections:
            told += [section.heading, *section.sentences]
            told += [f"{figure}: {counts}" for figure, counts in section.figures]
        for place, text in enumerate(told):
            about.write_string(place, 0, text[:LONGEST], wrap)
        for number, section in enumerate(report.sections, 1):
            if section.table is not None:
                name = f"{number} {section.heading.translate(FORBIDDEN)}"[:SHEET]
                _sheet(book.add_worksheet(name), section.table, bold, wrap)
    return out.getvalue()


def _sheet(sheet: Any, table: Table, bold: Any, wrap: Any) -> None:
    for place, (head, share) in enumerate(zip(table.heads, table.shares, strict=True)):
        sheet.set_column(place, place, max(10, share * 12))
        sheet.write_string(0, place, head, bold)
    for line, row in enumerate(table.rows, 1):
        for place, text in enumerate(row):
            sheet.write_string(line, place, text[:LONGEST], wrap)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.heads) - 1)


WORD = "application/vnd.openxmlformats-officedocument"
FORMS: dict[str, tuple[str, Callable[[Report], bytes]]] = {
    "pdf": ("application/pdf", pdf),
    "docx": (f"{WORD}.wordprocessingml.document", docx),
    "xlsx": (f"{WORD}.spreadsheetml.sheet", xlsx),
}
"""By ending: the media type, and what makes the file."""
