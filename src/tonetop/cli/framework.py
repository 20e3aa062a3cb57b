"""`tonetop framework FILE`: take the requirements of another framework, from YAML or OSCAL; withdraw one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.records.write import By
from tonetop.work.take_framework import take, withdraw

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
File = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="A framework as YAML, or an OSCAL catalogue (JSON).")
]
Name = Annotated[
    str, typer.Option("--name", metavar="NAME", help="What it is called here (default: the file's name).")
]
Preview = Annotated[bool, typer.Option("--preview", help="Say what would happen; store nothing.")]
Gone = Annotated[
    str, typer.Option("--withdraw", metavar="NAME", help="Withdraw this framework of your own from today on.")
]


@app.command()
def framework(
    file: File = None,
    name: Name = "",
    preview: Preview = False,
    gone: Gone = "",
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Take a framework's requirements, all or none, or withdraw it; the compliance centre shows what backs them."""
    if (file is None) == (not gone):
        raise Misuse("name a FILE to take, or a framework of your own with --withdraw")
    if file is None:
        return _withdraw(gone, format, alone=not name and not preview)
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


def _withdraw(key: str, format: str, *, alone: bool) -> int:
    if not alone:
        raise Misuse("--withdraw takes neither --name nor --preview")
    count = withdraw(key, By())
    if format == "json":
        telling.say(telling.as_json({"framework": key, "withdrawn": count}))
        return 0
    held = telling.counted(count, "requirement")
    telling.say(f"{key}: {held} withdrawn from today on; as of earlier days it still is.")
    return 0
