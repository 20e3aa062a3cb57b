"""Who acts at the terminal: whose token it is that the environment or a file gives."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tonetop.cli.telling import Misuse

if TYPE_CHECKING:
    from tonetop.records.models import Account
    from tonetop.records.write import By

TOKEN = "TONETOP_TOKEN"  # noqa: S105 - the name of a variable
FromFile = Annotated[
    Path | None,
    typer.Option(
        "--token-file",
        metavar="FILE",
        help=f"A file with the token of whoever acts (default: ${TOKEN}).",
        exists=True,
        dir_okay=False,
    ),
]


def token_of(file: Path | None) -> str:
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


def importer(file: Path | None) -> By:
    """In whose name records come in: of the account whose token is given, else of nobody. Raises Misuse, Forbidden."""
    from tonetop.records.write import By
    from tonetop.work.permission import manager

    return manager(account_of(file)) if file is not None or os.environ.get(TOKEN) else By()


def account_of(file: Path | None) -> Account:
    """The account in whose name records are changed. Raises Misuse, Forbidden."""
    from tonetop.work.permission import Forbidden
    from tonetop.work.token import WRITES
    from tonetop.work.token import account_of as held

    account = held(token_of(file), WRITES)
    if account is None:
        raise Forbidden("the token is none that works; `tonetop token` makes one for an account")
    return account
