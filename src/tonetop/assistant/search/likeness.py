"""How like a passage is to a question, in the few numbers that the reranker weighs.

All are computed from what is asked and the candidates alone, so that search, training and measuring share one way.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tonetop.assistant.search.weights import Array
from tonetop.assistant.search.words import pairs

K1, B = 1.2, 0.5  # Robertson's weights: how soon repetition tires, how much length counts
SOFT = 10  # of the reciprocal rank
NAMES = (
    *("words", "pairs", "covered", "meaning", "words_rank", "meaning_rank", "length", "asked_length"),
    *("words_to_best", "pairs_to_best", "meaning_to_best", "fused_to_best"),
)
WORDS, PAIRS, COVERED, MEANING, WORDS_RANK, MEANING_RANK, LENGTH, ASKED_LENGTH = range(8)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer: its stems, its cosine, and its ranks (from 0) by words and by meaning."""

    stems: Sequence[str]
    meaning: float
    words_rank: int | None
    meaning_rank: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's stems, the passages in all, their mean length in stems, how many have a term."""

    stems: tuple[str, ...]
    passages: int
    length: float
    frequency: Callable[[str], int]

    def weights(self, terms: Sequence[str]) -> dict[str, float]:
        """How telling each term is: the rarer, the more."""
        found = {term: self.frequency(term) for term in dict.fromkeys(terms)}
        return {term: math.log(1 + (self.passages - n + 0.5) / (n + 0.5)) for term, n in found.items()}


def likeness(asked: Asked, candidates: Sequence[Candidate]) -> Array:
    """One row a candidate, one column a name of NAMES; float32."""
    single = asked.weights(asked.stems)
    double = asked.weights(pairs(asked.stems))
    rows = np.zeros((len(candidates), len(NAMES)), np.float32)
    for row, candidate in zip(rows, candidates, strict=True):
        row[WORDS] = bm25(candidate.stems, single, asked.length)
        row[PAIRS] = bm25(pairs(candidate.stems), double, asked.length)
        row[COVERED] = covered(candidate.stems, single)
        row[MEANING] = candidate.meaning
        row[WORDS_RANK] = reciprocal(candidate.words_rank)
        row[MEANING_RANK] = reciprocal(candidate.meaning_rank)
        row[LENGTH] = math.log1p(len(candidate.stems))
        row[ASKED_LENGTH] = math.log1p(len(asked.stems))
    return together(rows) if len(rows) else rows


def together(rows: Array) -> Array:
    """The rows with what each says only beside the best of them."""
    fused = rows[:, WORDS_RANK] + rows[:, MEANING_RANK]
    first = ASKED_LENGTH + 1
    for column, values in enumerate((rows[:, WORDS], rows[:, PAIRS]), first):
        rows[:, column] = values / max(values.max(), 1e-6)
    rows[:, first + 2] = rows[:, MEANING] - rows[:, MEANING].max()
    rows[:, first + 3] = fused / max(fused.max(), 1e-6)
    return rows


def bm25(stems: Sequence[str], weights: dict[str, float], mean: float) -> float:
    """Robertson's measure of a passage, as a share of what the question's terms could give."""
    counts = Counter(stem for stem in stems if stem in weights)
    norm = K1 * (1 - B + B * len(stems) / (mean or 1))
    best = sum(weights.values()) * (K1 + 1)
    return sum(weights[term] * n * (K1 + 1) / (n + norm) for term, n in counts.items()) / best if best else 0


def covered(stems: Sequence[str], weights: dict[str, float]) -> float:
    """The share of the question's telling that the passage's words take up."""
    total = sum(weights.values())
    return sum(weights[stem] for stem in weights.keys() & set(stems)) / total if total else 0


def reciprocal(rank: int | None) -> float:
    """1 for the first, less for each after, 0 for none."""
    return 0 if rank is None else (SOFT + 1) / (SOFT + 1 + rank)
