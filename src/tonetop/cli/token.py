"""`tonetop token`: make, list and withdraw the tokens by which programs use the API for an account."""

from __future__ import annotations

from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.work.invite import chosen
from tonetop.work.token import SCOPES, make_token, tokens, withdraw_token

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Email = Annotated[str | None, typer.Option("--email", metavar="E", help="Whose token: an account's address.")]
Name = Annotated[str, typer.Option("--name", metavar="NAME", help="What it is for, such as the program.")]
Listed = Annotated[bool, typer.Option("--list", help="Name the tokens that work.")]
Number = Annotated[int | None, typer.Option("--withdraw", metavar="N", help="Let token N work no longer.")]

Scope = Annotated[
    list[str] | None,
    typer.Option(
        "--scope", metavar="S", help=f"What it opens: {', '.join(SCOPES)}; several times; none: all."
    ),
]
Until = Annotated[str, typer.Option("--until", metavar="DAY", help="The last day on which it works.")]


@app.command()
def token(
    email: Email = None,
    name: Name = "",
    scope: Scope = None,
    until: Until = "",
    listed: Listed = False,
    withdraw: Number = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Make a token for an account and print it this once; or list or withdraw tokens."""
    if listed:
        return _list(format)
    if withdraw is not None:
        withdraw_token(withdraw)
        done = {"withdrawn": withdraw}
        telling.say(telling.as_json(done) if format == "json" else f"Token {withdraw} no longer works.")
        return 0
    if not email or not name.strip():
        raise Misuse("name the account with --email and what the token is for with --name")
    account = chosen(email)
    made = make_token(account, name.strip(), scopes=scope or (), ends_on=until)
    if format == "json":
        plain = {"email": email, "role": account.role, "name": name, "token": made, "scopes": scope or []}
        telling.say(telling.as_json(plain))
        return 0
    telling.say(f"For {account} ({account.role}); shown this once, send it as `Authorization: Bearer …`:")
    telling.say(made)
    return 0


def _list(format: str) -> int:
    found = tokens()
    if format == "json":
        told = [
            {
                "token": one.pk,
                "name": one.name,
                "email": one.account.email,
                "made_on": one.made_on,
                "scopes": one.scopes.split(),
                "ends_on": one.ends_on or None,
            }
            for one in found
        ]
        telling.say(telling.as_json(told))
        return 0
    for one in found:
        opens = f", opens {' and '.join(one.scopes.split())}" if one.scopes else ""
        ends = f", until {one.ends_on}" if one.ends_on else ""
        made = f"{one.name}, for {one.account} ({one.account.role}), made on {one.made_on}"
        telling.say(f"{one.pk:>4}  {made}{opens}{ends}")
    telling.say(f"{telling.counted(len(found), 'token')}.")
    return 0
