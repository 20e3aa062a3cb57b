"""`tonetop mcp`: serve the Model Context Protocol on stdio, for the account of a token."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli.telling import Data, Misuse

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
TOKEN = "TONETOP_TOKEN"  # noqa: S105 - the name of a variable
FromFile = Annotated[
    Path | None,
    typer.Option(
        "--token-file",
        metavar="FILE",
        help=f"A file with the token (default: ${TOKEN}).",
        exists=True,
        dir_okay=False,
    ),
]


@app.command()
def mcp(token_file: FromFile = None, data: Data = None) -> int:
    """Answer a program's questions on stdin and stdout, with what the token's account may read; nothing is changed."""
    if find_spec("mcp") is None:
        raise Misuse(
            "the Model Context Protocol needs an extra that is not installed: pip install 'tonetop[mcp]'"
        )
    from tonetop.mcp.server import serving

    serving(_token(token_file)).run("stdio")
    return 0


def _token(file: Path | None) -> str:
    """The token, from a file that nobody else reads, or the environment; never an argument, which others see."""
    if file is None:
        told = os.environ.get(TOKEN, "").strip()
        if not told:
            raise Misuse(
                f"say who asks: put a token of an account (`tonetop token`) into ${TOKEN} or --token-file"
            )
        return told
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise Misuse(f"{file}: others can read it; `chmod 600` it first")
    return file.read_text(encoding="utf-8", errors="replace").strip()
