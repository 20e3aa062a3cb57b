"""Passages that were found, as quotations: each looked for letter for letter in its stored text before it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tonetop.assistant.smells import ORDERED
from tonetop.core.passage import Text
from tonetop.core.quote import NotThere, Quote, held
from tonetop.standard.facts_file import Refused
from tonetop.work.index_file import Extent
from tonetop.work.source import Source

if TYPE_CHECKING:
    from tonetop.assistant.search.index import Found, Hit

Pieces = Sequence[tuple[str, bool]]


class Library(Protocol):
    """Texts that are asked together: those of the data folder that somebody may read, or those of a folder."""

    @property
    def among(self) -> Mapping[str, Source]:
        """By the name under which the index holds them."""

    def find(self, question: str, count: int = 10) -> Found:
        """The passages that answer best."""

    def extent(self) -> Extent:
        """How much of them is searched."""

    def part(self, name: str, start: int) -> str:
        """The part in which a character lies."""

    def text(self, source: Source) -> Text:
        """The stored text."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as it is shown: where it stands, its characters, the words it shares with the question.

    covered: how much of what the question names stands there (0 to 1); score: the probability that it answers.
    orders: it speaks to whoever reads it, which is worth a look, and never followed.
    """

    source: Source
    quote: Quote
    part: str
    lead: str
    marks: tuple[tuple[int, int], ...]
    covered: float
    score: float
    orders: bool = False

    @property
    def pieces(self) -> Pieces:
        """Its characters in order, each piece with whether it is one of the shared words."""
        return list(_pieces(self.quote, self.marks))

    def plain(self) -> dict[str, Any]:
        """As JSON tells it."""
        page = self.part.removeprefix("page ")
        return {
            "document": self.source.called if self.source.type != "File" else self.source.ref,
            "record": self.source.ref if self.source.type != "File" else None,
            "page": int(page) if page.isdecimal() else None,
            "part": self.part or None,
            "start": self.quote.start,
            "end": self.quote.end,
            "quote": self.quote.text,
            "sha256": self.source.sha256,
            "covered": round(self.covered, 3),
            "speaks_to_the_reader": self.orders,
        }


def quoted(library: Library, found: Found, hit: Hit) -> Quoted:
    """A hit as a quotation of what the index holds; `standing` looks at the file itself."""
    source = library.among[hit.document]
    return Quoted(
        source,
        Quote(hit.start, hit.end, hit.text),
        library.part(hit.document, hit.start),
        hit.lead,
        hit.marks,
        found.covered(hit, source.called),
        hit.score,
        bool(ORDERED.search(hit.text)),
    )


def standing(library: Library, claims: Sequence[Quoted]) -> list[Quoted]:
    """Those that stand letter for letter in their file as it is read now; the others are dropped."""
    kept = []
    for claim in claims:
        try:
            held(library.text(claim.source).text, claim.quote)
        except (NotThere, Refused):
            continue
        kept.append(claim)
    return kept


def _pieces(quote: Quote, marks: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    place = quote.start
    for start, end in marks:
        if place < start:
            yield quote.text[place - quote.start : start - quote.start], False
        yield quote.text[start - quote.start : end - quote.start], True
        place = end
    if place < quote.end:
        yield quote.text[place - quote.start :], False
