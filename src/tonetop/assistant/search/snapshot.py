"""One state of the index as it is held in memory: which documents there are, and the signs of their passages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tonetop.assistant.search.store import Entry
from tonetop.assistant.search.vectors import SIGN_WORDS, Signs

Where = Callable[
    [str, Mapping[str, str]], bool
]  # a document's name and what is said about it -> is it wanted


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is held in memory of one state of the index: its documents, and signs of the passages that were read.

    numbers and owners: of each row of signs, its passage and that one's document.
    """

    version: int
    entries: dict[int, Entry]
    firsts: list[int]
    ids: list[int]
    passages: int
    length: float
    numbers: npt.NDArray[np.int64]
    owners: npt.NDArray[np.int64]
    signs: Signs

    def owner(self, number: int) -> int:
        """The document in which a passage stands."""
        return self.ids[bisect_right(self.firsts, number) - 1]


def snapshot(version: int, entries: list[Entry], model: str) -> Snapshot:
    """What is held of these documents, with the signs of those that this model has read."""
    read = [entry for entry in entries if model and entry.model == model]
    passages = sum(entry.passages for entry in entries)
    numbers = [np.arange(entry.first, entry.first + entry.passages) for entry in read]
    return Snapshot(
        version,
        {entry.id: entry for entry in entries},
        [entry.first for entry in entries if entry.passages],
        [entry.id for entry in entries if entry.passages],
        passages,
        sum(entry.stems for entry in entries) / (passages or 1),
        np.concatenate(numbers) if numbers else np.zeros(0, np.int64),
        np.repeat([entry.id for entry in read], [entry.passages for entry in read]),
        np.frombuffer(b"".join(entry.signs for entry in read), np.uint64).reshape(-1, SIGN_WORDS),
    )


def chosen(state: Snapshot, where: Where | None) -> set[int] | None:
    """The documents that are wanted; None for all."""
    if where is None:
        return None
    return {entry.id for entry in state.entries.values() if where(entry.name, entry.about)}
