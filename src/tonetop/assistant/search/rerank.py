"""The order of candidates, and how sure it is that the first one answers: two small logistic models, learned from data.

`reranker.json` says what they were learned from (train/reranker.py). One pair of models is for search by words and
meaning, one for words alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from tonetop.assistant.search.likeness import NAMES
from tonetop.assistant.search.weights import Array

CONFIDENCE = (
    *(
        "score",
        "lead_over_second",
        "second_over_third",
        "lead_over_fifth",
        "crowd",
        "first_by_words",
        "first_by_meaning",
    ),
    *NAMES,
)
ORDER = ("covered", "words_rank", "meaning_rank", "length", *NAMES[-4:])
"""What the order is made of: what says how a candidate stands to the others, nothing of what answers look like in the
texts that it was learned from, so that it serves other texts too."""
FIFTH = 4


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights for named features, and a constant."""

    weights: Array
    constant: float

    def __call__(self, rows: npt.NDArray[np.floating]) -> Array:
        """The logit of each row."""
        logits: Array = (rows.astype(np.float64) @ self.weights.astype(np.float64) + self.constant).astype(
            np.float32
        )
        return logits


@dataclass(frozen=True, slots=True)
class Reranker:
    """candidate: that a candidate answers, from ORDER; first: that the first one does, from CONFIDENCE."""

    candidate: Logistic
    first: Logistic

    def order(self, rows: Array) -> Array:
        """The logit that each candidate answers, from its likeness."""
        return self.candidate(in_order(rows))

    def sure(self, rows: Array, logits: Array) -> float:
        """The logit that the best of these candidates answers."""
        return float(self.first(confidence_features(rows, logits)[None])[0])


@cache
def reranker(meaning: bool) -> Reranker:
    """The models that were learned, for search with meaning or by words alone."""
    told = json.loads((files("tonetop.assistant.search") / "reranker.json").read_text("utf-8"))
    if told["order_features"] != list(ORDER) or told["confidence_features"] != list(CONFIDENCE):
        raise ValueError("reranker.json was learned from other features; run train/reranker.py anew.")
    models = told["meaning" if meaning else "words"]
    return Reranker(
        *(
            Logistic(np.array(models[name]["weights"]), models[name]["constant"])
            for name in ("candidate", "first")
        )
    )


def in_order(rows: Array) -> Array:
    """The columns of ORDER."""
    return rows[:, [NAMES.index(name) for name in ORDER]]


def ordered(logits: Array) -> npt.NDArray[np.intp]:
    """Indices, best first; of equals the earlier."""
    return np.argsort(-logits, kind="stable")


def confidence_features(rows: Array, logits: Array) -> Array:
    """What tells whether the first candidate answers: one row, a column for each name of CONFIDENCE."""
    order = ordered(logits)
    best = logits[order[0]]

    def lead_over(place: int) -> float:
        return float(best - logits[order[min(place, len(order) - 1)]])

    first = rows[order[0]]
    crowd = float(np.log(np.exp(logits - best).sum()))
    by_words, by_meaning = (
        float(rows[:, NAMES.index(name)].argmax() == order[0]) for name in ("words_rank", "meaning_rank")
    )
    told = [
        best,
        lead_over(1),
        lead_over(2) - lead_over(1),
        lead_over(FIFTH),
        crowd,
        by_words,
        by_meaning,
        *first,
    ]
    return np.array(told, np.float32)


def probability(logit: float) -> float:
    """A logit as a probability."""
    return float(1 / (1 + np.exp(-logit)))
