"""`tonetop withdraw TYPE ID`: from today on the record is not there; as of earlier days it still is."""

from __future__ import annotations

from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.records import write
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.write import By

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def withdraw(
    type: Annotated[str, typer.Argument(metavar="TYPE", help="The register, such as AISystem.")],
    id: Annotated[str, typer.Argument(metavar="ID", help="The record's id, or its key with slashes.")],
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Withdraw a record from today on."""
    if type not in registers():
        raise Refused(f"{type} is no record type; the types are {', '.join(registers())}")
    gone = write.withdraw(type, id, By())
    plain = {"type": type, "id": id, "withdrawn_on": gone.withdrawn_on, "event": gone.seq}
    told = f"{type} {id} is withdrawn from {gone.withdrawn_on} on; as of earlier days it still is."
    telling.say(telling.as_json(plain) if format == "json" else told)
    return 0
