"""A proposed fact: a record in the shape of the facts file, and for each of its fields the words that speak for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from tonetop.core import cadence
from tonetop.core.quote import Quote
from tonetop.work.examined import Examined, Told

SURE = 0.5
"""Confidence (calibrated, 0 to 1) below which a passage proposes nothing; what judges abstains by itself, too."""
WHOLE = ""
"""The name under which a quotation speaks for the record as a whole."""


@dataclass(frozen=True, slots=True)
class Cite:
    """A quotation in a document, with how it was judged.

    standing: act, commitment, gap or none; actor: top, delegate or unclear.
    """

    document: str
    sha256: str
    page: int | None
    quote: Quote
    standing: str = "none"
    actor: str = "unclear"

    def plain(self) -> dict[str, Any]:
        """As the contract's records of an assessed folder; sha256 is that of the quotation, as of a passage."""
        start, end, text = self.quote
        return {
            "document": self.document,
            "page": self.page,
            "start": start,
            "end": end,
            "quote": text,
            "sha256": sha256(text.encode()).hexdigest(),
            "document_sha256": self.sha256,
            "standing": self.standing,
            "actor": self.actor,
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record of a type with its fields; cites: by field, or under WHOLE for all of it."""

    type: str
    id: str
    fields: dict[str, Any]
    cites: dict[str, tuple[Cite, ...]] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """The record as a facts file writes it; a type that is told apart by its key carries no id."""
        return {"id": self.id, **self.fields} if self.id else dict(self.fields)

    def quotations(self) -> tuple[Cite, ...]:
        """All that speaks for it, each once, in the order of the fields."""
        return tuple(dict.fromkeys(cite for cites in self.cites.values() for cite in cites))


def cite(examined: Examined, told: Told) -> Cite:
    """The quotation that a judged passage is."""
    return Cite(
        examined.document,
        examined.text.sha256,
        examined.page(told.quote.start),
        told.quote,
        told.standing,
        told.actor,
    )


def quoted(examined: Examined, quote: Quote) -> Cite:
    """The quotation of a particular, which was not judged."""
    return Cite(examined.document, examined.text.sha256, examined.page(quote.start), quote)


def acts(examined: Examined, *duties: str) -> Sequence[Told]:
    """The passages in which top management is told to have done what belongs to one of the duties, for AI."""
    if examined.placeholder:
        return []
    return [
        told
        for told in examined.told
        if told.backed and told.about_ai and not told.placeholder and set(duties) & set(told.duties)
    ]


def day_of(examined: Examined, told: Told | None = None) -> str | None:
    """The whole day that a passage, else its document, states; None where only a month or nothing stands there."""
    for day in (told.date if told else None, examined.date):
        if day and cadence.is_day(day):
            return day
    return None


def slug(name: str) -> str:
    """A name as part of an id: small letters and digits, parts joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "unnamed"


def ident(prefix: str, examined: Examined, told: Told | None = None) -> str:
    """An id that is the same whenever the same document is read."""
    place = f"-{told.quote.start}" if told else ""
    return f"{prefix}-{examined.text.sha256[:10]}{place}"
