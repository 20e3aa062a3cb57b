"""`tonetop text FILE`: the stored text of a document, to which offsets refer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from tonetop.cli.harmless import harmless
from tonetop.cli.telling import Data, TextOrJson, as_json
from tonetop.core.passage import Text
from tonetop.work.stored_text import stored_text

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="PDF, Office, OpenDocument, mail, page, table, text, or a ZIP of these."
    ),
]


@app.command()
def text(file: File, format: TextOrJson = "text", data: Data = None) -> int:
    """Print a document's text to the character; as JSON also its parts, what it says of itself and what is odd."""
    found = stored_text(file)
    told = found.text if format == "text" else as_json(_plain(file, found)) + "\n"
    if sys.stdout.isatty():
        typer.echo(harmless(told), nl=False)
    else:
        typer.echo(told.encode(), nl=False)
    return 0


def _plain(file: Path, found: Text) -> dict[str, Any]:
    return {
        "document": str(file),
        "sha256": found.sha256,
        "read_as": found.format,
        "about": dict(found.about),
        "parts": [part._asdict() for part in found.parts],
        "noticed": [seen._asdict() for seen in found.noticed],
        "text": found.text,
    }
