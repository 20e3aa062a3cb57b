"""`tonetop import organisation FILE`: make an organisation out of its portable file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.progress import bar
from tonetop.cli.telling import Data, TextOrJson
from tonetop.work import data_folder
from tonetop.work.look_at_server import set_up

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A file that `tonetop export organisation` wrote.")
]


@app.callback()
def import_() -> None:
    """Take a whole organisation from its portable file."""


@app.command()
def organisation(file: File, format: TextOrJson = "text", data: Data = None) -> int:
    """Make the organisation in an empty data folder; all of it is verified before it is there, or nothing is."""
    folder = data_folder.named(data)
    if data_folder.is_filled(folder):
        raise data_folder.FolderRefused(
            f"{folder}: holds an organisation already; name an empty or a new folder with --data"
        )
    is_new = not folder.exists()
    data_folder.made(folder)
    set_up(folder)
    from tonetop.work.import_organisation import import_organisation  # noqa: PLC0415 - Django is set up now

    with bar() as progress:
        done = import_organisation(file, folder, datetime.now(UTC), progress, is_new=is_new)
    if format == "json":
        plain = {"data": str(folder), "events": done.events, "versions": done.versions, "files": done.files}
        telling.say(telling.as_json(plain))
        return 0
    versions, files = telling.counted(done.versions, "version"), telling.counted(done.files, "file")
    telling.say(
        f"{folder}: {versions} of records, {telling.counted(done.events, 'event')}, {files}; all of it verifies."
    )
    telling.say(
        "The log goes on under a new name with a key of this place; passwords, tokens and webhooks did not come."
    )
    telling.say("Let people in with `tonetop sign-in`, then give them new links under Settings.")
    return 0
