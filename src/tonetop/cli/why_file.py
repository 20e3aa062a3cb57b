"""`tonetop why CHECK --facts FILE`: the reason tree of one check over a facts file."""

from __future__ import annotations

from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.assess_file import AsOf, Data, Facts, KnownOn
from tonetop.cli.telling import Misuse, TextOrJson
from tonetop.core.assess import FAIL, NO_DATA, Result
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment
from tonetop.work.assess_file import Look, assess_file
from tonetop.work.reasons import reasons

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Check = Annotated[str, typer.Argument(metavar="CHECK", help="A check, such as LD-1.2 or PV-3.")]


@app.command()
def why(
    check: Check,
    facts: Facts,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Show why a check came out as it did, and the one act that would change it."""
    known(check)
    _, judged = assess_file(facts, telling.today, Look(as_of, known_on))
    return explain(judged, check, format)


def known(check: str) -> None:
    """Refuse a check there is not."""
    if check not in catalogue.checks():
        raise Misuse(f"{check} is no check; they run from LD-1.1 to LD-9.6 and from PV-1 to PV-8")


def explain(judged: Assessment, check: str, format: str) -> int:
    """Tell one check's result, its tree, when it lapses and what would change it; 1 when it falls short."""
    result: Result = (judged.checks | judged.privacy)[check]
    status = 1 if result.result in (FAIL, NO_DATA) else 0
    if format == "json":
        telling.say(telling.as_json(judged.tree(check)))
        return status
    text = catalogue.checks()[check]
    telling.say(f"{typer.style(f'{check} {text.title}', bold=True)}: {telling.told(result.result)}")
    telling.say(f"as of {judged.as_of}" + (f", as known on {judged.known_on}" if judged.known_on else ""))
    for part in reasons(result):
        telling.say(f"\n{part.heading}:")
        for line in telling.tree(part):
            telling.say(line)
    telling.say("" if result.tree.parts else f"{result.why}.")
    if result.expires_on:
        telling.say(f"Lapses on {result.expires_on} if nothing new is recorded.")
    if result.next_act:
        telling.say(f"What would change it: {result.next_act}.")
    return status
