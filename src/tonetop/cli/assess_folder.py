"""`tonetop assess FOLDER`: what a folder of documents shows, with its quotations; nothing is stored."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from tonetop.cli import telling
from tonetop.cli.assess_file import FILES, AsOf, Clause, Data, Format, KnownOn, Out, known_format
from tonetop.cli.harmless import harmless
from tonetop.cli.language import Language, known_language, told_in
from tonetop.cli.telling import Misuse
from tonetop.standard import catalogue
from tonetop.standard.assessment import LEADERSHIP
from tonetop.work.assess_file import Look
from tonetop.work.assess_folder import FolderAssessment, assess_folder
from tonetop.work.examined import Progress, Refusal
from tonetop.work.propose.as_file import as_file
from tonetop.work.reports.gap import OBSERVED, STATES, gap, place, titled
from tonetop.work.reports.voice import ENGLISH, Voice

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Folder = Annotated[Path, typer.Argument(metavar="PATH", help="A folder of documents; nothing is stored.")]
FactsOut = Annotated[
    Path | None,
    typer.Option(
        "--facts-out", metavar="FILE", help="Write the facts that the documents propose, to be edited."
    ),
]
QUOTED = 3
"""How many quotations of a duty are printed; every one stands in the other formats."""


@app.command()
def assess(
    path: Folder,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    clause: Clause = None,
    format: Format = "text",
    out: Out = None,
    facts_out: FactsOut = None,
    language: Language = ENGLISH.language,
    data: Data = None,
) -> int:
    """Assess what a folder of documents shows: every result with its quotations; nothing is stored."""
    known_format(format, out)
    known_language(language, format)
    with progress() as told:
        found = assess_folder(path, telling.today, Look(as_of, known_on, clause), told)
    if not found.documents:
        typer.echo(f"{path}: holds no file, so nothing can be quoted.", err=True)
    if facts_out is not None:
        write(facts_out, as_file(found.proposals).encode())
        typer.echo(f"{facts_out}: the proposed facts, to be edited and accepted with --accept.", err=True)
    with told_in(language) as voice:
        made = _written(found, titled(path), format, voice)
    if out is None:
        telling.say(made if isinstance(made, str) else made.decode())
    else:
        write(out, f"{telling.unstyled(made)}\n".encode() if isinstance(made, str) else made)
        telling.say(f"{out}: written, as of {found.assessed.as_of}.")
    return 1 if found.falls_short else 0


def write(path: Path, made: bytes) -> None:
    """Write a file, or refuse with the reason."""
    try:
        path.write_bytes(made)
    except OSError as error:
        raise Misuse(f"{path}: cannot be written: {error.strerror}") from None


@contextmanager
def progress() -> Iterator[Progress | None]:
    """A bar on standard error while files are read and judged; none where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda done, total, name: bar.update(
            task, completed=done, total=total, description=harmless(name)[:40]
        )


def _written(found: FolderAssessment, name: str, format: str, voice: Voice) -> str | bytes:
    if format == "json":
        return telling.as_json(found.plain())
    if format == "text":
        return "\n".join(lines(found, name))
    report = gap(found, name, voice)
    if format == "html":
        from tonetop.work.reports.report_page import page

        return page(report)
    from tonetop.work import printing
    from tonetop.work.reports.report import FORMS

    try:
        return FORMS[format][1](report) if format in FILES else b""
    except printing.NotPrintedError as error:
        raise Misuse(f"--format {format}: {error}") from None


def lines(found: FolderAssessment, folder: str) -> Iterator[str]:
    """What the folder shows, for a terminal: the duties with their surest quotations, then what was not read."""
    read = len(found.examined)
    yield typer.style(harmless(folder), bold=True) + f" · as of {found.assessed.as_of}"
    yield f"{telling.counted(read, 'file')} read, {len(found.documents) - read} not."
    for id in found.assessed.duties:
        yield from _duty(found, id)
    plain = found.plain()
    for heading in ("clauses", "controls"):
        yield from _spoken(heading, {id: one for id, one in plain[heading].items() if id != LEADERSHIP})
    for one in found.documents:
        if isinstance(one, Refusal):
            yield f"Not read: {harmless(one.why)}"
    for seen in found.observations:
        of = ", ".join(harmless(name) for name in seen.documents[:QUOTED])
        yield f"{OBSERVED[seen.kind]} ({of}): {harmless(seen.sentence)}"
    yield ""
    yield f"{telling.counted(len(found.proposals), 'fact')} proposed, nothing stored; --facts-out FILE writes them."


def _duty(found: FolderAssessment, id: str) -> Iterator[str]:
    told, shown, name = found.duty(id), found.shown[id], catalogue.duties()[id]["name"]
    yield ""
    yield f"{typer.style(f'{id} {name}', bold=True)}: {STATES[shown.state]}"
    yield f"  {told['why']}."
    for cite in shown.cites[:QUOTED]:
        yield f"    “{harmless(' '.join(cite.quote.text.split()))}”"
        yield typer.style(f"      {cite.standing}, {cite.actor} · {harmless(place(cite.plain()))}", dim=True)


def _spoken(heading: str, results: dict[str, Any]) -> Iterator[str]:
    spoken = [id for id, one in results.items() if one["records"]]
    silent = [id for id, one in results.items() if not one["records"]]
    yield ""
    yield typer.style(f"{heading.capitalize()} spoken of", bold=True) + f": {', '.join(spoken) or 'none'}"
    if silent:
        yield f"  No evidence found for {', '.join(silent)}."
