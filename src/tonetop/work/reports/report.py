"""What a report is made of: sections with a few sentences and a table; and its forms PDF, DOCX and XLSX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from io import BytesIO
from typing import Any

from tonetop.records.sheets.book import new_book
from tonetop.work import printing
from tonetop.work.reports.charts import Chart
from tonetop.work.reports.voice import ENGLISH, Voice

LONGEST = 32_767  # characters a cell of a sheet holds
TEMPLATE = "report.docx"
SHEET = 31  # characters a sheet's name holds
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


Lead = tuple[str, str]
"""What a figure or a line leads to: a register and an id, or `Item` and the id of a check, clause, control, pitfall."""
Address = Callable[[str, str], str]
"""Gives where a lead is read, from its two parts; an empty text where it has no page."""
NOWHERE: Lead = ("", "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its heads, how wide each column is (shares of the whole), its rows of texts.

    tones: by row, the result that it tells (pass, partial, fail, no-data, not-applicable) or an empty text;
    toned: the column that tells it. leads: by row, what it rests on.
    """

    heads: Sequence[str]
    shares: Sequence[int]
    rows: Sequence[Sequence[str]]
    tones: Sequence[str] = ()
    leads: Sequence[Lead] = ()
    toned: int = -1


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: its heading, sentences, figures as (figure, what it counts), a drawing and a table or none.

    leads: by figure, what it rests on. apart: it begins a page. A drawing never stands without the table of its
    figures.
    """

    heading: str
    sentences: Sequence[str] = ()
    figures: Sequence[tuple[str, str]] = ()
    table: Table | None = None
    chart: Chart | None = None
    leads: Sequence[Lead] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its title, of whom, as of which day, what it rests on, its sections, its foot, whose voice tells it.

    narrowed: of how many lines it holds how many, and by which filter; an empty text where it holds all.
    """

    title: str
    organisation: str
    as_of: str
    about: str
    sections: Sequence[Section] = field(default_factory=tuple)
    foot: str = ""
    voice: Voice = ENGLISH
    narrowed: str = ""

    def matter(self, address: Address | None = None) -> dict[str, Any]:
        """As plain data, for templates; address: where a lead is read, so that it becomes a link.

        as_of: the day as the language writes it; stood: the same as a word of it; language: its code.
        """
        plain, read = asdict(self), address or unread
        day = plain.pop("voice").day(self.as_of)
        stood = self.voice.form("as of %(day)s", day=day)
        plain |= {"language": self.voice.language, "as_of": day, "stood": stood}
        plain["about"] = " ".join(filter(None, (self.about, plain.pop("narrowed"))))
        for section in plain["sections"]:
            section["links"] = [read(*lead) for lead in section.pop("leads")]
            if section["table"] is not None:
                section["table"]["links"] = [read(*lead) for lead in section["table"].pop("leads")]
        return plain


def unread(type: str, ident: str) -> str:
    """Where a lead is read while the app has no address that others could follow: nowhere."""
    return ""


def pdf(report: Report, address: Address | None = None) -> bytes:
    """As tagged PDF/A, with links to records where an address is known. Raises NotPrintedError."""
    return printing.pdf("report.typ", report.matter(address), report.as_of)


def docx(report: Report, template: bytes | None = None) -> bytes:
    """As a document that people can go on writing in, by the house's template."""
    return printing.docx(template or printing.own_template(TEMPLATE), worded(report), report.as_of)


def worded(report: Report) -> dict[str, Any]:
    """What a Word template is given: the report without drawings, which Word would not show to everybody."""
    sections = [replace(section, chart=None) for section in report.sections]
    return replace(report, sections=sections).matter()


def xlsx(report: Report) -> bytes:
    """As a workbook, a sheet for each table; every cell is text and never a formula."""
    out = BytesIO()
    with new_book(out) as book:
        book.set_properties({"title": report.title, "created": datetime.fromisoformat(report.as_of)})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        about = book.add_worksheet(report.voice.said("About")[:SHEET])
        about.set_column(0, 0, 110)
        matter = report.matter()
        told = [report.title, f"{report.organisation}, {matter['stood']}", matter["about"]]
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
