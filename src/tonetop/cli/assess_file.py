"""`tonetop assess --facts FILE`: assess a facts file alone, without data folder and web framework."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Misuse
from tonetop.standard.assessment import Assessment
from tonetop.work.assess_file import assess_file

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Facts = Annotated[Path, typer.Option("--facts", help="The facts file, YAML or JSON.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day looked at (default: today).")
]
KnownOn = Annotated[
    str | None, typer.Option("--known-on", metavar="DATE", help="Leave out what was recorded later.")
]
Clause = Annotated[str | None, typer.Option("--clause", help="Only what belongs to this clause or control.")]
Format = Annotated[str, typer.Option("--format", help="text or json.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to this file.")]
Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="The data folder (not read here).")]
FORMATS = ("text", "json")


@app.command()
def assess(
    facts: Facts,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    clause: Clause = None,
    format: Format = "text",
    out: Out = None,
    data: Data = None,
) -> int:
    """Assess a facts file alone; nothing is stored."""
    told_format(format)
    found, judged = assess_file(facts, as_of, known_on, clause)
    return tell(judged, found.organisation.get("name", facts.name), format, out)


def told_format(format: str) -> None:
    """Refuse a format there is not."""
    if format not in FORMATS:
        raise Misuse(f"--format does not know {format!r}; it takes {' or '.join(FORMATS)}")


def tell(judged: Assessment, name: str, format: str, out: Path | None) -> int:
    """Write an assessment; gives 1 when something in it falls short, else 0."""
    text = telling.as_json(judged.plain()) if format == "json" else "\n".join(telling.lines(judged, name))
    if out is None:
        telling.say(text)
    else:
        try:
            out.write_text(telling.unstyled(text) + "\n", encoding="utf-8")
        except OSError as error:
            raise Misuse(f"--out {out}: cannot be written: {error.strerror}") from None
    return 1 if judged.falls_short else 0
