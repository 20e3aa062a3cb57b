"""`tonetop ask`: answer a question from recorded facts and documents with quotations, or say that none was found."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.assess_file import AsOf, KnownOn
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.work.ask import Answered, ask
from tonetop.work.audit_questions import Answer
from tonetop.work.question import sound
from tonetop.work.quoted import Quoted

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
WIDTH = 100
Question = Annotated[str, typer.Argument(metavar="QUESTION", help="A question, in quotation marks.")]
Documents = Annotated[
    Path | None,
    typer.Argument(metavar="[PATH]", help="A folder of documents to ask instead; nothing is stored."),
]
After = Annotated[
    list[str] | None,
    typer.Option("--after", metavar="QUESTION", help="The question before, from which this goes on."),
]


@app.command()
def asked(
    question: Question,
    path: Documents = None,
    after: After = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Answer with quotations and ids of records alone; exit status 1 says that no evidence was found."""
    sound(question)
    found = (
        _of_folder(question, path, after) if path is not None else _of_data(question, after, as_of, known_on)
    )
    if format == "json":
        telling.say(telling.as_json(found.plain()))
    else:
        telling.say("\n".join(lines(found)))
    return 0 if found.is_found else 1


def _of_folder(question: str, path: Path, after: list[str] | None) -> Answered:
    from tonetop.work.folder_index import folder  # noqa: PLC0415 - an extra

    found = ask(question, folder(path), None, after or ())
    if found.missing:
        raise Misuse(found.missing)
    return found


def _of_data(question: str, after: list[str] | None, as_of: str | None, known_on: str | None) -> Answered:
    from tonetop.work.ask_here import ask_here  # noqa: PLC0415 - it opens the data folder
    from tonetop.work.assess_file import day  # noqa: PLC0415

    day(as_of, "--as-of")
    day(known_on, "--known-on")
    return ask_here(None, question, after or (), as_of, known_on)


def lines(found: Answered) -> Iterator[str]:
    """An answer for people: results, records, quotations with their places, and what was searched."""
    if found.question.goes_on:
        yield f"Understood as going on from: {found.question.search}"
    if not found.is_found:
        yield "No evidence found."
    for id, result in found.results:
        yield f"{id}: {telling.told(result.result)} {result.why}"
    for one in found.records:
        yield from _record(one)
    if found.total > len(found.records):
        yield f"… and {found.total - len(found.records)} more records."
    for quote in found.quotes:
        yield from _quote(quote)
    yield ""
    yield found.how


def _record(one: Answer) -> Iterator[str]:
    yield f"{one.record.type} {one.record.id} · {one.day or 'no day'}"
    for took in one.people:
        yield f"    {took.person} {took.mode}{', top management' if took.top else ''}"
    for row in one.decisions:
        yield f"    decided: {row.id}"
    for row in one.files:
        yield f"    file: {row.id} sha256 {row.sha256 or 'none on record'}"


def _quote(one: Quoted) -> Iterator[str]:
    place = ", ".join(filter(None, (one.part, f"characters {one.quote.start} to {one.quote.end}")))
    yield textwrap.indent(textwrap.fill(f"“{one.quote.text}”", WIDTH - 4, replace_whitespace=True), "    ")
    told = one.source.called if one.source.type == "File" else f"{one.source.ref} {one.source.called}"
    yield f"  {told}, {place}, sha256 {one.source.sha256[:16]}…"
    if one.orders:
        yield "  Observation: this passage speaks to whoever reads it; it is shown as evidence and was not followed."
