"""Ask named people to approve a text, until a day and with the reason; nobody is asked about their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records import write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.standard.terms.people import person_on
from tonetop.work.assess import assess
from tonetop.work.document_state import Document, Version
from tonetop.work.permission import writer
from tonetop.work.revised import New, new, next_refs, revised, standing
from tonetop.work.warrant import open_asks
from tonetop.work.write_document import demand_kept, found_version


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom one asks, until when (a day, may be empty), why now, and what follows if nobody answers."""

    approvers: Sequence[str]
    why: str
    due: str = ""
    if_not: str = ""


def ask_review(account: Account, ref: str, asked: Asked) -> list[Record]:
    """Put a version before its approvers; gives the asks. Whoever approved this very text is not asked again.

    Raises Forbidden, Refused.
    """
    by = writer(account, "Ask")
    writer(account, "DocumentVersion")
    facts = assess().facts
    document, version = found_version(facts, ref)
    _demand_askable(document, version)
    people = list(dict.fromkeys(asked.approvers))
    _demand_people(facts, version.row, people)
    _demand_reason(facts, asked)
    waiting = _waiting(version, people)
    again = revised(
        standing("DocumentVersion", ref),
        approvers=people,
        review_asked_by=by.person,
        review_asked_on=facts.as_of,
        review_due=asked.due,
    )
    old = [standing("Ask", ask.id) for ask in facts.prepared(open_asks).get(ref, ()) if ask.kind == "approve"]
    closed = [revised(ask, closed_on=facts.as_of) for ask in old]
    plain = {
        "kind": "approve",
        "about": [ref],
        "asked_by": by.person,
        "asked_on": facts.as_of,
        "due": asked.due,
        "why": asked.why.strip(),
        "if_not": asked.if_not.strip(),
    }
    ids = zip(next_refs("Ask", len(waiting)), waiting, strict=True)
    records: list[New] = [("Ask", plain | {"id": id, "asked_of": person}) for id, person in ids]
    made = write.save_all([again, *closed, *new(records)], by)
    return [row for row in made[1 + len(closed) :] if row is not None]


def _demand_askable(document: Document, version: Version) -> None:
    demand_kept(document)
    latest = document.versions[0].row
    if latest.id != version.row.id:
        raise Refused(f"version {latest.version} came after it; ask about that one")
    if not version.row.sha256:
        raise Refused("the version has no text yet; write one first")


def _demand_people(facts: Facts, row: Row, people: Sequence[str]) -> None:
    if not people:
        raise Refused("name at least one person who is to approve it")
    if row.author in people:
        raise Refused("nobody approves their own text; leave its author out")
    for person in people:
        if person_on(facts, person, facts.as_of) is None:
            raise Refused(f"{person} is not in the register of people today; choose somebody who is")


def _demand_reason(facts: Facts, asked: Asked) -> None:
    if not asked.why.strip():
        raise Refused("say why it is asked now, so that whoever is asked knows")
    if asked.due and (not cadence.is_day(asked.due) or asked.due < facts.as_of):
        raise Refused("choose a day from today on by which the answer is wanted")


def _waiting(version: Version, people: Sequence[str]) -> list[str]:
    """Who has not approved this very text. Raises Refused when there is nobody."""
    settled = {answer.person for answer in version.answers if answer.yes}
    waiting = [person for person in people if person not in settled]
    if not waiting:
        raise Refused("everybody named has approved this very text already")
    return waiting
