"""Search over documents for programs: the passages of the texts that an account may read, as it may read them now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tonetop.records.models import Account
from tonetop.work.assess import assess
from tonetop.work.passage_index import Shelf
from tonetop.work.quoted import Quoted, quoted
from tonetop.work.sources import answering, narrowed, sources

SHARED = 0.4
"""How much of what was looked for a passage has to hold, by rarity."""


class Passages(Protocol):
    """Passages of the documents that an account may see, the best first."""

    def __call__(self, account: Account, words: str, most: int, **asked: str) -> Sequence[Quoted]:
        """At most `most` passages that speak of the words; asked: filters as `work.sources.narrowed` takes them."""


def indexed(account: Account, words: str, most: int, **asked: str) -> Sequence[Quoted]:
    """The passages of the data folder's index. Raises NotSearched where there is none."""
    library = Shelf(narrowed(answering(sources(assess().facts, account)), **asked))
    if not library.among:
        return ()
    found = library.find(words, most)
    claims = [quoted(library, found, hit) for hit in found.hits]
    return [claim for claim in claims if claim.covered >= SHARED]
