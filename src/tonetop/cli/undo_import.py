"""`tonetop undo-import ID`: take one import back."""

from __future__ import annotations

from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.records.write import By
from tonetop.work.undo_import import undo_import

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
SHOWN = 20


@app.command()
def undo(
    id: Annotated[int, typer.Argument(metavar="ID", help="The number that the import gave.")],
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Withdraw what one import brought, and give what it changed its earlier values back."""
    done = undo_import(id, By())
    if format == "json":
        telling.say(telling.as_json(done.plain()))
        return 1 if done.left else 0
    telling.say(f"Import {id} is undone: {done.withdrawn} withdrawn, {done.restored} as before.")
    for left in done.left[:SHOWN]:
        telling.say(f"  left alone: {left['type']} {left['ref']} {left['why']}")
    for link in done.pointing[:SHOWN]:
        telling.say(f"  still refers to {link['to']}: {link['type']} {link['ref']} ({link['field']})")
    more = max(len(done.left) - SHOWN, 0) + max(len(done.pointing) - SHOWN, 0)
    if more:
        telling.say(f"  and {more} more; --format json lists them all")
    return 1 if done.left else 0
