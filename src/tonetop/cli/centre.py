"""`tonetop centre`: every requirement with its owner, state, evidence, the day on which it lapses, the next act."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.assess_file import AsOf, KnownOn
from tonetop.cli.telling import WIDTH, Data, Misuse, TextOrJson
from tonetop.core.facts import Facts
from tonetop.standard.assessment import Assessment
from tonetop.standard.maps.centre import ATTENTION, NOT_STARTED, STATES, Line, counts, lines
from tonetop.standard.maps.frameworks import backed, known
from tonetop.work.assess import assess
from tonetop.work.assess_file import day
from tonetop.work.reports.centre import STATED, owner

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
State = Annotated[
    str, typer.Option("--state", metavar="STATE", help="attention, upcoming, not-started or healthy alone.")
]

Other = Annotated[
    str, typer.Option("--framework", metavar="NAME", help="Of another framework, such as gdpr or iso27001.")
]


@app.command()
def centre(
    state: State = "",
    framework: Other = "",
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Say where each requirement stands; exit 1 when one needs attention or is not started."""
    if state and state not in STATES:
        raise Misuse(f"--state does not know {state!r}; it takes {', '.join(STATES)}")
    day(as_of, "--as-of")
    day(known_on, "--known-on")
    found = assess(as_of, known_on)
    told = _of(found, framework)
    counted = counts(told)
    shown = [line for line in told if state in ("", line.state)]
    if format == "json":
        plain = {"as_of": found.as_of, "known_on": found.known_on, "counts": counted}
        telling.say(telling.as_json(plain | {"requirements": [line.plain() for line in shown]}))
    else:
        for text in _lines(found.facts, shown, counted):
            telling.say(text)
    return int(bool(counted[ATTENTION] or counted[NOT_STARTED]))


def _of(found: Assessment, name: str) -> tuple[Line, ...]:
    if not name:
        return lines(found)
    others = known(found.facts)
    if name not in others:
        raise Misuse(f"--framework does not know {name!r}; it takes {', '.join(others)}")
    return backed(found, others[name])


def _lines(facts: Facts, shown: list[Line], counted: dict[str, int]) -> Iterator[str]:
    figures = " · ".join(f"{STATED[state]}: {n}" for state, n in counted.items())
    yield typer.style(f"Requirements as of {facts.as_of}", bold=True) + f" · {figures}"
    for state in STATES:
        for number, line in enumerate([line for line in shown if line.state == state]):
            if not number:
                yield ""
                yield typer.style(STATED[state], bold=True)
            yield from _told(facts, line)


def _told(facts: Facts, line: Line) -> Iterator[str]:
    yield f"  {line.id} {line.title}: {telling.told(line.result)}"
    pieces = f"{telling.counted(line.evidence, 'piece')} of evidence"
    newest = f", newest of {line.newest}" if line.newest else ""
    lapses = f" · lapses {line.lapses}" if line.lapses else ""
    yield typer.style(f"      {owner(facts, line)} · {pieces}{newest}{lapses}", dim=True)
    if line.next_act:
        yield textwrap.fill(
            f"→ {line.next_act}", WIDTH, initial_indent="      ", subsequent_indent="        "
        )
