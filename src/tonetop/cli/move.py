"""`tonetop move --to postgresql://…`: carry the database to a PostgreSQL server."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.records import server
from tonetop.work import data_folder

if TYPE_CHECKING:
    from tonetop.work.move import Moved

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
To = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="ADDRESS",
        help="postgresql://user:password@host:5432/name (default: $TONETOP_DATABASE).",
    ),
]
Replace = Annotated[bool, typer.Option("--replace", help="Replace a ledger that lies there already.")]


@app.command()
def move(to: To = None, replace: Replace = False, format: TextOrJson = "text", data: Data = None) -> int:
    """Carry everything to a server, byte for byte, and go on there; all of it or nothing."""
    folder = data_folder.named(data)
    address = to or os.environ.get(server.NAME, "").strip()
    if not address:
        raise telling.Misuse(f"say where to move it with --to postgresql://… or ${server.NAME}")
    server.described(address)
    if not data_folder.holds_file(folder):
        place = f"is on {server.bare(server.named(folder))}" if server.named(folder) else "is not there"
        raise data_folder.FolderRefused(f"{folder}: its database {place}, so there is nothing to move")
    done = _moved(folder, address, keep=bool(to), replace=replace)
    if format == "json":
        plain = {"to": done.to, "events": done.events, "root": done.root, "tables": done.tables}
        telling.say(telling.as_json(plain | {"aside": str(done.aside)}))
        return 0
    rows = sum(done.tables.values())
    what = f"{rows:,} rows of {len(done.tables)} tables" if rows else "what an earlier move had carried there"
    telling.say(
        f"{done.to}: {what}, compared row by row; {done.events:,} events, and the ledger's root is the same."
    )
    telling.say(f"The SQLite file lies in {done.aside}; delete it when you no longer need it.")
    return 0


def _moved(folder: Path, address: str, *, keep: bool, replace: bool) -> Moved:
    """Open the folder by its own file, whatever names a server, and move it."""
    os.environ.pop(server.NAME, None)
    (folder / server.FILE).unlink(missing_ok=True)  # a move that was cut short wrote it last
    os.environ["TONETOP_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonetop.site.settings")
    import django

    django.setup()
    from tonetop.work.move import move as moved
    from tonetop.work.open_folder import open_folder

    open_folder()
    return moved(folder, address, datetime.now(UTC), keep=keep, replace=replace)
