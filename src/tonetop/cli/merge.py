"""`tonetop merge TYPE DUPLICATE SURVIVOR`, and `tonetop merge --find TYPE` to see what may be there twice."""

from __future__ import annotations

from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.records.write import By
from tonetop.work.find_duplicates import find_duplicates
from tonetop.work.merge import Merged
from tonetop.work.merge import merge as merge_records

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def merge(
    type: Annotated[str, typer.Argument(metavar="TYPE", help="The register, such as AISystem.")],
    duplicate: Annotated[str, typer.Argument(metavar="[DUPLICATE]", help="The id that goes.")] = "",
    survivor: Annotated[str, typer.Argument(metavar="[SURVIVOR]", help="The id that stays.")] = "",
    find: Annotated[bool, typer.Option("--find", help="List likely duplicates; change nothing.")] = False,
    fill: Annotated[bool, typer.Option("--fill", help="Fill the survivor's empty fields.")] = False,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Merge a duplicate into the record that stays: links follow, source data of both is kept."""
    if not find and not (duplicate and survivor):
        raise Misuse("name the duplicate and the survivor, or give --find")
    if find:
        return _found(type, format)
    done = merge_records(type, duplicate, survivor, By(), fill=fill)
    if format == "json":
        telling.say(telling.as_json(done.plain()))
    else:
        _tell(done)
    return 1 if done.left else 0


def _found(type: str, format: str) -> int:
    found = find_duplicates(type)
    if format == "json":
        telling.say(telling.as_json([likely.plain() for likely in found]))
        return 0
    for likely in found:
        same = f" (the same: {', '.join(likely.agree)})" if likely.agree else ""
        telling.say(f"{likely.title}{same}")
        for ref in likely.refs:
            telling.say(f"    {ref}")
    groups = "1 group" if len(found) == 1 else f"{len(found)} groups"
    telling.say(f"{groups} of likely duplicates; look at them before you merge any.")
    return 0


def _tell(done: Merged) -> None:
    telling.say(f"{done.type} {done.duplicate} is merged into {done.survivor} and withdrawn.")
    if done.filled:
        telling.say(f"  filled from it: {', '.join(done.filled)}")
    for named in done.repointed:
        telling.say(f"  now refers to {done.survivor}: {named}")
    for why in done.left:
        telling.say(f"  left alone: {why}")
