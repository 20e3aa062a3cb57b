"""`tonetop hold`: legal holds, by which nothing of what they name is erased, withdrawn or disposed of."""

from __future__ import annotations

from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, TextOrJson
from tonetop.records import holds
from tonetop.records.write import By
from tonetop.work.hold import Wish, end, put

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; it stays for ever: nobody's name.")
]
By_ = Annotated[str | None, typer.Option("--by", metavar="ID", help="The person on whose word it is.")]


@app.callback()
def hold() -> None:
    """What may not go, why, and until when at the latest somebody looks at it again."""


@app.command("list")
def listed(format: TextOrJson = "text", data: Data = None) -> int:
    """List the holds that stand."""
    found = holds.standing()
    if format == "json":
        names = ("ref", "title", "reason", "since", "type", "record", "linked", "own_kind")
        telling.say(telling.as_json([{name: getattr(one, name) for name in names} for one in found]))
        return 0
    for one in found:
        what = (
            f"own data: {one.own_kind}"
            if one.own_kind
            else f"{one.type} {one.record}".strip() or "everything"
        )
        telling.say(
            f"{one.ref}  {what}{' and what names it' if one.linked else ''}, since {one.since}: {one.title}"
        )
    telling.say(f"{telling.counted(len(found), 'hold')}.")
    return 0


@app.command("set")
def set_(  # noqa: PLR0913, PLR0917 - what a hold says
    case: Annotated[str, typer.Argument(metavar="CASE", help="Its number or a word for it.")],
    reason: Reason,
    review_by: Annotated[
        str, typer.Option("--review-by", metavar="DAY", help="Looked at again by this day.")
    ],
    type: Annotated[str, typer.Option("--type", metavar="TYPE", help="The register, or Account.")] = "",
    record: Annotated[str, typer.Option("--record", metavar="ID", help="The record; none: all.")] = "",
    linked: Annotated[bool, typer.Option("--linked", help="Also every record that names it.")] = False,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="A kind of own data instead.")] = "",
    by: By_ = None,
    data: Data = None,
) -> int:
    """Set a hold; without --type and --kind it holds everything."""
    ref = put(Wish(case, reason, review_by, type, record, linked, kind), By(person=by), by)
    telling.say(f"{ref} stands: what it holds is neither erased, withdrawn nor disposed of.")
    return 0


@app.command()
def lift(
    ref: Annotated[str, typer.Argument(metavar="ID", help="The hold's id, such as HOLD-1.")],
    reason: Reason,
    by: By_ = None,
    data: Data = None,
) -> int:
    """Lift a hold; why stays in the ledger."""
    end(ref, reason, By(person=by), by)
    telling.say(f"{ref} is lifted.")
    return 0
