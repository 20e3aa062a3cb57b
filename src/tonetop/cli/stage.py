"""`tonetop stage SYSTEM`: where an AI system stands in its life, and the act that takes it on."""

from __future__ import annotations

from typing import Annotated

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.core.facts import Row
from tonetop.records.intake import Refused
from tonetop.standard.life import MOVES, STAGES, asked, stage_of
from tonetop.work.assess import assess
from tonetop.work.change_stage import Move, change_stage, since

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
System = Annotated[str, typer.Argument(metavar="SYSTEM", help="The id of an AI system, such as AI-1.")]
To = Annotated[str | None, typer.Option("--to", metavar="STAGE", help=f"To which: {', '.join(STAGES)}.")]
By = Annotated[
    str,
    typer.Option("--by", metavar="PERSON", help="Who decided: who answers for it or decides at its gates."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; auditors read it.")]
Evidence = Annotated[
    list[str] | None, typer.Option("--evidence", metavar="ID", help="What backs it; several times.")
]


@app.command()
def stage(
    system: System,
    to: To = None,
    by: By = "",
    reason: Reason = "",
    evidence: Evidence = None,
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """Say where it stands, what its stage asks for and where it may go; with --to, take it there today."""
    if not to and (to is not None or by or reason or evidence):
        raise Misuse(f"say where it goes with --to: {', '.join(STAGES)}")
    if not to:
        return _show(_row(system), format)
    if not by:
        raise Misuse("say who decided with --by and the id of a person of the register")
    act = change_stage(None, system, Move(to, reason, by, tuple(evidence or ())))
    plain = {"system": system, "stage": to, "act": act}
    told = f"{system} is in {to} from today on ({act}, decided by {by})."
    telling.say(telling.as_json(plain) if format == "json" else told)
    return 0


def _row(system: str) -> Row:
    row = assess().facts.get("AISystem", system)
    if row is None:
        raise Refused(f"there is no AI system {system!r}")
    return row


def _show(row: Row, format: str) -> int:
    facts = assess().facts
    now, tasks = stage_of(row), list(asked(facts, row))
    ways = list(MOVES[now] if now else STAGES)
    if format == "json":
        plain = {
            "system": row.id,
            "stage": now or None,
            "since": since(facts, row) or None,
            "may_go_to": ways,
        }
        telling.say(telling.as_json(plain | {"asked": {task.key: task.done for task in tasks}}))
        return 0
    day = since(facts, row)
    telling.say(f"{row.name or row.id}: {now or 'no data'}" + (f" since {day}" if day else ""))
    for task in tasks:
        telling.say(f"  {'✓' if task.done else '✕'} {task.key}")
    telling.say(f"It may go to: {', '.join(ways) or 'no other stage'}.")
    return 0
