"""`tonetop sign-in`: print a one-time link, for whoever is locked out."""

from __future__ import annotations

from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.work.invite import HOURS, chosen, invite
from tonetop.work.serve import address, served_at

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Email = Annotated[
    str | None, typer.Option("--email", metavar="E", help="Whose link (default: the first administrator's).")
]


@app.command()
def sign_in(email: Email = None, format: TextOrJson = "text", data: Data = None) -> int:
    """Print a link by which an account signs in once; earlier links of the account no longer work."""
    account = chosen(email)
    link = f"{served_at() or address('127.0.0.1', 8000)}/welcome/{invite(account)}/"
    if format == "json":
        telling.say(
            telling.as_json({"role": account.role, "email": account.email, "link": link, "hours": HOURS})
        )
        return 0
    telling.say(f"For {account} ({account.role}), once, within {HOURS} hours:")
    telling.say(link)
    if served_at() is None:
        telling.say("The folder is not being served at the moment; start it with `tonetop up`.")
    return 0
