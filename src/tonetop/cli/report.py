"""`tonetop report`: the reports of the pages as files, as of a day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.assess_file import AsOf, KnownOn
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.records import clock
from tonetop.work.assess import assess
from tonetop.work.assess_file import day
from tonetop.work.reports.files import written
from tonetop.work.reports.named import NAMES, report_of
from tonetop.work.reports.report import FORMS

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME", help=f"Which: {', '.join(NAMES)}.")]
Out = Annotated[Path, typer.Argument(metavar="OUT", help=f"The file to write: .{', .'.join(FORMS)}.")]


@app.command()
def report(
    name: Name,
    out: Out,
    person: Annotated[str, typer.Option("--person", metavar="ID", help="Of whom a dossier tells.")] = "",
    since: Annotated[str, typer.Option("--since", metavar="DAY", help="From when a dossier tells.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="DAY", help="Up to when.")] = "",
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Write the board's page, a proof of commitment, or the statement of applicability."""
    day(as_of, "--as-of")
    day(known_on, "--known-on")
    form = out.suffix.lower().removeprefix(".")
    if name not in NAMES:
        raise Misuse(f"there is no report {name!r}; there are {', '.join(NAMES)}")
    if form not in FORMS:
        raise Misuse(f"{out}: ends with no form of a report; there are .{', .'.join(FORMS)}")
    found = assess(as_of, known_on)
    asked = {"person": person, "since": since, "until": until}
    try:
        made = written(report_of(name, found, str(clock.organisation()), asked), name, form)
        out.write_bytes(made)
    except ValueError as error:
        raise Misuse(str(error)) from None
    except OSError as error:
        raise Misuse(f"{out}: cannot be written: {error.strerror}") from None
    plain = {"file": str(out), "as_of": found.as_of, "bytes": len(made)}
    telling.say(telling.as_json(plain) if format == "json" else f"{out}: as of {found.as_of}.")
    return 0
