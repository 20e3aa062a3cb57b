"""`tonetop centre`: every requirement with its owner, state, evidence, the day on which it lapses, the next act."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.assess_file import AsOf, KnownOn
from tonetop.cli.telling import WIDTH, Data, Misuse, TextOrJson
from tonetop.core.facts import Facts
from tonetop.records.intake import Refused
from tonetop.standard.maps.centre import ATTENTION, NOT_STARTED, STATES, Line, counts
from tonetop.work.assess import assess
from tonetop.work.assess_file import day
from tonetop.work.centre import SORTS, Wish
from tonetop.work.centre import centre as standing
from tonetop.work.reports.centre import STATED
from tonetop.work.reports.centre import owner as whose

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
State = Annotated[
    str, typer.Option("--state", metavar="STATE", help="attention, upcoming, not-started or healthy alone.")
]
Part = Annotated[
    str,
    typer.Option(
        "--part", metavar="PART", help="clauses, duties or controls alone; a framework has its own."
    ),
]
Owner = Annotated[str, typer.Option("--owner", metavar="PERSON", help="Of one person alone; -: of nobody.")]
Find = Annotated[
    str, typer.Option("--find", metavar="WORDS", help="With these words in number or title alone.")
]
Sort = Annotated[
    str,
    typer.Option(
        "--sort", metavar="NAME", help=f"By {', '.join(SORTS)}; with - before it (--sort=-lapses) downwards."
    ),
]
Other = Annotated[
    str, typer.Option("--framework", metavar="NAME", help="Of another framework, such as gdpr or iso27001.")
]


@app.command()
def centre(  # noqa: PLR0913, PLR0917 - each option is a filter of the page
    state: State = "",
    part: Part = "",
    owner: Owner = "",
    find: Find = "",
    sort: Sort = "",
    framework: Other = "",
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Say where each requirement stands; exit 1 when one needs attention or is not started."""
    day(as_of, "--as-of")
    day(known_on, "--known-on")
    found = assess(as_of, known_on)
    try:
        told = standing(found, Wish(state, part, owner, find, sort, framework))
    except Refused as refused:
        raise Misuse(f"--{refused}") from None
    counted = counts(told.narrowed)
    if format == "json":
        plain = {"as_of": found.as_of, "known_on": found.known_on, "counts": counted}
        telling.say(telling.as_json(plain | {"requirements": [line.plain() for line in told.lines]}))
    else:
        for text in _lines(found.facts, told.lines, counted):
            telling.say(text)
    return int(bool(counted[ATTENTION] or counted[NOT_STARTED]))


def _lines(facts: Facts, shown: Sequence[Line], counted: dict[str, int]) -> Iterator[str]:
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
    yield typer.style(f"      {whose(facts, line)} · {pieces}{newest}{lapses}", dim=True)
    if line.next_act:
        yield textwrap.fill(
            f"→ {line.next_act}", WIDTH, initial_indent="      ", subsequent_indent="        "
        )
