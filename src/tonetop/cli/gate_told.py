"""How a verdict of gates looks in a terminal, wherever it came from, and what the question is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from tonetop.cli import telling

Process = Annotated[
    str, typer.Option("--process", metavar="P", help="A business process: its id, name, or kind.")
]
Subject = Annotated[
    str, typer.Option("--subject", metavar="S", help="What wants to pass: an AI system, asset or decision.")
]
Kind = Annotated[
    str, typer.Option("--kind", metavar="K", help="Gates of this kind alone, such as deployment-approval.")
]
Url = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="Ask a server with the token in $TONETOP_TOKEN, not a folder."),
]
GUARDS = ("prohibited-use", "stop-condition")
"""Effects of rules that say something only when they keep a gate shut."""


def show(told: dict[str, Any], format: str) -> int:
    """Print a verdict; gives the exit status."""
    if format == "json":
        telling.say(telling.as_json(told))
    else:
        for line in _lines(told):
            telling.say(line)
    return 0 if told["opens"] is True else 1


def _lines(told: dict[str, Any]) -> Iterator[str]:
    colour = "green" if told["opens"] else "red"
    yield typer.style(f"{told['why']} (as of {told['as_of']})", fg=colour, bold=True)
    for gate in told["gates"]:
        state = typer.style("open", fg="green") if gate["opens"] else typer.style("shut", fg="red", bold=True)
        yield ""
        yield f"{gate['gate']} ({gate['kind']}): {state}" + _decides(gate)
        quiet = [line for line in gate["lines"] if line["effect"] in GUARDS and line["holds"]]
        if quiet:
            yield f"  ✓ Prohibitions and stops that do not apply: {len(quiet)}"
        for line in gate["lines"]:
            if line not in quiet:
                yield from _line(line)


def _decides(gate: dict[str, Any]) -> str:
    return f" · {gate['decides']} decides" if gate["decides"] and not gate["opens"] else ""


def _line(line: dict[str, Any]) -> Iterator[str]:
    mark = "△" if line["waived"] else {True: "✓", False: "✕", None: "?"}[line["holds"]]
    yield f"  {mark} {line['sentence']}: {line['why']}"
    if line["quotes"] and line["blocks"]:
        yield typer.style(f"      “{line['quotes']}”", dim=True)
    if line["act"]:
        yield f"      → {line['act']}"
