"""`tonetop passages FOLDER`: every passage of a folder's documents as it is judged, one line of JSON each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from tonetop.cli.assess_folder import progress
from tonetop.cli.telling import Data
from tonetop.work.judge_passages import judge_passages

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of documents; nothing is stored.")]
Spans = Annotated[
    Path | None,
    typer.Option("--spans", metavar="FILE", help="Judge exactly these: JSON Lines of id, doc, start, end."),
]


@app.command()
def passages(folder: Folder, spans: Spans = None, data: Data = None) -> int:
    """Print each judged passage as a line of JSON: place, duties, clauses, standing, actor, date, confidence."""
    empty = True
    with progress() as told:
        for line in judge_passages(folder, spans, told):
            typer.echo(orjson.dumps(line).decode())
            empty = False
    if empty:
        typer.echo(f"{folder}: no passage was found.", err=True)
    return 0
