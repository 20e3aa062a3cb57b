"""`tonetop due`: what is overdue or due soon, and whose it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from tonetop.cli import telling
from tonetop.cli.assess_file import AsOf, KnownOn
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.core.facts import Facts
from tonetop.records import clock
from tonetop.work import due_list, remind
from tonetop.work.assess import assess
from tonetop.work.assess_file import day
from tonetop.work.calendar_feed import feed
from tonetop.work.due_told import found

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Person = Annotated[
    str, typer.Option("--person", metavar="ID", help="What waits for one person of the register alone.")
]

Calendar = Annotated[
    Path | None,
    typer.Option("--calendar", metavar="FILE", help="Write it as a calendar too (iCalendar, .ics)."),
]


@app.command()
def due(
    person: Person = "",
    calendar: Calendar = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """List what is overdue or due within 60 days, the earliest first; exit 1 when something is overdue."""
    day(as_of, "--as-of")
    day(known_on, "--known-on")
    facts = assess(as_of, known_on).facts
    if person and facts.get("Person", person) is None:
        raise Misuse(f"--person: there is no person {person!r} in the register")
    told = found(facts, person)
    if calendar is not None:
        _calendar(facts, person, calendar)
    if format == "json":
        telling.say(telling.as_json({"as_of": facts.as_of, "person": person or None, "due": told}))
    else:
        for one in told:
            telling.say(_line(one))
        telling.say(f"{telling.counted(len(told), 'thing')} due as of {facts.as_of}.")
    return int(any(one["days"] < 0 for one in told))


def _calendar(facts: Facts, person: str, out: Path) -> None:
    """Write what is due as a calendar that phones and programs take in. Raises Misuse."""
    items = due_list.of(person, facts) if person else due_list.waiting(facts)
    link = partial(remind.address, person=person)
    try:
        out.write_bytes(feed(items, remind.named(items), clock.now(), link))
    except OSError as error:
        raise Misuse(f"{out}: cannot be written: {error.strerror}") from None


def _line(one: dict[str, Any]) -> str:
    late = one["days"] < 0
    day = typer.style(one["on"], fg="red" if late else None, bold=late)
    what = one["what"] if one["by"] in (None, "") else f"{one['what']}, {one['by'].partition('/')[0]}"
    return f"{day}  {one['title']} ({one['type']} {one['id']}, {what}): {', '.join(one['whose']) or 'nobody'}"
