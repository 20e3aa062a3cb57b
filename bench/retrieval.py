"""`./dev bench retrieval`: regulatory questions (ObliQA's development split) out of fold by document, and abstention.

A file's name as argument keeps the candidates between runs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.figures import figure
from tonetop.assistant.search.likeness import NAMES
from tonetop.assistant.search.rerank import ordered
from train.obliqa import Question, given, kept_questions
from train.reranker import FOLDS, first, folds, logistic, out_of_fold

BEFORE = 10  # hits that are looked at
COVERAGES = (1.0, 0.75, 0.5, 0.25)


def main() -> None:
    """Measure on all questions, each by models learned from questions about other documents."""
    kept = given()
    questions = kept_questions(kept)
    fused = [one.likeness[:, NAMES.index("fused_to_best")] for one in questions]
    recall, precision = scores(questions, fused)
    figure("obliqa fused, untrained: R@10", recall, "", "told", True)
    figure("obliqa fused, untrained: MAP@10", precision, "", "told", True)
    found = np.mean([one.right.sum() / one.answers for one in questions])
    figure("obliqa answers among the candidates", float(found), "", "told", True)
    logits = dict(out_of_fold(questions))
    recall, precision = scores(questions, [logits[index] for index in range(len(questions))])
    holds = [
        figure("obliqa R@10 out of fold", recall, "", ">= 0.80", recall >= 0.80),
        figure("obliqa MAP@10 out of fold", precision, "", ">= 0.67", precision >= 0.67),
        *abstaining(questions, logits),
    ]
    words = kept_questions(kept and kept.with_stem(f"{kept.stem}-words"), meaning=False)
    by_words = dict(out_of_fold(words))
    recall, precision = scores(words, [by_words[index] for index in range(len(words))])
    figure("obliqa by words alone: R@10", recall, "", "told", True)
    figure("obliqa by words alone: MAP@10", precision, "", "told", True)
    raise SystemExit(0 if all(holds) else 1)


def scores(questions: Sequence[Question], logits: Sequence[np.ndarray]) -> tuple[float, float]:
    """Recall and mean average precision among the first ten."""
    recall = precision = 0.0
    for one, own in zip(questions, logits, strict=True):
        hits = one.right[ordered(own)[:BEFORE]]
        recall += hits.sum() / one.answers
        ranks = np.flatnonzero(hits) + 1
        precision += float((np.arange(1, len(ranks) + 1) / ranks).sum()) / min(one.answers, BEFORE)
    return recall / len(questions), precision / len(questions)


def abstaining(questions: Sequence[Question], logits: dict[int, np.ndarray]) -> list[bool]:
    """Precision of the first hit, answering only where most sure; confidence is out of fold too."""
    rows, right = first(questions, logits)
    fold = folds(questions)
    sure = np.zeros(len(rows))
    for number in range(FOLDS):
        held = fold == number
        sure[held] = logistic(rows[~held], right[~held])(rows[held])
    order = ordered(sure)
    holds = []
    for coverage in COVERAGES:
        share = float(right[order[: int(coverage * len(order))]].mean())
        aim = 0.90 if coverage == min(COVERAGES) else 0.0
        name = f"obliqa precision at 1 at {coverage:.0%} coverage"
        holds.append(figure(name, share, "", f">= {aim:.2f}" if aim else "told", share >= aim))
    chance = 1 / (1 + np.exp(-sure))
    calibration = float(
        np.abs([chance[part].mean() - right[part].mean() for part in np.array_split(order, 10)]).mean()
    )
    figure("obliqa confidence: mean error by tenths", calibration, "", "told", True)
    return holds


if __name__ == "__main__":
    main()
