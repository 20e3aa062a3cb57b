"""`tonetop why CHECK`: the reason tree of one check over the data folder."""

from __future__ import annotations

import typer

from tonetop.cli import why_file
from tonetop.cli.assess_file import Alone, AsOf, KnownOn
from tonetop.cli.telling import Data, TextOrJson
from tonetop.cli.why_file import Check, explain, known
from tonetop.work.assess import assess as assessed
from tonetop.work.assess_file import day

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def why(
    check: Check,
    facts: Alone = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Show why a check came out as it did, and the one act that would change it."""
    if facts is not None:
        return why_file.why(check, facts, as_of, known_on, format)
    known(check)
    day(as_of, "--as-of")
    day(known_on, "--known-on")
    return explain(assessed(as_of, known_on), check, format)
