"""The index of passages: it grows and shrinks by the document, and is asked by words and by meaning at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from tonetop.assistant.search import store
from tonetop.assistant.search.likeness import Asked, Candidate, likeness
from tonetop.assistant.search.rerank import ordered, probability, reranker
from tonetop.assistant.search.snapshot import Snapshot, Where, chosen, snapshot
from tonetop.assistant.search.store import Document, Row
from tonetop.assistant.search.vectors import cosines, nearest
from tonetop.assistant.search.weights import Array
from tonetop.assistant.search.words import pairs, stems, terms

EACH = 100  # candidates by words, and as many by meaning
SCREENED = 4000  # by their signs, then compared exactly
MATCHES = 30_000  # passages that the question's terms may bring up together; the rarest terms come first
TOGETHER = 2000  # passages that are read and written in one go


class Meaning(Protocol):
    """What reads texts as vectors: `Sentences`."""

    name: str

    def embed(self, texts: list[str], /) -> Array: ...


class Hit(NamedTuple):
    """A passage found: its document's name, its range and text there, its lead, the probability that it answers.

    marks: the ranges of words that the question has too, in the document's text.
    """

    passage: int
    document: str
    start: int
    end: int
    text: str
    lead: str
    score: float
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: hits, best first; how sure it is that the first answers; what was searched, and how.

    rarity: of each stem of the question, the logarithm of how few passages have it.
    """

    hits: tuple[Hit, ...]
    confidence: float
    documents: int
    passages: int
    by_meaning: bool
    rarity: Mapping[str, float] = field(default_factory=dict)

    def covered(self, hit: Hit, called: str = "") -> float:
        """How much of what the question names stands in a passage, its lead or what its document is called: 0 to 1.

        A word weighs the more the rarer it is among all passages, so that one that stands nowhere weighs most.
        """
        there = {*stems(hit.text), *stems(hit.lead), *stems(called)}
        whole = sum(self.rarity.values())
        return sum(weight for stem, weight in self.rarity.items() if stem in there) / whole if whole else 0.0

    @property
    def how(self) -> str:
        """One sentence on how it was searched."""
        way = (
            "by words and meaning"
            if self.by_meaning
            else "by words alone, for the sentence model is not in use"
        )
        return f"Searched {self.passages} passages of {self.documents} documents {way}."


class Candidates(NamedTuple):
    """Passages that may answer, and their likeness to the question."""

    rows: list[Row]
    likeness: Array
    by_meaning: bool


class Near(NamedTuple):
    """The passages nearest in meaning, each with its rank, and the question as a vector; None where it is not read."""

    ranks: dict[int, int]
    vector: Array | None


