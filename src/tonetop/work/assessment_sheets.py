"""An assessment as a workbook: one sheet for the duties and their checks, one each for the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from tonetop.core.assess import FAIL, PARTIAL, PASS, Result
from tonetop.records.sheets.book import new_book
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment
from tonetop.work.assessment_page import WORDS
from tonetop.work.reports.voice import ENGLISH, Voice

Row = tuple[str, ...]
COLOURS = {PASS: "#D9EFE2", PARTIAL: "#FBEBC8", FAIL: "#F9D9D5"}
HEADS: Row = ("Id", "Matter", "Result", "Why", "Records", "Lapses on", "Next act")
TITLE = "%(organisation)s: leadership commitment as of %(day)s"
LONGEST = 32767  # characters a cell holds
SHEET = 31  # characters a sheet's name holds
WIDTHS = (10, 48, 15, 70, 40, 12, 56)


def workbook(found: Assessment, name: str, voice: Voice = ENGLISH) -> bytes:
    """The workbook's bytes, the same for the same assessment; every cell is text and never a formula."""
    out = BytesIO()
    with new_book(out) as book:
        day = datetime.fromisoformat(found.as_of)
        title = voice.form(TITLE, organisation=name, day=voice.day(found.as_of))
        book.set_properties({"title": title, "created": day})
        for heading, rows in (
            ("Leadership 5.1", _leadership(found, voice)),
            ("Pitfalls", _pitfalls(found, voice)),
            ("Privacy", _checks(found, found.privacy, voice)),
            ("Clauses", _items(found, found.clauses, catalogue.clauses(), voice)),
            ("Controls", _items(found, found.controls, catalogue.controls(), voice)),
        ):
            _sheet(book, voice.said(heading), rows, voice)
        _about(book, found, name, voice)
    return out.getvalue()


def _leadership(found: Assessment, voice: Voice) -> Iterable[Row]:
    for id, result in found.duties.items():
        yield _row(found, id, catalogue.duties()[id]["name"], result, voice)
        yield from _checks(found, {c: r for c, r in found.checks.items() if c.startswith(f"{id}.")}, voice)


def _checks(found: Assessment, results: dict[str, Result], voice: Voice) -> Iterable[Row]:
    for id, result in results.items():
        yield _row(found, id, catalogue.checks()[id].title, result, voice)


def _items(
    found: Assessment, results: dict[str, Result], texts: dict[str, Any], voice: Voice
) -> Iterable[Row]:
    for id, result in results.items():
        yield _row(found, id, texts[id]["title"], result, voice)


def _pitfalls(found: Assessment, voice: Voice) -> Iterable[Row]:
    for id, signals in found.pitfalls.items():
        why = "\n".join(
            f"{letter}: {voice.said(node.why)}" for letter, node in sorted(signals.signals.items())
        )
        raised = voice.said("raised" if signals.raised else "not raised")
        yield (id, voice.said(catalogue.pitfalls()[id]["name"]), raised, why, "", "", "")


def _row(found: Assessment, id: str, matter: str, result: Result, voice: Voice) -> Row:
    records = ", ".join(found.name(row) for row in result.records)
    ahead = (voice.day(result.expires_on), voice.said(result.next_act or ""))
    return (id, voice.said(matter), result.result, voice.said(result.why), records, *ahead)


def _sheet(book: Any, title: str, rows: Iterable[Row], voice: Voice) -> None:
    sheet = book.add_worksheet(title[:SHEET])
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    marked = {
        word: book.add_format({"bg_color": colour, "text_wrap": True, "valign": "top"})
        for word, colour in COLOURS.items()
    }
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, voice.said(HEADS[place]), head)
    last = 0
    for last, row in enumerate(rows, 1):
        for place, text in enumerate(row):
            style = marked.get(text, body) if HEADS[place] == "Result" else body
            told = voice.said(WORDS[text]) if text in WORDS and voice is not ENGLISH else text
            sheet.write_string(last, place, told[:LONGEST], style)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(HEADS) - 1)


def _about(book: Any, found: Assessment, name: str, voice: Voice) -> None:
    sheet = book.add_worksheet(voice.said("About"))
    sheet.set_column(0, 1, 40)
    about = {
        "Organisation": name,
        "As of": voice.day(found.as_of),
        "As known on": voice.day(found.known_on) or voice.said("all that is known"),
        "Catalogue": catalogue.label(),
    }
    for place, (what, said) in enumerate(about.items()):
        sheet.write_string(place, 0, voice.said(what))
        sheet.write_string(place, 1, said)
