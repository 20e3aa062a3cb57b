"""`tonetop mcp`: serve the Model Context Protocol on stdio, for the account of a token."""

from __future__ import annotations

from importlib.util import find_spec

import typer

from tonetop.cli.telling import Data, Misuse
from tonetop.cli.whose import FromFile, token_of

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def mcp(token_file: FromFile = None, data: Data = None) -> int:
    """Answer a program's questions on stdin and stdout, with what the token's account may read; nothing is changed."""
    if find_spec("mcp") is None:
        raise Misuse(
            "the Model Context Protocol needs an extra that is not installed: pip install 'tonetop[mcp]'"
        )
    from tonetop.mcp.server import serving

    serving(token_of(token_file)).run("stdio")
    return 0
