"""Export the record of processing as a file that is read on its own: a layout as CSV or workbook, or JSON-LD."""

from __future__ import annotations

from pathlib import Path

from tonetop.core.facts import Facts
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.work.assess import assess
from tonetop.work.ropa_linked import document
from tonetop.work.ropa_sheet import FORMS, LAYOUTS, rows_of, written

LINKED = "jsonld"
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    LINKED: "application/ld+json",
}
"""The media type of each form."""


def made(facts: Facts, layout: str, form: str) -> bytes:
    """The file's bytes; JSON-LD holds every activity, whatever the layout. Raises Refused."""
    if form not in KINDS:
        raise Refused(f"there is no form {form!r}; the forms are {', '.join(KINDS)}")
    whose = str(clock.organisation())
    return document(facts, whose) if form == LINKED else written(facts, layout, form, whose)


def export_ropa(
    out: Path, layout: str = LAYOUTS[0], as_of: str | None = None, known_on: str | None = None
) -> int:
    """Write the record in the form that the file's ending says; gives the number of activities. Raises Refused."""
    form = out.suffix.lower().removeprefix(".")
    if form not in (*FORMS, LINKED):
        raise Refused(f"{out}: its ending says no form; end it with .{', .'.join(KINDS)}")
    facts = assess(as_of, known_on).facts
    raw = made(facts, layout, form)
    try:
        out.write_bytes(raw)
    except OSError as error:
        raise Refused(f"{out}: cannot be written: {error.strerror}") from None
    return sum(len(rows_of(facts, name)) for name in LAYOUTS if form == LINKED or name == layout)
