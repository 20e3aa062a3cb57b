"""`tonetop retention`: what of the program's own data is past its period, and letting go of it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.records.write import By
from tonetop.standard.own_data import BY_HAND, KINDS
from tonetop.work.own_data.carry_out import run
from tonetop.work.own_data.due import due

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Kind = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help="Only this kind; repeatable (default: all)."),
]
Run = Annotated[bool, typer.Option("--run", help="Let go of what is due, for ever.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]


@app.command()
def retention(
    kind: Kind = None, run_now: Run = False, yes: Yes = False, format: TextOrJson = "text", data: Data = None
) -> int:
    """List what is due to go, each with its reason; with --run, let go of it."""
    for name in kind or ():
        if name not in KINDS:
            raise Misuse(f"{name!r} is no kind of own data; there are {', '.join(KINDS)}")
    wanted = [name for name in KINDS if not kind or name in kind]
    if not run_now:
        _list(wanted, format)
        return 0
    _ask(yes)
    done = run([name for name in wanted if KINDS[name].way != BY_HAND], By())
    if format == "json":
        telling.say(telling.as_json([one.plain() for one in done]))
    for one in done if format == "text" else ():
        telling.say(f"{one.kind}: {one.gone} of {one.due} gone, {one.held} held; event {one.event} says so.")
        for why in one.left:
            telling.say(f"  stays: {why}")
    if not done and format == "text":
        telling.say("Nothing is due to go.")
    return 1 if any(one.left for one in done) else 0


def _list(wanted: list[str], format: str) -> None:
    found = {name: one for name, one in due().items() if name in wanted}
    if format == "json":
        plain = {
            name: {
                "days": one.period.days,
                "automatic": one.period.automatic,
                "put_off_until": one.period.put_off_until or None,
                "before": one.before,
                "due": [
                    {"type": d.type, "ref": d.ref, "since": d.since, "held": d.held or None}
                    for d in one.items
                ],
            }
            for name, one in found.items()
        }
        telling.say(telling.as_json(plain))
        return
    for name, one in found.items():
        goes = "by itself" if one.period.automatic else "by hand"
        kept = f"kept {one.period.days} days" if one.period.days else "kept as each says"
        telling.say(f"{name}: {kept}, goes {goes}; {len(one.free)} due, {len(one.held)} held")
        for item in one.items:
            telling.say(
                f"  {item.type} {item.ref}, since {item.since}{f': {item.held}' if item.held else ''}"
            )


def _ask(yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise Misuse("what goes cannot be brought back; add --yes to do it without being asked")
    if not typer.confirm("Let go of what is due for ever?"):
        raise Misuse("nothing went")
