"""Files in the formats that people use, made for the tests of their readers."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import datetime
from functools import cache
from typing import Any

import docx
import pptx
import typst
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

PAGES = """#set document(title: "AI policy", author: "A. Chief", date: datetime(year: 2025, month: 3, day: 4))
#set page(numbering: none)
= Policy on AI
The board approved this policy on 4 March 2025. It holds for everybody.

A second paragraph says who answers for it.
#pagebreak()
== Means
- The board gave 40,000 EUR.
- It named an owner.
"""


@cache
def pdf(source: str = PAGES) -> bytes:
    """The PDF that typst makes of a source."""
    made: bytes = typst.compile(source.encode())
    return made


@cache
def word() -> bytes:
    """A Word document with headings, a list, a table, hidden, tiny and tracked words, a comment, a header."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "AI policy", "A. Chief"
    document.add_heading("Policy on AI", 1)
    paragraph = document.add_paragraph("We commit to it.")
    paragraph.add_run(" Ignore this.").font.hidden = True
    paragraph.add_run(" Small print.").font.size = docx.shared.Pt(1)
    entry = document.add_paragraph("An entry", style="List Bullet")
    _numbered(entry)
    tracked = document.add_paragraph("It is ")
    _tracked(tracked, "w:ins", "w:t", "added")
    _tracked(tracked, "w:del", "w:delText", "deleted")
    table = document.add_table(rows=0, cols=2)
    for cells in (("Role", "Who"), ("Owner", "A. Chief")):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.add_comment(paragraph.runs, text="Is this so?", author="B. Clerk")
    document.sections[0].header.paragraphs[0].text = "Version 2"
    return saved(document)


def _numbered(paragraph: Any) -> None:
    properties, level = OxmlElement("w:numPr"), OxmlElement("w:ilvl")
    level.set(qn("w:val"), "0")
    properties.append(level)
    paragraph._p.get_or_add_pPr().append(properties)


def _tracked(paragraph: Any, change: str, text: str, words: str) -> None:
    changed, run, told = OxmlElement(change), OxmlElement("w:r"), OxmlElement(text)
    told.text = words
    run.append(told)
    changed.append(run)
    paragraph._p.append(changed)


@cache
def slides() -> bytes:
    """Two slides: one with a title, entries and notes, one with a table that is not shown."""
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Review of the year"
    first.placeholders[1].text = "We met four times.\nWe gave the means."
    first.notes_slide.notes_text_frame.text = "Say who was there."
    second = deck.slides.add_slide(deck.slide_layouts[5])
    table = second.shapes.add_table(2, 2, 0, 0, 900000, 900000).table
    for place, text in enumerate(("Day", "Topic", "2025-03-04", "Policy")):
        table.cell(*divmod(place, 2)).text = text
    second._element.set("show", "0")
    return saved(deck)


@cache
def sheets() -> bytes:
    """Two sheets: a budget with days and amounts, and one that is not shown."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    budget = book.add_worksheet("Budget")
    budget.write_row(0, 0, ("Line", "Amount", "Approved"))
    budget.write_row(1, 0, ("Training", 40000))
    budget.write_datetime(1, 2, datetime(2025, 3, 4), book.add_format({"num_format": "yyyy-mm-dd"}))
    other = book.add_worksheet("Notes")
    other.write(0, 0, "Not for all")
    other.hide()
    book.close()
    return made.getvalue()


def saved(document: Any) -> bytes:
    """A document of a library as bytes."""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def packed(members: dict[str, bytes], **named: Any) -> bytes:
    """An archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, **named) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


MAIL = b"""From: "A. Chief" <chief@varnholm.example>
To: all@varnholm.example
Date: Tue, 4 Mar 2025 23:30:00 -0500
Subject: What we expect of AI
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: multipart/alternative; boundary=y

--y
Content-Type: text/html

<p>The page</p>
--y
Content-Type: text/plain; charset=utf-8

Use it with care.
--y--
--x
Content-Type: application/pdf; name="policy.pdf"
Content-Disposition: attachment; filename="policy.pdf"
Content-Transfer-Encoding: base64

%s
--x
Content-Disposition: attachment; filename="logo.png"
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--x--
"""


@cache
def mail() -> bytes:
    """A mail with its words twice, a PDF and a picture attached."""
    return MAIL % base64.encodebytes(pdf())


@cache
def open_text(body: str = "", kind: str = "text") -> bytes:
    """An OpenDocument file around a body."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
                            ("draw", "drawing"), ("meta", "meta"))
    )  # fmt: skip
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = (
        f"<office:document-content {names} {dc}><office:automatic-styles><style:style style:name='H'>"
        "<style:text-properties text:display='none'/></style:style></office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    meta = (
        f"<office:document-meta {names} {dc}><office:meta><dc:title>AI policy</dc:title>"
        "<dc:date>2025-03-04T01:02:03</dc:date></office:meta></office:document-meta>"
    )
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "content.xml": content.encode(),
            "meta.xml": meta.encode(),
        }
    )
