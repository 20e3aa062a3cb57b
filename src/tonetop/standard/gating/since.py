"""What is new of a subject between two days, by which whoever said no at a gate may think otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from tonetop.core.facts import Facts, Row
from tonetop.core.shape import Shape
from tonetop.standard.gating import word
from tonetop.standard.gating.hanging import TYPES, belongs, supplies
from tonetop.standard.gating.uses import judgements
from tonetop.standard.gating.values import Records, judged_as
from tonetop.standard.impact import by_assessment
from tonetop.standard.suppliers import answers_by_vendor

VALUES = ("word", "words", "boolean", "number", "date")
"""The kinds of fields whose change is something new; how a thing is called, described or whose it is, is not."""
DONE = "done_on"
"""That a treatment is carried out leaves the word on it as it is, and is new all the same."""


def is_new(facts: Facts, subject: Row, found: Records, since: str, until: str) -> bool:
    """Whether something was recorded of a subject after a day, up to another, that a gate may judge otherwise by.

    A record that was not there, another level, state, answer or day in one, somebody's own word on one, or a supplier
    that another let go. found: the records about the subject, of which passages are none. Days have no hours.
    """
    return any(
        _differs(facts, row, since, until) or _confirmed(facts, row, since, until)
        for row in _told_of(facts, found)
    ) or any(since < row.released_on <= until for row in _let_go(facts, subject))


def _told_of(facts: Facts, found: Records) -> Iterator[Row]:
    """What is on record of a subject but for what was decided at gates."""
    for name, rows in found.items():
        yield from () if name == "passages" else rows
    for row in found["impacts"]:
        yield from facts.part(by_assessment, row.id) or ()
    for row in found["systems"]:
        yield from facts.part(judgements, row.id) or ()
    for row in found["suppliers"]:
        yield from facts.part(answers_by_vendor, row.id) or ()


def _differs(facts: Facts, row: Row, since: str, until: str) -> bool:
    """Whether a record says otherwise by a day than it did by an earlier one, or was not there then."""
    history, names = facts.history(row.type), told(facts.shapes[row.type])
    dated = [(one.recorded_on or history.recorded(one) or "", one) for one in facts.written(row)]
    was = [one for day, one in dated if day <= since][-1:]
    now = [one for day, one in dated if day <= until][-1:]
    if not was or not now:
        return bool(now)
    return any(getattr(was[0], name) != getattr(now[0], name) for name in names)


def told(shape: Shape) -> list[str]:
    """The fields of a type whose change is something new."""
    beside = {one for one in word.BESIDE.get(shape.type, ()) if one != DONE}
    return [name for name, field in shape.fields.items() if field.kind in VALUES and name not in beside]


def _confirmed(facts: Facts, row: Row, since: str, until: str) -> bool:
    """Whether somebody said after a day, up to another, that the record is their word."""
    said = facts.part(word.said_of, (row.type, row.id)) or ()
    mine = (one for one in said if one.answer == "mine" and one.entered_by == one.person)
    return any(since < (one.confirmed_on or "") <= until for one in mine)


def _let_go(facts: Facts, subject: Row) -> Iterator[Row]:
    """The parts and assets of which somebody let go, in their own word, what a subject hung on."""
    own = set(judged_as(facts, subject))
    for row in (row for type in TYPES for row in facts.rows(type) if row.released_on):
        ties = (tie for one in facts.written(row) for tie in (*supplies(one), *belongs(one)))
        if word.given(facts, row) and any(ident in own for ident, _ in ties):
            yield row
