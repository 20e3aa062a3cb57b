"""`--language`: the language that a report is told in; English needs no web framework, as facts alone need none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

import tonetop
from tonetop.cli.telling import Misuse
from tonetop.work.reports.voice import ENGLISH, Voice

LANGUAGES = ("en", "de")
TOLD = ("html", "pdf", "docx", "xlsx")
"""Formats for people; text and JSON read the same to everyone."""
Language = Annotated[
    str,
    typer.Option("--language", metavar="CODE", help="The language of html, pdf, docx and xlsx: en or de."),
]


def known_language(language: str, format: str) -> None:
    """Raises Misuse for a language there is not, and for one that the format does not take."""
    if language not in LANGUAGES:
        raise Misuse(f"--language does not know {language!r}; it takes en or de")
    if language != ENGLISH.language and format not in TOLD:
        raise Misuse(
            f"--language {language} is for html, pdf, docx and xlsx; --format {format} is English alone"
        )


@contextmanager
def told_in(language: str) -> Iterator[Voice]:
    """The voice of a language, which is active within."""
    if language == ENGLISH.language:
        yield ENGLISH
        return
    import django  # noqa: PLC0415 - English does without
    from django.conf import settings  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    if not settings.configured:
        locale = Path(tonetop.__file__).parent / "locale"
        settings.configure(USE_I18N=True, LANGUAGE_CODE=ENGLISH.language, LOCALE_PATHS=[locale])
        django.setup()
    from tonetop.work.reports.reader import reader  # noqa: PLC0415

    with translation.override(language):
        yield reader()
