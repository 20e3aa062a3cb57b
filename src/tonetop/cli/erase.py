"""`tonetop erase TYPE ID`: destroy personal values of a record for ever."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.records.write import By
from tonetop.work.erase import erase as erased

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Type = Annotated[str, typer.Argument(metavar="TYPE", help="The record type, such as Person, or Account.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The record's id, or the account's number.")]
Fields = Annotated[
    list[str] | None, typer.Option("--field", metavar="F", help="Only this field; repeatable (default: all).")
]
Reason = Annotated[
    str,
    typer.Option("--reason", metavar="TEXT", help="Why, kept in the log for ever: itself nothing personal."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]


@app.command()
def erase(
    type: Type,
    id: Id,
    fields: Fields = None,
    reason: Reason = "",
    yes: Yes = False,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Destroy personal values of a record in all its versions; every proof still verifies."""
    _ask(f"{type} {id}", yes)
    done = erased(type, id, fields, By(), reason)
    if format == "json":
        plain = {"type": type, "id": id, "fields": list(done.fields), "event": done.event}
        telling.say(telling.as_json(plain | {"copies": [str(path) for path in done.copies]}))
        return 0
    telling.say(f"{type} {id}: {', '.join(done.fields)} erased in every version; event {done.event} says so.")
    for path in done.copies:
        telling.say(f"{path} still holds them; delete it.")
    telling.say("Backups and exports made before still hold them too.")
    return 0


def _ask(record: str, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise Misuse("erasing cannot be taken back; add --yes to do it without being asked")
    if not typer.confirm(f"Erase the personal values of {record} for ever?"):
        raise Misuse("nothing was erased")
