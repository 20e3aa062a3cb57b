"""`tonetop directory-key`: make, list and withdraw the keys by which a directory keeps accounts (SCIM)."""

from __future__ import annotations

from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.work.directory_key import keys, make_key, withdraw_key

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Name = Annotated[str, typer.Option("--name", metavar="NAME", help="Which directory it is for.")]
Role = Annotated[
    str, typer.Option("--role", metavar="ROLE", help="What those become whom the directory brings.")
]
Listed = Annotated[bool, typer.Option("--list", help="Name the keys that work.")]
Number = Annotated[int | None, typer.Option("--withdraw", metavar="N", help="Let key N work no longer.")]


@app.command()
def directory_key(
    name: Name = "",
    role: Role = "staff",
    listed: Listed = False,
    withdraw: Number = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Make a key for a directory and print it this once; or list or withdraw keys."""
    if listed:
        return _list(format)
    if withdraw is not None:
        withdraw_key(withdraw)
        plain: dict[str, object] = {"withdrawn": withdraw}
        telling.say(telling.as_json(plain) if format == "json" else f"Key {withdraw} no longer works.")
        return 0
    if not name.strip():
        raise Misuse("say with --name which directory the key is for")
    made = make_key(name.strip(), role)
    if format == "json":
        telling.say(telling.as_json({"name": name.strip(), "role": role, "key": made}))
        return 0
    telling.say(
        f"For {name.strip()}, whose people become {role}; shown this once, for the address /scim/v2/:"
    )
    telling.say(made)
    return 0


def _list(format: str) -> int:
    found = keys()
    if format == "json":
        told = [{"key": one.pk, "name": one.name, "role": one.role, "made_on": one.made_on} for one in found]
        telling.say(telling.as_json(told))
        return 0
    for one in found:
        telling.say(f"{one.pk:>4}  {one.name}, whose people become {one.role}, made on {one.made_on}")
    telling.say(f"{telling.counted(len(found), 'key')}.")
    return 0
