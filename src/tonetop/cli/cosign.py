"""`tonetop cosign FILE`: sign another house's checkpoint as its witness, when it goes on from the one signed before."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Misuse, TextOrJson

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
File = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]", help="A checkpoint, what `tonetop anchor --ask` wrote, or a proof bundle."
    ),
]
Log = Annotated[
    list[str] | None,
    typer.Option("--key", help="The log's verifier key, as you were given it; kept from then on."),
]
State = Annotated[
    Path | None, typer.Option("--state", metavar="DIR", help="Where your key and what you signed lie.")
]
Name = Annotated[str, typer.Option("--name", help="Your name as a witness, when the key is made.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Where the signed checkpoint goes, else it is printed."),
]


@app.command()
def cosign(
    file: File = None,
    key: Log = None,
    state: State = None,
    name: Name = "",
    out: Out = None,
    format: TextOrJson = "text",
) -> int:
    """Sign a checkpoint as its witness; without a file, print the key that the other house must know."""
    from tonetop.work.cosign_file import cosign_file, known, state_folder
    from tonetop.work.witness import NotSignedError, Witness

    folder = state or state_folder()
    witness = Witness(folder, _fit(name or f"{socket.gethostname() or 'witness'}/witness"))
    if file is None:
        known(folder, key or [])
        return _introduced(witness, format)
    try:
        made = cosign_file(file, witness, key or [], datetime.now(UTC))
    except NotSignedError as refused:
        if not refused.contradicts:
            raise
        kept = f"Both checkpoints are kept in {folder}; show them to whoever audits the log."
        telling.say(f"REFUSED: {refused}. {kept}")
        return 1
    if out is not None:
        out.write_text(made.note, encoding="utf-8")
    if format == "json":
        told = {"origin": made.origin, "size": made.size, "key": str(witness.key()), "checkpoint": made.note}
        telling.say(telling.as_json(told))
    elif out is not None:
        telling.say(
            f"{out}: the checkpoint over {telling.counted(made.size, 'event')}, signed as {witness.key().name}."
        )
    else:
        telling.say(made.note.rstrip("\n"))
    return 0


def _introduced(witness: Any, format: str) -> int:
    """The key, and with JSON the logs of which something was signed."""
    key = str(witness.key())
    logs = [{"origin": one.head.origin, "size": one.head.size} for one in witness.logs()]
    telling.say(telling.as_json({"key": key, "logs": logs}) if format == "json" else key)
    return 0


def _fit(name: str) -> str:
    if any(letter.isspace() or letter == "+" for letter in name):
        raise Misuse("--name takes a name without blanks and plus signs, such as auditor.example")
    return name
