"""`tonetop framework FILE`: take the requirements of another framework, from YAML or a catalogue in OSCAL."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.records.write import By
from tonetop.work.take_framework import take

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A framework as YAML, or an OSCAL catalogue (JSON).")
]
Name = Annotated[
    str, typer.Option("--name", metavar="NAME", help="What it is called here (default: the file's name).")
]
Preview = Annotated[bool, typer.Option("--preview", help="Say what would happen; store nothing.")]


@app.command()
def framework(
    file: File, name: Name = "", preview: Preview = False, format: TextOrJson = "text", data: Data = None
) -> int:
    """Take a framework's requirements, all or none; the compliance centre shows what backs them."""
    taken = take(file, By(), name, preview)
    if format == "json":
        telling.say(telling.as_json(taken.plain() | {"preview": preview}))
        return 0
    held = telling.counted(len(taken.framework.requirements), "requirement")
    did = "would be taken" if preview else "taken"
    telling.say(f"{taken.framework.key}: {held}; {taken.made} {did}, {taken.same} unchanged.")
    for what, count in taken.left.items():
        telling.say(f"  No place for {count} of {what}: no requirement, so left in the file.")
    return 0
