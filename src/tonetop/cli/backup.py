"""`tonetop backup OUT`: write everything into one consistent file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.work import data_folder
from tonetop.work.backup import backup as backed_up

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Out = Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")]


@app.command()
def backup(out: Out, format: TextOrJson = "text", data: Data = None) -> int:
    """Write everything into one consistent file, while others may go on working."""
    folder = data_folder.found(data_folder.named(data))
    made = backed_up(folder, out, datetime.now(UTC))
    if format == "json":
        plain: dict[str, object] = {
            "file": str(out),
            "events": made.events,
            "files": made.files,
            "bytes": made.bytes,
        }
        plain |= {"evidence_store": made.elsewhere} if made.elsewhere else {}
        telling.say(telling.as_json(plain))
        return 0
    telling.say(
        f"{out}: {telling.counted(made.events, 'event')}, {telling.counted(made.files, 'file')}, {made.bytes:,} bytes."
    )
    if made.elsewhere:
        telling.say(
            f"Evidence files in {made.elsewhere} are not in it: it holds their hashes. Back that store up too."
        )
    telling.say("It holds the keys and personal values: keep it as you keep those.")
    return 0
