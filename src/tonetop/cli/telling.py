"""How results look in a terminal: a mark, a word, a reason; colour only where it is seen."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from tonetop.cli.harmless import harmless
from tonetop.core.assess import FAIL, NO_DATA, NOT_APPLICABLE, PARTIAL, PASS, Node, Result
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment
from tonetop.work.reasons import Part

MARKS = {PASS: "✓", PARTIAL: "◐", FAIL: "✕", NO_DATA: "○", NOT_APPLICABLE: "–"}
WORDS = {
    PASS: "backed",
    PARTIAL: "partly backed",
    FAIL: "not backed",
    NO_DATA: "no data",
    NOT_APPLICABLE: "does not apply",
}
COLOURS = {
    PASS: "green",
    PARTIAL: "yellow",
    FAIL: "red",
    NO_DATA: "bright_black",
    NOT_APPLICABLE: "bright_black",
}
TONES = {"pass": "green", "fail": "red", "no-data": "bright_black"}
WIDTH, NAMED = 100, 12


class Misuse(Exception):
    """The command is not used so; the message is one sentence."""


def text_or_json(format: str) -> str:
    """Refuse any other format."""
    if format not in ("text", "json"):
        raise Misuse(f"--format does not know {format!r}; it takes text or json")
    return format


TextOrJson = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="text or json.", callback=text_or_json)
]
Data = Annotated[
    str | None,
    typer.Option(
        "--data", metavar="DIR", help="The data folder (default: $TONETOP_DATA, else ./tonetop-data)."
    ),
]
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def today(zone: str) -> str:
    """The day it is now in an IANA time zone."""
    return datetime.now(ZoneInfo(zone)).date().isoformat()


def told(result: str) -> str:
    """A result as mark and word."""
    return typer.style(f"{MARKS[result]} {WORDS[result]}", fg=COLOURS[result], bold=result == FAIL)


def as_json(plain: Any) -> str:
    """JSON of fixed bytes: keys sorted, texts as they are."""
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)


def counted(count: int, noun: str) -> str:
    """ "1 record", "2 records"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def unstyled(text: str) -> str:
    """The text without colours."""
    return STYLE.sub("", text)


def say(text: str) -> None:
    """Write to the terminal, or plain to a pipe."""
    typer.echo(harmless(text), color=sys.stdout is not None and sys.stdout.isatty())


def _wrapped(text: str, indent: int) -> str:
    pad = " " * indent
    return textwrap.fill(text, WIDTH, initial_indent=pad, subsequent_indent=pad)


def lines(found: Assessment, name: str) -> Iterator[str]:
    """An assessment for people, top down: clause 5.1, duties and checks, pitfalls, privacy, the rest."""
    known = f", as known on {found.known_on}" if found.known_on else ""
    yield (
        typer.style(name or "Assessment", bold=True) + f" · as of {found.as_of}{known} · {catalogue.label()}"
    )
    if "5.1" in found.clauses:
        yield ""
        yield f"Clause 5.1, leadership and commitment: {told(found.clauses['5.1'].result)}"
        yield _wrapped(found.clauses["5.1"].why, 2)
    for id, duty in found.duties.items():
        yield from _duty(id, duty, found.checks)
    if found.pitfalls:
        yield ""
        yield typer.style("Pitfalls", bold=True)
        for id, signals in found.pitfalls.items():
            title = catalogue.pitfalls()[id]["name"]
            mark = typer.style("▲ raised", fg="red", bold=True) if signals.raised else "○ not raised"
            yield f"  {id} {title}: {mark}"
            for letter, node in sorted(signals.signals.items()):
                yield _wrapped(f"{letter}: {node.why}", 8)
    yield from _group("Privacy", {id: (_title(id), r) for id, r in found.privacy.items()})
    others = {id: (catalogue.clauses()[id]["title"], r) for id, r in found.clauses.items() if id != "5.1"}
    yield from _group("Other clauses, by evidence in date", others)
    controls = {id: (catalogue.controls()[id]["title"], r) for id, r in found.controls.items()}
    yield from _group("Annex A controls", controls)


def _title(check: str) -> str:
    return catalogue.checks()[check].title


def _duty(id: str, duty: Result, checks: dict[str, Result]) -> Iterator[str]:
    text = catalogue.duties()[id]["name"]
    yield ""
    yield f"{typer.style(f'{id} {text}', bold=True)}: {told(duty.result)}"
    for check, result in checks.items():
        if check.startswith(f"{id}."):
            key = " (key)" if catalogue.checks()[check].key else ""
            lapse = f", lapses {result.expires_on}" if result.expires_on else ""
            yield f"  {MARKS[result.result]} {check} {_title(check)}{key}: {WORDS[result.result]}{lapse}"
            if result.result not in (PASS, NOT_APPLICABLE):
                yield _wrapped(f"{result.why}.", 6)


def _group(title: str, results: dict[str, tuple[str, Result]]) -> Iterator[str]:
    if not results:
        return
    yield ""
    yield typer.style(title, bold=True)
    for id, (name, result) in results.items():
        yield f"  {MARKS[result.result]} {id} {name}: {WORDS[result.result]}"


def tree(part: Part, node: Node | None = None, depth: int = 1) -> Iterator[str]:
    """One side of a reason tree: every condition with its mark, its sentence and the records it relies on."""
    node = node or part.node
    mark = typer.style(part.mark(node), fg=TONES[part.tone(node)])
    yield f"{'  ' * depth}{mark} {node.why}"
    for count, row in enumerate(node.relied()):
        if count == NAMED:
            yield f"{'  ' * depth}    and more"
            break
        yield typer.style(f"{'  ' * depth}    {row.type} {row.id}{_dated(row)}", dim=True)
    for below in node.parts:
        yield from tree(part, below, depth + 1)


def _dated(row: Any) -> str:
    for name in row._fields:
        if (
            name.endswith("_on")
            and name not in ("recorded_on", "effective_on", "withdrawn_on")
            and getattr(row, name)
        ):
            return f", {name.removesuffix('_on').replace('_', ' ')} on {getattr(row, name)}"
    return ""
