"""`tonetop assess --facts FILE`: assess a facts file alone, without data folder and web framework."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.language import Language, known_language, told_in
from tonetop.cli.telling import Misuse
from tonetop.standard.assessment import Assessment
from tonetop.work.assess_file import Look, assess_file
from tonetop.work.reports.voice import ENGLISH, Voice

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Facts = Annotated[Path, typer.Option("--facts", metavar="FILE", help="The facts file, YAML or JSON.")]
Alone = Annotated[
    Path | None,
    typer.Option("--facts", metavar="FILE", help="Look at this facts file alone; nothing is stored."),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day looked at (default: today).")
]
KnownOn = Annotated[
    str | None, typer.Option("--known-on", metavar="DATE", help="Leave out what was recorded later.")
]
Clause = Annotated[
    str | None, typer.Option("--clause", metavar="C", help="Only what belongs to this clause or control.")
]
Format = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="text, json, html, pdf, docx or xlsx.")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to this file.")]
Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="The data folder (not read here).")]
FILES = ("pdf", "docx", "xlsx")
"""Formats that are nothing to print."""


@app.command()
def assess(
    facts: Facts,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    clause: Clause = None,
    format: Format = "text",
    out: Out = None,
    language: Language = ENGLISH.language,
    data: Data = None,
) -> int:
    """Assess a facts file alone; nothing is stored."""
    known_format(format, out)
    known_language(language, format)
    found, judged = assess_file(facts, telling.today, Look(as_of, known_on, clause))
    return tell(judged, found.organisation.get("name", facts.name), format, out, language)


def known_format(format: str, out: Path | None = None) -> None:
    """Refuse a format there is not, or one that needs a file."""
    if format not in ("text", "json", "html", *FILES):
        raise Misuse(f"--format does not know {format!r}; it takes text, json, html, pdf, docx or xlsx")
    if format in FILES and out is None:
        raise Misuse(f"--format {format} needs --out FILE, for such a file is nothing to print")


def tell(
    judged: Assessment, name: str, format: str, out: Path | None, language: str = ENGLISH.language
) -> int:
    """Write an assessment, for people in a language; gives 1 when something in it falls short, else 0."""
    with told_in(language) as voice:
        made = _written(judged, name, format, voice)
    if out is None:
        telling.say(made if isinstance(made, str) else made.decode())
        return 1 if judged.falls_short else 0
    if isinstance(made, str):
        made = f"{telling.unstyled(made)}\n".encode()
    try:
        out.write_bytes(made)
    except OSError as error:
        raise Misuse(f"--out {out}: cannot be written: {error.strerror}") from None
    telling.say(f"{out}: written, as of {judged.as_of}.")
    return 1 if judged.falls_short else 0


def _written(judged: Assessment, name: str, format: str, voice: Voice) -> str | bytes:
    if format == "json":
        return telling.as_json(judged.plain())
    if format == "html":
        from tonetop.work.assessment_page import page

        return page(judged, name, voice)
    if format in FILES:
        return _file(judged, name, format, voice)
    return "\n".join(telling.lines(judged, name))


def _file(judged: Assessment, name: str, format: str, voice: Voice) -> bytes:
    if format == "xlsx":
        from tonetop.work.assessment_sheets import workbook

        return workbook(judged, name, voice)
    from tonetop.work import printing
    from tonetop.work.reports.readiness import readiness
    from tonetop.work.reports.report import docx, pdf

    try:
        return (pdf if format == "pdf" else docx)(readiness(judged, name, voice))
    except printing.NotPrintedError as error:
        raise Misuse(f"--format {format}: {error}") from None
