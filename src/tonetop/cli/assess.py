"""`tonetop assess`: assess what the data folder holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import assess_file, telling
from tonetop.cli.assess_file import Alone, AsOf, Clause, Format, KnownOn, Out, known_format, tell
from tonetop.cli.telling import Data, Misuse
from tonetop.records import clock
from tonetop.records.write import By
from tonetop.standard.assessment import assessment
from tonetop.work.assess import assess as assessed
from tonetop.work.assess_file import belongs, day
from tonetop.work.recompute import recompute, store

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def documents(path: Path | None) -> None:
    """Refuse a folder of documents, which cannot be read yet."""
    if path is not None:
        raise Misuse(f"{path}: reading documents is not available yet; give a facts file with --facts FILE")


Documents = Annotated[
    Path | None, typer.Argument(metavar="[PATH]", help="A folder of documents.", callback=documents)
]
Store = Annotated[bool, typer.Option("--store", help="Keep the results, to be computed again later.")]
Once = Annotated[
    int | None, typer.Option("--again", metavar="N", help="Compute stored assessment N again and compare.")
]


@app.command()
def assess(
    path: Documents = None,
    facts: Alone = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    clause: Clause = None,
    format: Format = "text",
    out: Out = None,
    keep: Store = False,
    again: Once = None,
    data: Data = None,
) -> int:
    """Assess what the data folder holds, as of a day and as known on another."""
    if facts is not None:
        return assess_file.assess(facts, as_of, known_on, clause, format, out)
    known_format(format, out)
    day(as_of, "--as-of")
    day(known_on, "--known-on")
    belongs(clause)
    if again is not None:
        return _again(again, format)
    if keep:
        stored, judged = store(as_of, known_on, By())
        typer.echo(f"Stored as assessment {stored.pk}; compute it again with --again {stored.pk}.", err=True)
    else:
        judged = assessed(as_of, known_on)
    shown = assessment(judged.facts, clause) if clause else judged
    return tell(shown, str(clock.organisation()), format, out)


def _again(number: int, format: str) -> int:
    """Tell what comes of a stored assessment today; 1 when it differs."""
    found = recompute(number)
    if format == "json":
        plain = {"assessment": number, "differs": list(found.differs), "notes": list(found.notes)}
        telling.say(telling.as_json(plain))
        return 1 if found.differs else 0
    for note in found.notes:
        telling.say(f"Note: {note}.")
    for difference in found.differs:
        telling.say(f"  {difference}")
    kept = found.stored
    told = f"{len(found.differs)} results differ" if found.differs else "the same"
    telling.say(f"Assessment {number}, as of {kept.as_of}, at event {kept.seq}, {kept.catalogue}: {told}.")
    return 1 if found.differs else 0
