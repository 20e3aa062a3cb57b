"""Evidence that may be listed on the trust page, by what people call it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tonetop.core.facts import Facts, Row
from tonetop.records.intake import Refused
from tonetop.work.permission import SHOWN_TO_GUESTS
from tonetop.work.trust_shown import DOCUMENT, ITEM


def listable(facts: Facts) -> dict[str, str]:
    """Ids of the pieces that may be listed by their names, the newest first; one name of several gets the id too."""
    rows = sorted(_may_be_listed(facts), key=lambda row: (row.occurred_on or "", row.id), reverse=True)
    met = Counter(_name(row).casefold() for row in rows)
    return {
        _name(row) if met[_name(row).casefold()] == 1 else f"{_name(row)} ({row.id})": row.id for row in rows
    }


def _name(row: Row) -> str:
    return " ".join((row.title or row.id).split())


def _may_be_listed(facts: Facts) -> Iterator[Row]:
    """What is not disposed of, has just one file, a class that outside auditors read, and is not listed yet."""
    files = Counter(file.evidence for file in facts.rows("EvidenceFile"))
    taken = {row.about for row in facts.rows(ITEM) if row.kind == DOCUMENT and not row.ended_on}
    for row in facts.rows("Evidence"):
        level = " ".join((row.classification or "").casefold().split())
        if files[row.id] == 1 and not row.disposed_on and level in SHOWN_TO_GUESTS and row.id not in taken:
            yield row


def ref_of(facts: Facts, said: str) -> str:
    """The id of the piece that a name, or an id, means; what means none as it is. Raises Refused for one of several."""
    if not said or facts.get("Evidence", said) is not None:
        return said
    named = {name.casefold(): ref for name, ref in listable(facts).items()}
    wanted = " ".join(said.split()).casefold()
    if wanted in named:
        return named[wanted]
    if any(name.startswith(f"{wanted} (") for name in named):
        raise Refused("several pieces of evidence have this title; take one from the list")
    return said