class Index:
    """An index in one file. One object serves one thread; several, also of several processes, may share the file.

    meaning: what reads texts as vectors, or None to search by words alone. Raises store.Unreadable.
    """

    def __init__(self, path: Path, meaning: Meaning | None = None) -> None:
        self.connection = store.opened(path)
        self.meaning = meaning
        self.state: Snapshot | None = None
        self.frequencies: dict[str, int] = {}

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()

    def add(self, documents: Iterable[Document], told: Callable[[int], None] | None = None) -> None:
        """Add documents, each in place of the one of its name, a few thousand passages at once.

        told: called with the number of passages kept since; what it raises ends the work, and what was told stays.
        """
        waiting: list[Document] = []
        for document in documents:
            waiting.append(document)
            if sum(len(one.passages) for one in waiting) >= TOGETHER:
                self.keep(waiting, told)
                waiting = []
        self.keep(waiting, told)

    def keep(self, documents: list[Document], told: Callable[[int], None] | None) -> None:
        """Read as vectors what is not yet, and write all of these documents at once."""
        ready = self.with_vectors(documents)
        with store.whole(self.connection):
            for document in ready:
                store.put(self.connection, document)
        self.state = None
        if told is not None:
            told(sum(len(document.passages) for document in ready))

    def with_vectors(self, documents: list[Document]) -> list[Document]:
        """The documents, each with vectors of this index's model."""
        if self.meaning is None:
            return documents
        lacking = [one for one in documents if one.vectors is None or one.model != self.meaning.name]
        read = self.meaning.embed([passage.text for document in lacking for passage in document.passages])
        made: dict[str, Document] = {}
        for document in lacking:
            own, read = read[: len(document.passages)], read[len(document.passages) :]
            made[document.name] = replace(document, vectors=own, model=self.meaning.name)
        return [made.get(document.name, document) for document in documents]

    def remove(self, name: str) -> bool:
        """Take a document out; whether there was one."""
        with store.whole(self.connection):
            removed = store.remove(self.connection, name)
        self.state = None
        return removed

    def forget(self, names: Iterable[str]) -> int:
        """Take documents out so that nothing of their words stays in the file; how many there were."""
        removed = sum([self.remove(name) for name in names])
        if removed:
            store.wipe(self.connection)
        return removed

    def unread(self) -> set[str]:
        """The names of documents that this index's model has not read as vectors."""
        if self.meaning is None:
            return set()
        rows = self.connection.execute("SELECT name FROM documents WHERE model != ?", [self.meaning.name])
        return {name for (name,) in rows}

    def held(self) -> dict[str, str]:
        """The names of the documents in the index, each with the hash of what it was read from."""
        return dict(self.connection.execute("SELECT name, sha256 FROM documents ORDER BY name").fetchall())

    def search(self, question: str, count: int = 10, where: Where | None = None) -> Found:
        """The passages that answer best, at most count. where: which documents, by name and what is said about them."""
        candidates = self.candidates(question, where)
        state = self.snapshot()
        if not candidates.rows:
            return Found((), 0.0, len(state.entries), state.passages, candidates.by_meaning)
        models = reranker(candidates.by_meaning)
        logits = models.order(candidates.likeness)
        sure = models.sure(candidates.likeness, logits)
        asked = set(stems(question))
        hits = tuple(
            self.hit(state, candidates.rows[index], probability(float(logits[index])), asked)
            for index in ordered(logits)[:count]
        )
        rarity = {stem: math.log((state.passages + 1) / (self.frequency(stem) + 0.5)) for stem in asked}
        known = len(state.entries), state.passages
        return Found(hits, probability(sure), *known, candidates.by_meaning, rarity)

    @staticmethod
    def hit(state: Snapshot, row: Row, score: float, asked: set[str]) -> Hit:
        """A row as it is shown."""
        marks = tuple(
            (row.start + term.start, row.start + term.end) for term in terms(row.text) if term.stem in asked
        )
        return Hit(
            row.id, state.entries[row.document].name, row.start, row.end, row.text, row.lead, score, marks
        )

    def candidates(self, question: str, where: Where | None = None) -> Candidates:
        """The passages that may answer, in the order of their numbers."""
        self.connection.execute("BEGIN")  # one state for all that is read
        try:
            state = self.snapshot()
            allowed = chosen(state, where)
            asked = tuple(stems(question))
            words = self.by_words(state, asked, allowed)
            near = self.by_meaning(state, question, allowed)
            rows = store.rows(self.connection, sorted({*words, *near.ranks}))
            cosine = self.cosines(state, rows, near)
            given = [
                Candidate(stems(row.text), cosine.get(row.id, 0.0), words.get(row.id), near.ranks.get(row.id))
                for row in rows
            ]
            about = Asked(asked, state.passages, state.length, self.frequency)
            return Candidates(rows, likeness(about, given), near.vector is not None)
        finally:
            self.connection.execute("COMMIT")

    def by_words(self, state: Snapshot, asked: tuple[str, ...], allowed: set[int] | None) -> dict[int, int]:
        """The best passages by words, each with its rank."""
        telling = self.telling([*asked, *pairs(asked)])
        if not telling:
            return {}
        found = store.matching(self.connection, telling)
        if allowed is not None:
            found = ((number, value) for number, value in found if state.owner(number) in allowed)
        return ranks(islice(found, EACH))

    def telling(self, all_terms: list[str]) -> list[str]:
        """The rarest terms that together bring up no more than MATCHES passages, at least one."""
        known = sorted((self.frequency(term), term) for term in set(all_terms))
        kept: list[str] = []
        total = 0
        for count, term in known:
            total += count
            if count and (not kept or total <= MATCHES):
                kept.append(term)
        return kept

    def by_meaning(self, state: Snapshot, question: str, allowed: set[int] | None) -> Near:
        """The passages nearest in meaning."""
        if self.meaning is None or not len(state.signs):
            return Near({}, None)
        vector = self.meaning.embed([question])[0]
        may = None if allowed is None else np.isin(state.owners, list(allowed))
        numbers = state.numbers[nearest(state.signs, vector, SCREENED, may)]
        if not len(numbers):
            return Near({}, vector)
        exact = cosines(store.vectors(self.connection, numbers.tolist()), vector)
        best = np.lexsort((numbers, -exact))[:EACH]
        return Near(ranks((int(numbers[index]), float(exact[index])) for index in best), vector)

    def cosines(self, state: Snapshot, rows: list[Row], near: Near) -> dict[int, float]:
        """The cosine to the question of each passage that was read."""
        if near.vector is None or self.meaning is None:
            return {}
        model = self.meaning.name
        read = [row.id for row in rows if state.entries[row.document].model == model]
        exact = cosines(store.vectors(self.connection, read), near.vector)
        return dict(zip(read, exact.tolist(), strict=True))

    def frequency(self, term: str) -> int:
        """In how many passages a term stands, in the state that is held."""
        if term not in self.frequencies:
            self.frequencies[term] = store.frequency(self.connection, term)
        return self.frequencies[term]

    def snapshot(self) -> Snapshot:
        """The present state, read anew when another process, or this one, changed it."""
        (version,) = self.connection.execute("PRAGMA data_version").fetchone()
        if self.state is None or self.state.version != version:
            self.state = snapshot(
                version, store.entries(self.connection), self.meaning.name if self.meaning else ""
            )
            self.frequencies = {}
        return self.state


def ranks(found: Iterable[tuple[int, float]]) -> dict[int, int]:
    """The rank of each passage by its value, best first: how many are better, so that equals share theirs."""
    told: dict[int, int] = {}
    before, rank = None, 0
    for place, (number, value) in enumerate(found):
        if before is None or round(value, 5) != before:
            before, rank = round(value, 5), place
        told[number] = rank
    return told
