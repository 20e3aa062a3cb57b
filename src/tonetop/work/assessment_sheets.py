"""An assessment as a workbook: one sheet for the duties and their checks, one each for the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from tonetop.core.assess import FAIL, PARTIAL, PASS, Result
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment

Row = tuple[str, ...]
COLOURS = {PASS: "#D9EFE2", PARTIAL: "#FBEBC8", FAIL: "#F9D9D5"}
HEADS: Row = ("Id", "Matter", "Result", "Why", "Records", "Lapses on", "Next act")
LONGEST = 32767  # characters a cell holds
WIDTHS = (10, 48, 15, 70, 40, 12, 56)


def workbook(found: Assessment, name: str) -> bytes:
    """The workbook's bytes, the same for the same assessment; every cell is text and never a formula."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = datetime.fromisoformat(found.as_of)
        book.set_properties({"title": f"{name}: leadership commitment as of {found.as_of}", "created": day})
        _sheet(book, "Leadership 5.1", _leadership(found))
        _sheet(book, "Pitfalls", _pitfalls(found))
        _sheet(book, "Privacy", _checks(found, found.privacy))
        _sheet(book, "Clauses", _items(found, found.clauses, catalogue.clauses()))
        _sheet(book, "Controls", _items(found, found.controls, catalogue.controls()))
        _about(book, found, name)
    return out.getvalue()


def _leadership(found: Assessment) -> Iterable[Row]:
    for id, result in found.duties.items():
        yield _row(found, id, catalogue.duties()[id]["name"], result)
        yield from _checks(found, {c: r for c, r in found.checks.items() if c.startswith(f"{id}.")})


def _checks(found: Assessment, results: dict[str, Result]) -> Iterable[Row]:
    for id, result in results.items():
        yield _row(found, id, catalogue.checks()[id].title, result)


def _items(found: Assessment, results: dict[str, Result], texts: dict[str, Any]) -> Iterable[Row]:
    for id, result in results.items():
        yield _row(found, id, texts[id]["title"], result)


def _pitfalls(found: Assessment) -> Iterable[Row]:
    for id, signals in found.pitfalls.items():
        why = "\n".join(f"{letter}: {node.why}" for letter, node in sorted(signals.signals.items()))
        raised = "raised" if signals.raised else "not raised"
        yield (id, catalogue.pitfalls()[id]["name"], raised, why, "", "", "")


def _row(found: Assessment, id: str, matter: str, result: Result) -> Row:
    records = ", ".join(found.name(row) for row in result.records)
    ahead = (result.expires_on or "", result.next_act or "")
    return (id, matter, result.result, result.why, records, *ahead)


def _sheet(book: Workbook, title: str, rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(title)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    marked = {
        word: book.add_format({"bg_color": colour, "text_wrap": True, "valign": "top"})
        for word, colour in COLOURS.items()
    }
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, HEADS[place], head)
    last = 0
    for last, row in enumerate(rows, 1):
        for place, text in enumerate(row):
            style = marked.get(text, body) if HEADS[place] == "Result" else body
            sheet.write_string(last, place, text[:LONGEST], style)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(HEADS) - 1)


def _about(book: Workbook, found: Assessment, name: str) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 1, 40)
    about = {
        "Organisation": name,
        "As of": found.as_of,
        "As known on": found.known_on or "all that is known",
        "Catalogue": catalogue.label(),
    }
    for place, (what, said) in enumerate(about.items()):
        sheet.write_string(place, 0, what)
        sheet.write_string(place, 1, said)
