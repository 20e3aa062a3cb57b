"""`tonetop own-data`: what the program itself holds of people; one person's data as a file; one person's erasure."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.records.write import By
from tonetop.work.own_data.access import packed
from tonetop.work.own_data.certificate import certificate
from tonetop.work.own_data.erase_person import NAMES, REASONS, Plan, plan, run
from tonetop.work.own_data.inventory import inventory
from tonetop.work.own_data.persons import somebody

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Who = Annotated[str, typer.Argument(metavar="WHO", help="A person's id, or account-N.")]
Also = Annotated[
    list[str] | None, typer.Option("--also", metavar="NAME", help="A further name to look for; repeatable.")
]


@app.callback()
def own_data() -> None:
    """What the program itself holds of people, and what becomes of it."""


@app.command("list")
def listed(format: TextOrJson = "text", data: Data = None) -> int:
    """List what is held: registers with personal fields, the program's tables, files, and what lies outside."""
    found = inventory()
    if format == "json":
        telling.say(telling.as_json(asdict(found)))
        return 0
    telling.say("In the registers:")
    for one in found.registers:
        if one.records:
            telling.say(
                f"  {one.type}: {', '.join(one.fields) or 'imported cells'} ({telling.counted(one.records, 'record')})"
            )
    for title, places, unit in (("tables", found.tables, "rows"), ("files", found.files, "bytes")):
        telling.say(f"In the program's {title}:")
        for each in places:
            telling.say(f"  {each.place.title}: {each.place.what} ({each.count} {unit}); {each.place.goes}")
    telling.say("Outside the folder:")
    for place in found.outside:
        telling.say(f"  {place.title}: {place.what}; {place.goes}")
    return 0


@app.command()
def of(
    who: Who, to: Annotated[Path, typer.Argument(metavar="FILE", help="The zip to write.")], data: Data = None
) -> int:
    """Write everything that is held of one person into a zip: JSON for machines, PDF for people."""
    person = somebody(who)
    with _claimed(to):
        to.write_bytes(packed(person, By(), others=True))
    telling.say(
        f"{to}: what is held of {who}. Look through it before you hand it out: texts may name others."
    )
    return 0


@app.command()
def erase(  # noqa: PLR0913, PLR0917 - what can be said of an erasure
    who: Who,
    also: Also = None,
    mentions: Annotated[
        bool, typer.Option("--mentions", help="Also empty personal fields of other records that name them.")
    ] = False,
    request: Annotated[
        str, typer.Option("--request", metavar="ID", help="The subject request that it answers.")
    ] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why; it stays for ever: nothing personal.")
    ] = "",
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what would go, and change nothing.")
    ] = False,
    to: Annotated[
        Path | None, typer.Option("--certificate", metavar="FILE", help="Where to write it, as JSON.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Erase one person end to end: name, accounts, and where chosen what names them; say what stays, and why."""
    found = plan(somebody(who), also or ())
    own = frozenset(step.key for step in found.steps if step.why != NAMES)
    chosen = found.all if mentions else own
    if preview or format == "text":
        _told(found, chosen, format)
    if preview:
        return 0
    with _claimed(to):
        _ask(who, yes)
        done = run(found, chosen, By(), reason, request)
    if to is not None:
        to.write_bytes(certificate(done.event).as_json())
    plain = {"who": who, "event": done.event, "events": list(done.events), "values": done.fields}
    gone = telling.counted(done.fields, "value")
    told = f"{gone} erased for ever; event {done.event} says so, with what stays and why."
    telling.say(telling.as_json(plain) if format == "json" else told)
    return 0


@contextmanager
def _claimed(to: Path | None) -> Iterator[None]:
    """A new file, readable by its owner alone, before anything is done; gone again where that fails. Raises Misuse."""
    if to is not None:
        try:
            to.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            raise Misuse(f"{to}: is there already; name another file") from None
        except OSError as error:
            raise Misuse(f"{to}: cannot be written: {error.strerror}") from None
    try:
        yield
    except BaseException:
        if to is not None:
            to.unlink(missing_ok=True)
        raise


def _told(found: Plan, chosen: frozenset[str] | None, format: str) -> None:
    if format == "json":
        plain = {
            "steps": [asdict(step) for step in found.steps],
            "stays": [asdict(one) for one in found.stays],
        }
        telling.say(telling.as_json(plain))
        return
    for step in found.steps:
        goes = not step.held and (chosen is None or step.key in chosen)
        why = f": {step.held}" if step.held else ""
        telling.say(f"{'goes' if goes else 'stays'}  {step.type} {step.ref} ({', '.join(step.fields)}){why}")
    for one in found.stays:
        many = f" × {one.count}" if one.count > 1 else ""
        telling.say(f"stays  {one.type} {one.ref}{many}: {REASONS[one.why]}")


def _ask(who: str, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise Misuse("erasing cannot be taken back; add --yes to do it without being asked")
    if not typer.confirm(f"Erase {who} for ever?"):
        raise Misuse("nothing was erased")
