"""`tonetop diff DATE DATE`: what changed between two days, and which results turned because of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from tonetop.cli import telling
from tonetop.cli.telling import MARKS, WIDTH, WORDS, Data, TextOrJson
from tonetop.work.assess_file import day
from tonetop.work.changes import CHANGED, CREATED, RAISED, Changes, RecordChange, Turn, changes

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Since = Annotated[str, typer.Argument(metavar="DATE", help="The earlier day.")]
Until = Annotated[str, typer.Argument(metavar="DATE", help="The later day.")]
SIGNS = {CREATED: "+", CHANGED: "~"}
LONGEST = 60


@app.command()
def diff(since: Since, until: Until, format: TextOrJson = "text", data: Data = None) -> int:
    """Tell what changed between two days and which results turned because of it."""
    day(since, "the first date")
    day(until, "the second date")
    found = changes(since, until)
    if format == "json":
        telling.say(telling.as_json(found.plain()))
    else:
        for line in _lines(found):
            telling.say(line)
    return 0


def _lines(found: Changes) -> Iterator[str]:
    yield typer.style(f"From {found.since} to {found.until}", bold=True)
    yield ""
    yield typer.style(f"{telling.counted(len(found.turns), 'result')} turned", bold=True)
    for turn in found.turns:
        yield from _turn(turn)
    yield ""
    yield typer.style(f"{telling.counted(len(found.records), 'record')} new, changed or withdrawn", bold=True)
    for change in found.records:
        yield from _record(change)


def _turn(turn: Turn) -> Iterator[str]:
    yield f"  {turn.id} {turn.title}: {_word(turn.before)} → {_word(turn.after)}"
    yield textwrap.fill(turn.why, WIDTH, initial_indent="      ", subsequent_indent="      ")
    if turn.because:
        named = f"because of {', '.join(turn.because)}"
        lines = textwrap.wrap(named, WIDTH - 6, break_long_words=False, break_on_hyphens=False)
        yield from (typer.style(f"      {line}", dim=True) for line in lines)
    elif turn.lapsed_on:
        yield typer.style(f"      it lapsed on {turn.lapsed_on}, with nothing new recorded", dim=True)


def _word(result: str) -> str:
    if result in MARKS:
        return f"{MARKS[result]} {WORDS[result]}"
    return f"{'▲' if result == RAISED else '○'} {result}"


def _record(change: RecordChange) -> Iterator[str]:
    titled = f" {change.title}" if change.title != change.id else ""
    yield f"  {SIGNS.get(change.kind, '-')} {change.type} {change.id}{titled}"
    for one in change.fields if change.kind == CHANGED else ():
        yield f"      {one.name}: {_said(one.before)} → {_said(one.after)}"


def _said(value: Any) -> str:
    if value is None or value == ():
        return "–"
    if isinstance(value, tuple):
        value = ", ".join(map(str, value))
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
