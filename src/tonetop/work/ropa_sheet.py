"""The record of processing as a spreadsheet, a row an activity, names for ids; the mapping that reads it writes it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.core.shape import Field
from tonetop.records.intake import Refused
from tonetop.records.mapping import shipped
from tonetop.records.mapping.model import FieldRule, TableMap
from tonetop.records.registry import registers
from tonetop.records.sheets import cells
from tonetop.records.sheets.book import new_book
from tonetop.work.ropa import PROCESSOR, entries

LAYOUTS = ("controller", "processor")
FORMS = ("xlsx", "csv")
TYPE = "ProcessingActivity"
WIDTHS = {"business_function": 18, "name": 26, "id": 12}


def layout(name: str) -> TableMap:
    """The mapping of a layout. Raises Refused."""
    if name not in LAYOUTS:
        raise Refused(f"there is no layout {name}; the layouts are {', '.join(LAYOUTS)}")
    return shipped.find(f"ropa-{name}")


def rows_of(facts: Facts, name: str) -> list[Row]:
    """The activities that a layout tells of: as processor, or as controller, alone or with others."""
    return [one.row for one in entries(facts) if (one.row.role == PROCESSOR) == (name == "processor")]


def table(facts: Facts, name: str) -> list[list[str]]:
    """The headings, and a row of texts for each activity. Raises Refused."""
    by = layout(name)
    rules = [rule for rule in by.fields if rule.columns]
    head = [by.id.column[0] if by.id else "Id", *(rule.columns[0] for rule in rules)]
    return [head, *([row.id, *(_cell(facts, rule, row) for rule in rules)] for row in rows_of(facts, name))]


def _cell(facts: Facts, rule: FieldRule, row: Row) -> str:
    judge = rule.judge
    value = getattr(row, judge.name)
    if value is None:
        return ""
    if not value and isinstance(value, tuple) and rule.empty:
        return rule.empty[0]
    if rule.words:
        return _word(rule.words, value)
    if judge.kind == "amounts":
        return "; ".join(f"{key}: {amount:g} days" for key, amount in value.items())
    if judge.kind in ("reference", "references"):
        named = [_name(facts, judge, ref) for ref in ([value] if isinstance(value, str) else value)]
        return cells.written(judge, named[0] if judge.kind == "reference" else named)
    return cells.written(judge, list(value) if isinstance(value, tuple) else value)


def _word(words: Mapping[str, Any], value: Any) -> str:
    """What stands for a value in the file, its first letter large."""
    found = next((text for text, meant in words.items() if meant == value), str(value))
    return found[:1].upper() + found[1:]


def _name(facts: Facts, judge: Field, ref: str) -> str:
    """What a record is called, where no other of the types that could be meant is called the same; else its id."""
    found = next((one for type in judge.to if (one := facts.get(type, ref)) is not None), None)
    if found is None:
        return ref
    text = str(getattr(found, registers()[found.type].title_field) or "")
    same = sum(
        str(getattr(one, registers()[type].title_field) or "").casefold() == text.casefold()
        for type in judge.to
        for one in facts.rows(type)
    )
    return text if text and same == 1 else ref


def about(facts: Facts, name: str, organisation: str) -> list[tuple[str, str]]:
    """What a file says of itself: whose record it is, as what, of which day, as known on which, how much it holds."""
    known = f"what was known on {facts.known_on}" if facts.known_on else "all that is known"
    return [
        ("Record of processing activities", f"as {name}"),
        ("Organisation", organisation),
        ("As of", facts.as_of),
        ("From", known),
        ("Processing activities", str(len(rows_of(facts, name)))),
        ("To bring it in again", f"map it by ropa-{name}; this sheet is not read"),
    ]


def written(facts: Facts, name: str, form: str, organisation: str) -> bytes:
    """The file; a workbook says on a second sheet whose it is and of which day. Raises Refused."""
    if form not in FORMS:
        raise Refused(f"there is no form {form}; the forms are {', '.join(FORMS)}")
    lines = table(facts, name)
    return _xlsx(lines, name, about(facts, name, organisation)) if form == "xlsx" else _csv(lines)


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(lines: Sequence[Sequence[str]], name: str, told: Sequence[tuple[str, str]]) -> bytes:
    out = io.BytesIO()
    book = new_book(out)
    head = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4", "border": 1}
    )
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet = book.add_worksheet(f"As {name}")
    sheet.freeze_panes(1, 3)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    whose, day = told[1][1].replace("&", "&&")[:120], told[2][1]
    sheet.set_header(f"&L{whose}: record of processing activities as {name}&R{day}")
    sheet.set_footer("&C&P / &N")
    for number, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(number, place, text, cell if number else head)
    sheet.set_column(0, 0, WIDTHS["id"])
    sheet.set_column(1, len(lines[0]) - 1, WIDTHS["name"])
    sheet.autofilter(0, 0, max(len(lines) - 1, 1), len(lines[0]) - 1)
    own = book.add_worksheet("About")
    own.set_column(0, 0, 32)
    own.set_column(1, 1, 60)
    for number, (what, text) in enumerate(told):
        own.write_string(number, 0, what, head)
        own.write_string(number, 1, text, cell)
    book.close()
    return out.getvalue()
