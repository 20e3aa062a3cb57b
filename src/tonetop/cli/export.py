"""`tonetop export register TYPE OUT` and `tonetop export bundle OUT`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.db import connection

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse
from tonetop.core import cadence
from tonetop.records.ledger import keys
from tonetop.records.sealing import seal
from tonetop.work.export_bundle import write_bundle
from tonetop.work.export_register import Choice, export_register

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=True
)
Out = Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")]


def _day(context: typer.Context, param: typer.CallbackParam, text: str | None) -> str | None:
    """Refuse what is no day before anything is opened."""
    if text is not None and not cadence.is_day(text):
        raise Misuse(f"{param.opts[0]} {text!r} is no day; write YYYY-MM-DD, such as 2025-12-31")
    return text


AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="As it held on a day (default: today).", callback=_day),
]
KnownOn = Annotated[
    str | None,
    typer.Option("--known-on", metavar="DATE", help="Leave out what was recorded later.", callback=_day),
]


@app.command()
def register(
    types: Annotated[str, typer.Argument(metavar="TYPE[,TYPE]|all", help="The registers, such as AISystem.")],
    out: Out,
    format: Annotated[str, typer.Option("--format", help="csv, xlsx, json or yaml (default: OUT's)")] = "",
    as_of: AsOf = None,
    known_on: KnownOn = None,
    with_source: Annotated[
        bool, typer.Option("--with-source", help="Imported source data too (csv, xlsx).")
    ] = False,
    data: Data = None,
) -> int:
    """Write registers to a file that can be imported again."""
    wanted = [type.strip() for type in types.split(",") if type.strip()]
    count = export_register(wanted, out, Choice(format, as_of, known_on, with_source))
    telling.say(f"{out}: {count} {'record' if count == 1 else 'records'}")
    return 0


@app.command()
def bundle(out: Out, data: Data = None) -> int:
    """Write the proof bundle, which anybody can verify offline."""
    seal()
    made = write_bundle(connection, keys.load(settings.DATA), out)
    telling.say(f"{made.path}: {made.size} events, {made.proofs} proofs, {made.blobs} files")
    return 0
