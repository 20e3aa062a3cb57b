"""`tonetop account`: who may sign in, in which role and as whom; let somebody in, change it, make a fresh link."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.records import clock
from tonetop.records.models import ROLES, Account
from tonetop.work import lock_out
from tonetop.work.invite import HOURS, taken
from tonetop.work.keep_accounts import Standing, add_account, change_account, new_link
from tonetop.work.serve import address, served_at

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=True
)
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The account's address.")]
Role = Annotated[str, typer.Option("--role", metavar="ROLE", help=", ".join(ROLES))]
Person = Annotated[str, typer.Option("--person", metavar="ID", help="Which person of the register it is of.")]
Until = Annotated[
    str, typer.Option("--until", metavar="DAY", help="The last day on which it signs in; guests need one.")
]


@app.callback()
def account() -> None:
    """Keep the accounts, as whoever runs the house; the ledger says that it was done at the command line."""


@app.command("list")
def listed(format: TextOrJson = "text", data: Data = None) -> int:
    """List the accounts."""
    plain = [_plain(one) for one in Account.objects.order_by("-is_active", "email", "pk")]
    if format == "json":
        telling.say(telling.as_json(plain))
        return 0
    for one in plain:
        comes = "" if one["signs_in"] else ", does not sign in"
        until = f", until {one['until']}" if one["until"] else ""
        telling.say(
            f"{one['email'] or one['number']}  {one['role']}, {one['person'] or 'nobody'}{until}{comes}"
        )
    return 0


@app.command()
def add(
    email: Email,
    role: Role,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What they are called.")] = "",
    person: Person = "",
    until: Until = "",
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Let somebody in: make the account, and print its one-time link."""
    made, token = add_account(None, email, name, Standing(role, person, True, until))
    return _link(made, token, format)


@app.command()
def change(
    email: Email,
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help=", ".join(ROLES))] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="ID", help="Of whom; empty: nobody.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Empty: for good.")] = None,
    signs_in: Annotated[
        bool | None, typer.Option("--in/--out", help="Whether it signs in at all.", show_default=False)
    ] = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Give an account another role, person or end, or take its sign-in away; what is not said stays."""
    was = _of(email)
    if role is person is until is signs_in is None:
        raise Misuse("say what to change: --role, --person, --until, --in or --out")
    standing = Standing(
        was.role if role is None else role,
        was.person if person is None else person,
        was.is_active if signs_in is None else signs_in,
        was.until if until is None else until,
    )
    made = change_account(None, was.pk, standing)
    plain = _plain(made)
    telling.say(telling.as_json(plain) if format == "json" else f"{made} is {made.role}; it is on record.")
    return 0


@app.command()
def link(email: Email, format: TextOrJson = "text", data: Data = None) -> int:
    """Print a fresh one-time link; earlier ones no longer work."""
    return _link(*new_link(None, _of(email).pk), format)


@app.command()
def unlock(email: Email, format: TextOrJson = "text", data: Data = None) -> int:
    """Let a password be tried again after too many wrong ones."""
    found = lock_out.unlock(None, _of(email).pk)
    told = f"The password of {found} is taken again at once."
    telling.say(telling.as_json({"email": found.email, "locked": False}) if format == "json" else told)
    return 0


def _of(email: str) -> Account:
    """The account of an address, whether it comes in or not. Raises Misuse."""
    found = (
        Account.objects.filter(email__iexact=email).order_by("-is_active", "pk").first()
        if taken(email)
        else None
    )
    if found is None:
        raise Misuse(
            f"there is no account with the e-mail address {email}; `tonetop account list` names them"
        )
    return found


def _plain(one: Account) -> dict[str, Any]:
    told = {
        "number": one.pk,
        "name": str(one),
        "email": one.email,
        "role": one.role,
        "person": one.person or None,
    }
    return told | {"until": one.until or None, "signs_in": one.comes_in(clock.calendar_day())}


def _link(made: Account, token: str, format: str) -> int:
    link = f"{served_at() or address('127.0.0.1', 8000)}/welcome/{token}/"
    if format == "json":
        telling.say(telling.as_json(_plain(made) | {"link": link, "hours": HOURS}))
        return 0
    telling.say(f"For {made} ({made.role}), once, within {HOURS} hours:")
    telling.say(link)
    return 0
