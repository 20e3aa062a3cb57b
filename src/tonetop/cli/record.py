"""`tonetop record`: look at records of a register, add one, change one, withdraw one, for a token's account."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.cli.whose import FromFile, account_of
from tonetop.core.shape import Misfit
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.listing import Wish, chosen
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.sheets import cells, register
from tonetop.records.write import latest
from tonetop.standard.schema import shapes
from tonetop.work.change_record import CORRECTION, change_record, next_ref, withdraw_record

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=True
)
Type = Annotated[str, typer.Argument(metavar="TYPE", help="The register, such as AISystem.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The record's id, or its key with slashes.")]
Fields = Annotated[
    list[str],
    typer.Argument(
        metavar="FIELD=VALUE...", help="As in a table: a list is `a; b`, empty takes a value away."
    ),
]
After = Annotated[
    int | None, typer.Option("--after", metavar="N", help="The version that was read; another is refused.")
]
Since = Annotated[
    str, typer.Option("--since", metavar="DAY", help=f"From which day it holds, or {CORRECTION}.")
]


@app.callback()
def record() -> None:
    """Records one by one; files of many come in by `tonetop import`, and go out by `tonetop export register`."""


@app.command("list")
def listed(
    type: Type,
    find: Annotated[str, typer.Option("--find", metavar="WORDS", help="Only those that hold these.")] = "",
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """List the records that hold today."""
    _known(type)
    rows = list(chosen(registers()[type], clock.today(), None, Wish(find)))
    if format == "json":
        telling.say(telling.as_json([row.plain() for row in rows]))
        return 0
    for row in rows:
        telling.say(f"{row.ref}  {row}")
    return 0


@app.command()
def show(type: Type, id: Id, format: TextOrJson = "text", data: Data = None) -> int:
    """Show the newest version of a record."""
    row = _last(type, id)
    if format == "json":
        telling.say(telling.as_json(_plain(row) | {"record": row.plain()}))
        return 0
    telling.say(f"{type} {row.ref}, version {row.revision}")
    for name, value in row.plain().items():
        telling.say(f"  {name}: {cells.written(register.judges(shapes()[type])[name], value)}")
    return 0


@app.command()
def add(
    type: Type, fields: Fields, token_file: FromFile = None, format: TextOrJson = "text", data: Data = None
) -> int:
    """Add a record; its id is the next one where none is given."""
    account, given = account_of(token_file), _given(type, fields)
    if shapes()[type].has_id and not given.get("id"):
        given["id"] = next_ref(type)
    plain = {name: value for name, value in given.items() if value is not None}
    return _told(change_record(account, type, plain, after=0), format)


@app.command()
def change(
    type: Type,
    id: Id,
    fields: Fields,
    after: After = None,
    since: Since = "",
    token_file: FromFile = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Change fields of a record, from today on unless --since says otherwise; the others stay as they are."""
    account, last = account_of(token_file), _last(type, id)
    held = {
        name: value for name, value in last.plain().items() if name not in ("recorded_on", "effective_on")
    }
    plain = {name: value for name, value in (held | _given(type, fields)).items() if value is not None}
    seen = last.revision if after is None else after
    return _told(change_record(account, type, plain, after=seen, since=since, ref=last.ref), format)


@app.command()
def withdraw(
    type: Type,
    id: Id,
    after: After = None,
    token_file: FromFile = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Withdraw a record from today on."""
    account = account_of(token_file)
    _last(type, id)
    return _told(withdraw_record(account, type, id, after=after), format)


def _known(type: str) -> None:
    if type not in registers():
        raise Refused(f"{type} is no record type; the types are {', '.join(registers())}")


def _last(type: str, ref: str) -> Record:
    _known(type)
    row = latest(type, ref)
    if row is None or row.withdrawn_on:
        raise Refused(f"{type} {ref}: there is no such record")
    return row


def _given(type: str, fields: list[str]) -> dict[str, Any]:
    """The values of fields as a table writes them. Raises Misuse, Refused."""
    _known(type)
    judges, found = register.judges(shapes()[type]), dict[str, Any]()
    for text in fields:
        name, mark, value = text.partition("=")
        if not mark or name not in judges:
            raise Misuse(f"{text[:60]!r} is no FIELD=VALUE of {type}; its fields are {', '.join(judges)}")
        try:
            found[name] = cells.parsed(judges[name], value) if value else None
        except Misfit as misfit:
            raise Refused(f"{type}: {name}: {misfit}") from None
    return found


def _plain(row: Record) -> dict[str, Any]:
    return {"type": row.__class__.__name__, "id": row.ref, "revision": row.revision, "event": row.seq}


def _told(row: Record | None, format: str) -> int:
    if format == "json":
        telling.say(telling.as_json({"changed": row is not None} | (_plain(row) if row else {})))
    elif row is None:
        telling.say("It is so already; nothing was written.")
    else:
        gone = f", withdrawn from {row.withdrawn_on} on" if row.withdrawn_on else ""
        telling.say(f"{row.__class__.__name__} {row.ref}, version {row.revision}{gone}")
    return 0
