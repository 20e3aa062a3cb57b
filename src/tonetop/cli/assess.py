"""`tonetop assess`: assess what the data folder holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import assess_file, assess_folder, telling
from tonetop.cli.assess_file import Alone, AsOf, Clause, Format, KnownOn, Out, known_format, tell
from tonetop.cli.imports import told
from tonetop.cli.language import Language, known_language
from tonetop.cli.telling import Data
from tonetop.records import clock
from tonetop.records.write import By
from tonetop.standard.assessment import assessment
from tonetop.work.accept_facts import accept_facts, documents_in
from tonetop.work.assess import assess as assessed
from tonetop.work.assess_file import belongs, day
from tonetop.work.recompute import recompute, store
from tonetop.work.reports.voice import ENGLISH

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


Accept = Annotated[
    Path | None,
    typer.Option(
        "--accept",
        metavar="FACTS",
        help="Store the facts that documents proposed, as you edited them; with PATH, its documents as evidence too.",
    ),
]
Documents = Annotated[
    Path | None,
    typer.Argument(metavar="[PATH]", help="A folder of documents: assessed alone, nothing is stored."),
]
Store = Annotated[bool, typer.Option("--store", help="Keep the results, to be computed again later.")]
Once = Annotated[
    int | None, typer.Option("--again", metavar="N", help="Compute stored assessment N again and compare.")
]


@app.command()
def assess(
    path: Documents = None,
    facts: Alone = None,
    accept: Accept = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    clause: Clause = None,
    format: Format = "text",
    out: Out = None,
    language: Language = ENGLISH.language,
    keep: Store = False,
    again: Once = None,
    data: Data = None,
) -> int:
    """Assess what the data folder holds, as of a day and as known on another; or a facts file, or a folder."""
    if accept is not None:
        return told(accept_facts(accept, documents_in(path) if path else {}, By()))
    if path is not None:
        return assess_folder.assess(path, as_of, known_on, clause, format, out, None, language)
    if facts is not None:
        return assess_file.assess(facts, as_of, known_on, clause, format, out, language)
    known_format(format, out)
    known_language(language, format)
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
    return tell(shown, str(clock.organisation()), format, out, language)


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
