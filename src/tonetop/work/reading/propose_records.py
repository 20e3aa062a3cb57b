"""What documents propose, put before people: without what they rejected before and what is on record already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from tonetop.records.readings import HELD, LINKED, OPEN, Dismissed, ProposedRecord, Reading
from tonetop.records.registry import registers
from tonetop.records.write import latest
from tonetop.work.examined import Examined, Refusal
from tonetop.work.propose.proposal import Proposal
from tonetop.work.propose.propose import propose

PERSON, EVIDENCE = "Person", "Evidence"
FIRST = (EVIDENCE, "Meeting", PERSON)
"""Types that others rest on; within one document they are put first."""


def propose_records(reading: Reading, documents: Sequence[Examined | Refusal]) -> int:
    """Put the proposals of documents before people; gives how many there are."""
    proposals = propose(one for one in documents if isinstance(one, Examined))
    known = _dismissed(proposals)
    wanted = [one for one in proposals if not all(key in known for key in keys(one))]
    people = _people()
    made = [
        ProposedRecord(
            reading=reading,
            number=number,
            type=one.type,
            ref=ident(one.type, one.record()),
            record=one.record(),
            cites=[
                [name, cite.document, cite.quote.start, cite.quote.end]
                for name, cites in one.cites.items()
                for cite in cites
            ],
            **_known(one, people),
        )
        for number, one in enumerate(_ordered(wanted), 1)
    ]
    ProposedRecord.objects.bulk_create(made, batch_size=500)
    return len(made)


def ident(type: str, record: dict[str, Any]) -> str:
    """The id of a record, or its key."""
    return registers()[type].shape().ident(record)


def keys(one: Proposal) -> list[str]:
    """By what a rejected proposal is known again: what it is, and in which document, for each that speaks for it."""
    ref = ident(one.type, one.record())
    return [key_of(one.type, ref, cite.sha256) for cite in one.quotations()]


def key_of(type: str, ref: str, document: str) -> str:
    """A hash, for a rejected proposal leaves nothing else behind."""
    return sha256("\0".join((type, ref, document)).encode()).hexdigest()


def _dismissed(proposals: Iterable[Proposal]) -> set[str]:
    asked = sorted({key for one in proposals for key in keys(one)})
    parts = (asked[start : start + 500] for start in range(0, len(asked), 500))
    return {
        key for part in parts for key in Dismissed.objects.filter(key__in=part).values_list("key", flat=True)
    }


def _ordered(proposals: Sequence[Proposal]) -> list[Proposal]:
    """By the document that speaks first for each, and within it what others rest on before them."""
    place: dict[str, int] = {}
    for one in proposals:
        place.setdefault(one.quotations()[0].document, len(place))
    return sorted(
        proposals,
        key=lambda one: (place[one.quotations()[0].document], one.type not in FIRST, _rank(one.type)),
    )


def _rank(type: str) -> int:
    return FIRST.index(type) if type in FIRST else len(FIRST)


def _people() -> dict[str, list[str]]:
    """The ids of the register's people by their names, written small."""
    rows = registers()[PERSON].objects.filter(until_on=None, withdrawn_on=None)
    found: dict[str, list[str]] = {}
    for ref, name in rows.values_list("ref", "name"):
        found.setdefault(plainly(name or ""), []).append(ref)
    return found


def plainly(name: str) -> str:
    """A name as it is compared: small, single blanks."""
    return " ".join(name.casefold().split())


def _known(one: Proposal, people: dict[str, list[str]]) -> dict[str, str]:
    """How a proposal stands at the start: open; on record already; or somebody whose name stands once."""
    row = latest(one.type, ident(one.type, one.record()))
    if row is not None and not row.withdrawn_on:
        return {"state": HELD, "linked": row.ref}
    same = people.get(plainly(str(one.fields.get("name", ""))), []) if one.type == PERSON else []
    return {"state": LINKED, "linked": same[0]} if len(same) == 1 else {"state": OPEN}
