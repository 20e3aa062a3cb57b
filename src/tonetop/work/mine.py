"""What concerns everybody: the documents that somebody ought to know, the courses asked of them, the open surveys."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.voices import Ballot
from tonetop.standard.terms.training import completion, schooling
from tonetop.work import document_state
from tonetop.work.answer_survey import open_ballot, unit_asked
from tonetop.work.document_state import Document
from tonetop.work.permission import Forbidden


@dataclass(frozen=True, slots=True)
class ToKnow:
    """A document in whose audience somebody is; known_on: the day on which they said so of the valid text, or empty."""

    document: Document
    known_on: str


@dataclass(frozen=True, slots=True)
class Course:
    """A course that is asked of somebody, and their record of it if there is one."""

    mandate: Row
    record: Row | None


def documents(facts: Facts, person: str) -> list[ToKnow]:
    """What somebody ought to know: what they have not said yet that they know first."""
    held = facts.prepared(document_state.ordered)
    found = [ToKnow(one, _known(facts, one, person)) for one in held if _concerns(facts, one, person)]
    return sorted(found, key=lambda one: (bool(one.known_on), one.document.row.title or ""))


def document(account: Account, facts: Facts, ref: str) -> ToKnow:
    """One of them. Raises Forbidden for any other."""
    held = facts.prepared(document_state.documents).get(ref)
    if held is None or not _concerns(facts, held, account.person):
        raise Forbidden("you are not among those who were asked to know it; ask the document's owner")
    return ToKnow(held, _known(facts, held, account.person))


def courses(facts: Facts, person: str) -> list[Course]:
    """The courses asked of somebody, the open ones first, then by the day on which they are due."""
    asked = facts.prepared(schooling).get(person, {})
    rows = [row for row in facts.rows("TrainingMandate") if row.id in asked]
    found = [Course(row, completion(facts, person, row.course)) for row in rows]
    return sorted(found, key=lambda one: (one.record is not None, one.mandate.due_on or "", one.mandate.id))


def surveys(account: Account) -> list[Record]:
    """The open surveys that ask somebody; whether they have answered is not told, for nobody knows."""
    found = []
    for ref in Ballot.objects.order_by("pk").values_list("survey", flat=True):
        try:
            survey, ballot = open_ballot(ref)
            if not ballot.by_code:
                unit_asked(account, survey)
        except Refused:
            continue
        found.append(survey)
    return found


def _concerns(facts: Facts, found: Document, person: str) -> bool:
    there = found.valid is not None and not found.row.retired_on
    return there and bool(person) and document_state.in_audience(facts, found.row, person)


def _known(facts: Facts, found: Document, person: str) -> str:
    valid = found.valid
    return facts.prepared(document_state.acknowledged).get(valid.row.id, {}).get(person, "") if valid else ""
