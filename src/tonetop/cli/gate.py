"""`tonetop gate check`: exit 0 only when a subject may pass the gates of a process; any doubt keeps them shut."""

from __future__ import annotations

import typer

from tonetop.cli.gate_told import Kind, Process, Subject, Url, show
from tonetop.cli.telling import Data, TextOrJson
from tonetop.work.gate import ask_gate, plain

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


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
    return show(plain(ask_gate(process, subject, kind)), format)
