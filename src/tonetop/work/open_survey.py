"""Open a survey: what is asked of whom, and the codes by which each is answered once; only their hashes are kept."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.records.voices import Ballot, BallotCode, code, hashed
from tonetop.records.write import Change
from tonetop.standard.anonymity import FEWEST
from tonetop.work.change_record import next_ref
from tonetop.work.permission import writer

TYPE, ALL = "Survey", "all"
MOST_QUESTIONS, LONGEST, MOST_CODES = 20, 300, 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a survey asks: its title and kind, questions, units (none: all), last day, target score, fewest answers.

    codes: how many codes are made, where people are not on record; 0: one for each person of the units. signed_in:
    whether it is answered after signing in instead of by codes.
    """

    title: str
    kind: str
    questions: Sequence[str]
    closes_on: str
    units: Sequence[str] = ()
    threshold: int = FEWEST
    target: int | None = None
    codes: int = 0
    signed_in: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """An open survey, and its codes by unit, "" for those of no unit; this is the one time that they can be read."""

    survey: Record
    codes: dict[str, list[str]]


def open_survey(account: Account, asked: Asked) -> Opened:
    """Open a survey. Raises Forbidden, Refused."""
    by, today = writer(account, TYPE), clock.today()
    _demand(asked, today)
    people = people_by_unit(asked.units, today)
    number = asked.codes if asked.codes and not asked.signed_in else sum(people.values())
    if number < asked.threshold:
        raise Refused(
            f"only {number} people would be asked; fewer than {asked.threshold} answers are never shown, "
            "so ask more units or say how many codes are needed"
        )
    told = sorted(unit for unit, count in people.items() if unit and count >= asked.threshold)
    plain = {
        "id": next_ref(TYPE),
        "title": asked.title,
        "kind": asked.kind,
        "questions": list(asked.questions),
        "audience": list(asked.units) or [ALL],
        "population": number,
        "target": asked.target,
        "threshold": asked.threshold,
        "opened_by": by.person,
        "opened_on": today,
        "closes_on": asked.closes_on,
    }
    entry = intake.take(TYPE, {name: value for name, value in plain.items() if value is not None})
    units = [] if asked.codes else told
    with transaction.atomic():
        (made,) = write.save_all([Change(entry, 0)], by)
        if made is None:
            raise Refused("the survey could not be stored; send it once more")
        Ballot.objects.create(
            survey=made.ref,
            by_code=not asked.signed_in,
            units=units,
            questions=list(asked.questions),
            threshold=asked.threshold,
        )
        codes = {} if asked.signed_in else _codes(made.ref, number, people if units else {}, units)
    return Opened(made, codes)


def _demand(asked: Asked, today: str) -> None:
    """Raises Refused for what could not be asked."""
    if not asked.title or not asked.kind:
        raise Refused("give the survey a title and say of which kind it is")
    if not asked.questions or len(asked.questions) > MOST_QUESTIONS:
        raise Refused(f"ask one to {MOST_QUESTIONS} questions, one a line")
    if any(len(question) > LONGEST for question in asked.questions):
        raise Refused(f"a question may be {LONGEST} letters long; make it shorter")
    if asked.threshold < FEWEST:
        raise Refused(f"at least {FEWEST} answers must stand behind whatever is shown")
    if asked.closes_on < today:
        raise Refused("its last day must be today or later")
    if asked.codes > MOST_CODES:
        raise Refused(f"at most {MOST_CODES} codes are made at once")


def people_by_unit(units: Sequence[str], day: str) -> Counter[str]:
    """How many people of the register are valid on a day, by unit ("" for none), in these units or in all."""
    rows = registers()["Person"].objects.filter(until_on=None, withdrawn_on=None)
    found: Counter[str] = Counter()
    for unit, first, last in rows.values_list("org_unit", "valid_from", "valid_to"):
        if (first or "") <= day <= (last or day) and (not units or unit in units):
            found[unit or ""] += 1
    return found


def _codes(ref: str, number: int, people: Counter[str] | dict[str, int], units: list[str]) -> dict[str, Any]:
    """Fresh codes by unit, written in an order drawn by chance."""
    made = {unit: [code() for _ in range(people[unit])] for unit in units}
    others = number - sum(map(len, made.values()))
    if others:
        made[""] = [code() for _ in range(others)]
    rows = [
        BallotCode(survey=ref, sha256=hashed(one), unit=unit) for unit, all in made.items() for one in all
    ]
    random.SystemRandom().shuffle(rows)
    BallotCode.objects.bulk_create(rows, batch_size=200)
    return made
