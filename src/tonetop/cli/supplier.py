"""`tonetop supplier`: how suppliers were assessed; answers to questions; whether one is suitable."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tonetop.cli import telling
from tonetop.cli.telling import Data, Misuse, TextOrJson
from tonetop.core.facts import Facts, Row
from tonetop.records.intake import Refused
from tonetop.standard.suppliers import ANSWERS, assessment, ended, systems
from tonetop.standard.suppliers.lacking import lacking
from tonetop.work.assess import assess
from tonetop.work.assess_supplier import OUTCOMES, Told, assess_supplier

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Vendor = Annotated[str, typer.Argument(metavar="[VENDOR]", help="The id of one; none: all of them.")]
Answer = Annotated[
    list[str] | None,
    typer.Option(
        "--answer", metavar="Q=A", help=f"Question=answer ({', '.join(ANSWERS)}), or Q=A:NOTE; several times."
    ),
]
By = Annotated[str, typer.Option("--by", metavar="PERSON", help="Who says so: a person of the register.")]
Outcome = Annotated[str | None, typer.Option("--outcome", metavar="WORD", help=f"{', '.join(OUTCOMES)}.")]
Conditions = Annotated[str, typer.Option("--conditions", metavar="TEXT", help="Under which conditions.")]
Again = Annotated[str, typer.Option("--again", metavar="DATE", help="By when it is looked at again.")]


@app.command()
def supplier(
    vendor: Vendor = "",
    answer: Answer = None,
    outcome: Outcome = None,
    conditions: Conditions = "",
    again: Again = "",
    by: By = "",
    format: TextOrJson = "text",
    data: Data = None,
) -> int:
    """List suppliers or show one; with --answer or --outcome, put answers or the assessment on record."""
    if (answer or outcome) and not (vendor and by):
        raise Misuse("name the vendor, and say who says so with --by and the id of a person of the register")
    if not outcome and (outcome is not None or conditions or again):
        raise Misuse(f"--conditions and --again belong to an --outcome: {', '.join(OUTCOMES)}")
    if by and not (answer or outcome):
        raise Misuse("say what is put on record with --answer or --outcome")
    if answer or outcome:
        assess_supplier(None, vendor, dict(map(_said, answer or ())), outcome or "", conditions, again, by)
    facts = assess().facts
    rows = [_row(facts, vendor)] if vendor else [row for row in facts.rows("Vendor") if not ended(facts, row)]
    plain = [_plain(facts, row, whole=bool(vendor)) for row in rows]
    if format == "json":
        telling.say(telling.as_json(plain[0] if vendor else plain))
    else:
        for one in plain:
            _tell(one)
    return int(not all(one["in_order"] for one in plain))


def _said(text: str) -> tuple[str, Told]:
    question, mark, rest = text.partition("=")
    if not mark:
        raise Misuse(f"--answer {text!r} names no answer; write question=answer, such as security=yes")
    word, _, note = rest.partition(":")
    return question.strip(), Told(word.strip(), note.strip())


def _row(facts: Facts, vendor: str) -> Row:
    row = facts.get("Vendor", vendor)
    if row is None:
        raise Refused(f"there is no vendor {vendor!r}")
    return row


def _plain(facts: Facts, row: Row, *, whole: bool) -> dict[str, Any]:
    found, lacks = assessment(facts, row), lacking(facts, row)
    plain: dict[str, Any] = {
        "id": row.id,
        "name": row.name,
        "score": None if found.score is None else round(found.score, 4),
        "rank": found.rank or None,
        "outcome": row.outcome,
        "again": row.reassess_due,
        "missing": found.missing,
        "systems": [one.id for one in systems(facts, row)],
        "in_order": not lacks,
        "lacks": list(lacks),
    }
    lines = [(one.id, one.text, said.answer if said else None) for one, said in found.lines]
    told = [{"question": id, "text": text, "answer": said} for id, text, said in lines]
    return plain | ({"questions": told} if whole else {})


def _tell(one: dict[str, Any]) -> None:
    score = "no data" if one["score"] is None else f"{one['score']:.0%}"
    mark = "✓" if one["in_order"] else "✕"
    again = f", again by {one['again']}" if one["again"] else ""
    head = f"{mark} {one['id']} {one['name']}: {one['outcome'] or 'not assessed'}{again}"
    lacks = f"; lacks: {', '.join(one['lacks'])}" if one["lacks"] else ""
    telling.say(f"{head} · {score}, {telling.counted(one['missing'], 'question')} left{lacks}")
    for line in one.get("questions", ()):
        telling.say(f"    {line['question']}: {line['answer'] or '–'}  {line['text']}")
