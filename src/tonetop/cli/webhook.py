"""`tonetop webhook`: whom the house tells by HTTP that something happened, and what became of the messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.records.webhooks import DEAD
from tonetop.work import webhook_letters, webhooks
from tonetop.work.webhooks import EVENTS, Wish, listed

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Add = Annotated[str, typer.Option("--add", metavar="URL", help="Tell this address from now on.")]
Name = Annotated[
    str, typer.Option("--name", metavar="NAME", help="What the address is, such as the program.")
]
Event = Annotated[
    list[str] | None,
    typer.Option(
        "--event", metavar="E", help=f"Of what it is told: {', '.join(EVENTS)}; several times; none: all."
    ),
]
Type = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="T", help="Of which types of records; several times; none: all."),
]
Listed = Annotated[bool, typer.Option("--list", help="Name the webhooks there are.")]
Number = Annotated[
    int | None, typer.Option("--webhook", metavar="N", help="Which webhook the rest is about.")
]
Act = Annotated[
    str | None,
    typer.Option("--do", metavar="ACT", help="on, off, try, secret (a new one), dead, again, or remove."),
]


@app.command()
def webhook(
    add: Add = "",
    name: Name = "",
    event: Event = None,
    type: Type = None,
    listed: Listed = False,
    number: Number = None,
    act: Act = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Add a webhook and print its secret this once; list them; or do something with one of them."""
    if add:
        return _add(Wish(name, add, event or (), type or ()), format)
    if listed:
        return _list(format)
    if number is None or act not in ACTS:
        raise Misuse(f"give --add URL, --list, or --webhook N with --do and one of {', '.join(ACTS)}")
    webhooks.webhook(number)
    plain, sentence = ACTS[act](number)
    telling.say(telling.as_json(plain) if format == "json" else sentence)
    return 0


def _add(wish: Wish, format: str) -> int:
    made, secret = webhooks.add(wish)
    if format == "json":
        telling.say(telling.as_json(listed(made) | {"secret": secret}))
        return 0
    telling.say(f"Webhook {made.pk}, {made.name}, is told from now on; its secret, shown this once:")
    telling.say(secret)
    return 0


def _list(format: str) -> int:
    found = webhooks.webhooks()
    if format == "json":
        telling.say(telling.as_json([listed(one) for one in found]))
        return 0
    for one in found:
        told: Any = one
        state = "on" if one.is_on else f"off: {one.why_off}" if one.why_off else "off"
        telling.say(
            f"{one.pk:>4}  {one.name}, {one.address}, {state}, {told.waiting} waiting, {told.dead} dead"
        )
    telling.say(f"{telling.counted(len(found), 'webhook')}.")
    return 0


Done = tuple[Any, str]


def _switched(number: int, is_on: bool) -> Done:
    found = webhooks.switch(number, is_on)
    return listed(found), f"Webhook {number} is {'on' if is_on else 'off'}."


def _tried(number: int) -> Done:
    found = webhook_letters.send_try(number)
    told = f"Message {found.pk} is in the queue; `tonetop work --once` or the running server sends it."
    return {"message": found.pk}, told


def _secret(number: int) -> Done:
    secret = webhooks.rotate(number)
    told = f"The earlier secret signs beside it for a day; the new one, shown this once:\n{secret}"
    return {"webhook": number, "secret": secret}, told


def _dead(number: int) -> Done:
    found = webhook_letters.letters(number, DEAD)
    lines = [
        f"{one.pk:>6}  {one.event} {one.kind} {one.ref}: {one.why}, tried {one.attempts} times"
        for one in found
    ]
    plain = [
        {"message": one.pk, "event": one.event, "kind": one.kind, "record": one.ref, "why": one.why}
        for one in found
    ]
    return plain, "\n".join([*lines, f"{telling.counted(len(found), 'dead message')}."])


def _again(number: int) -> Done:
    count = webhook_letters.send_again(number)
    return {"waiting": count}, f"{telling.counted(count, 'message')} will be sent again."


def _removed(number: int) -> Done:
    webhooks.remove(number)
    return {"removed": number}, f"Webhook {number} is told nothing more."


ACTS: dict[str, Callable[[int], Done]] = {
    "on": lambda number: _switched(number, True),
    "off": lambda number: _switched(number, False),
    "try": _tried,
    "secret": _secret,
    "dead": _dead,
    "again": _again,
    "remove": _removed,
}
