"""The reranker and its confidence: `python -m train.reranker [FILE]` learns them and writes `reranker.json`.

FILE keeps the questions' candidates between runs. Both are logistic regressions over few named features, kept as
weights of the features as they are. What is written is learned from all questions; bench/retrieval.py measures the same
way of learning on questions about documents not learned from.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

import tonetop
from tonetop.assistant.search import graph
from tonetop.assistant.search.rerank import (
    CONFIDENCE,
    ORDER,
    Logistic,
    Reranker,
    confidence_features,
    in_order,
    ordered,
)
from tonetop.assistant.search.weights import MODEL_SHA256
from train.obliqa import Question, given, kept_questions

OUT = Path(__file__).resolve().parents[1] / "src" / "tonetop" / "assistant" / "search" / "reranker.json"
FOLDS = 5


def logistic(rows: np.ndarray, right: np.ndarray) -> Logistic:
    """A logistic regression on standardised features, as weights of the features as they are."""
    mean, spread = rows.mean(0, dtype=np.float64), rows.std(0, dtype=np.float64)
    spread[spread < 1e-6] = np.inf  # what never differs says nothing
    learned = LogisticRegression(C=1.0, max_iter=500).fit((rows - mean) / spread, right)
    weights = learned.coef_[0] / spread
    return Logistic(weights, float(learned.intercept_[0] - weights @ mean))


def folds(questions: Sequence[Question]) -> np.ndarray:
    """The fold of each question: all that share a split in one, the folds about equally large."""
    sizes = [0] * FOLDS
    fold: dict[str, int] = {}
    for split, count in sorted(
        Counter(one.split for one in questions).items(), key=lambda item: (-item[1], item[0])
    ):
        fold[split] = sizes.index(min(sizes))
        sizes[fold[split]] += count
    return np.array([fold[one.split] for one in questions])


def order_model(questions: Sequence[Question]) -> Logistic:
    """What puts right candidates before wrong ones."""
    told = [one for one in questions if len(one.right)]
    rows = np.concatenate([in_order(one.likeness) for one in told])
    return logistic(rows, np.concatenate([one.right for one in told]))


def out_of_fold(questions: Sequence[Question]) -> Iterator[tuple[int, np.ndarray]]:
    """For each question its number and its candidates' logits by a model that was learned without its fold."""
    fold = folds(questions)
    for number in range(FOLDS):
        model = order_model([one for one, own in zip(questions, fold, strict=True) if own != number])
        for index in np.flatnonzero(fold == number):
            yield int(index), model(in_order(questions[index].likeness))


def first(questions: Sequence[Question], logits: dict[int, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Of each question's first candidate: what tells whether it is right, and whether it is."""
    asked = [index for index in sorted(logits) if len(logits[index])]
    rows = [confidence_features(questions[index].likeness, logits[index]) for index in asked]
    right = [questions[index].right[ordered(logits[index])[0]] for index in asked]
    return np.array(rows), np.array(right)


def learned(questions: Sequence[Question]) -> Reranker:
    """Both models; confidence is learned on orders that were made without knowing the question's documents."""
    return Reranker(order_model(questions), logistic(*first(questions, dict(out_of_fold(questions)))))


def told(models: Reranker) -> dict[str, object]:
    """Both models as they are written."""

    def one(model: Logistic) -> dict[str, object]:
        return {
            "weights": [round(float(weight), 6) for weight in model.weights],
            "constant": round(model.constant, 6),
        }

    return {"candidate": one(models.candidate), "first": one(models.first)}


def main() -> None:
    """Learn with meaning and without, and write both."""
    kept = given()
    questions = kept_questions(kept)
    by_words = kept_questions(kept and kept.with_stem(f"{kept.stem}-words"), meaning=False)
    origin = {
        "data": "ObliQA development questions (RegNLP/ObliQADataset c1b2c3c04aee)",
        "questions": len(questions),
        "split": f"{FOLDS} folds by the document of the first answer",
        "day": datetime.now(UTC).date().isoformat(),
        "version": tonetop.__version__,
        "sentence_model": f"{MODEL_SHA256[:8]}, graph {graph.VERSION}",
    }
    names = {"order_features": list(ORDER), "confidence_features": list(CONFIDENCE)}
    written = {
        "origin": origin,
        **names,
        "meaning": told(learned(questions)),
        "words": told(learned(by_words)),
    }
    OUT.write_text(json.dumps(written, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
