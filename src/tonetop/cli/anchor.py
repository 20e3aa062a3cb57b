"""`tonetop anchor`: who outside holds the log's checkpoints; have them stamped and signed now, or by files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.db import connection

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.records import sealing
from tonetop.records.ledger import signers
from tonetop.work import be_witness
from tonetop.work.anchor import anchor as round_
from tonetop.work.holders import Holder, holders
from tonetop.work.take_cosignature import ask, take

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Now = Annotated[bool, typer.Option("--now", help="Ask every authority and witness that is named, at once.")]
Ask = Annotated[
    str,
    typer.Option("--ask", metavar="WITNESS", help="Print what a witness is to sign, for `tonetop cosign`."),
]
Take = Annotated[
    Path | None, typer.Option("--take", metavar="FILE", help="Keep the checkpoint that a witness signed.")
]
Keys = Annotated[
    bool,
    typer.Option("--keys", help="Print the key of this log, and that of this house as a witness of others."),
]


@app.command()
def anchor(  # noqa: PLR0913, PLR0917 - options of a command
    now: Now = False,
    ask_of: Ask = "",
    file: Take = None,
    keys: Keys = False,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Tell who holds which checkpoint; exit 1 when one of those who were asked did not take it."""
    if ask_of:
        telling.say(ask(ask_of).rstrip("\n"))
        return 0
    if keys:
        return _keys(format)
    problems: tuple[str, ...] = ()
    if file is not None:
        take(file.read_text("utf-8", "replace"))
    if now:
        sealing.seal()
        problems = round_(at_once=True).problems
    found = holders()
    if format == "json":
        told = {"holders": [one.plain() for one in found], "problems": list(problems)}
        telling.say(telling.as_json(told))
    else:
        for line in (*map(_told, found), *problems):
            telling.say(line)
        telling.say(f"{telling.counted(len(found), 'holder')} of checkpoints.")
    return 1 if problems else 0


def _keys(format: str) -> int:
    told = {"log": signers.current(connection).vkey, "witness": str(be_witness.house().key())}
    if format == "json":
        telling.say(telling.as_json(told))
    else:
        telling.say(f"Log      {told['log']}\nWitness  {told['witness']}")
    return 0


def _told(one: Holder) -> str:
    state = "REFUSES" if one.refused else f"failed {one.failures} times: {one.why}" if one.failures else ""
    holds = f"{one.size} events, {one.made[:16].replace('T', ' ')} UTC" if one.size else "nothing yet"
    return f"{one.kind:<12} {one.holder}, {holds}{f', {state}' if state else ''}"
