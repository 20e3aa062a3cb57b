"""`tonetop gate check --url`: the same question asked of a server; whatever goes wrong on the way, the gate is shut."""

from __future__ import annotations

import os

import typer

from tonetop.cli.gate_told import Kind, Process, Subject, Url, show
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.work.ask_server import ask_server

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
TOKEN = "TONETOP_TOKEN"  # noqa: S105 - the name of a variable


@app.callback()
def gate() -> None:
    """Ask the gates that stand in the business's processes."""


@app.command()
def check(
    process: Process,
    subject: Subject,
    kind: Kind = "",
    url: Url = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Exit 0 when every gate in force is open, 1 when one is shut, 2 when the question cannot be answered."""
    token = os.environ.get(TOKEN, "")
    if not url or not token:
        raise Misuse(f"name the server with --url, and give a token of it in ${TOKEN}")
    return show(ask_server(url, token, process, subject, kind), format)
