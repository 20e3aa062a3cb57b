"""Likeness and the order of candidates: what agrees more with the question stands higher."""

from __future__ import annotations

import numpy as np
import pytest

from tonetop.assistant.search import rerank
from tonetop.assistant.search.likeness import NAMES, Asked, Candidate, likeness
from tonetop.assistant.search.rerank import ORDER, Logistic, ordered, reranker

FREQUENCY = {"council": 10, "approv": 20, "policy": 30}


@pytest.fixture
def asked():
    return Asked(tuple(FREQUENCY), 100, 5.0, lambda term: FREQUENCY.get(term, 0))


def candidate(stems, meaning=0.1, rank=0):
    return Candidate(stems, meaning, rank, rank)


def column(rows, name):
    return rows[:, NAMES.index(name)]


def test_what_says_more_of_the_question_is_more_like_it(asked):
    rows = likeness(
        asked,
        [candidate(["council", "approv", "policy"]), candidate(["policy", "lunch"]), candidate(["lunch"])],
    )
    for name in ("words", "covered", "words_to_best"):
        best, some, none = column(rows, name)
        assert best > some > none == 0, name
    assert column(rows, "pairs").tolist()[1:] == [0, 0]
    assert column(rows, "words_to_best")[0] == 1


def test_no_candidates_and_no_words_do_no_harm(asked):
    assert likeness(asked, []).shape == (0, len(NAMES))
    assert np.isfinite(likeness(Asked((), 0, 0, lambda term: 0), [candidate([])])).all()


@pytest.mark.parametrize("meaning", [True, False])
def test_the_shipped_models_prefer_what_agrees(asked, meaning):
    rows = likeness(
        asked, [candidate(["lunch"], 0.0, None), candidate(["council", "approv", "policy"], 0.9, 0)]
    )
    logits = reranker(meaning).order(rows)
    assert ordered(logits).tolist() == [1, 0]
    assert np.isfinite(reranker(meaning).sure(rows, logits)).all()


def test_models_learned_from_other_features_are_refused(monkeypatch):
    reranker.cache_clear()
    monkeypatch.setattr(rerank, "ORDER", (*ORDER, "more"))
    with pytest.raises(ValueError, match="other features"):
        reranker(True)
    reranker.cache_clear()


def test_of_equals_the_earlier_comes_first():
    assert ordered(Logistic(np.array([1.0]), 0.0)(np.array([[1.0], [2.0], [1.0]]))).tolist() == [1, 0, 2]
