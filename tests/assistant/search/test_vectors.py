"""Vectors as they are kept: close to what they were, and the signs find the near ones."""

from __future__ import annotations

import numpy as np
import pytest

from tonetop.assistant.search.vectors import cosines, nearest, packed, signs


@pytest.fixture
def vectors():
    made = np.random.default_rng(1).standard_normal((500, 384)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_packed_vectors_keep_their_cosines(vectors):
    assert np.allclose(cosines(packed(vectors), vectors[3]), vectors @ vectors[3], atol=0.005)
    assert cosines([], vectors[0]).shape == (0,)


def test_a_vector_of_nothing_is_kept_as_such():
    assert not cosines(packed(np.zeros((1, 384), np.float32)), np.ones(384, np.float32)).any()


def test_the_nearest_by_signs_hold_the_nearest_by_cosine(vectors):
    question = vectors[7] + 0.5 * vectors[9]
    near = nearest(signs(vectors), question, 40, None)
    assert near[0] == 7
    assert {7, 9} <= set(near.tolist())


def test_of_equals_the_earlier_comes_first_and_none_that_may_not(vectors):
    same = signs(np.repeat(vectors[:1], 6, axis=0))
    assert nearest(same, vectors[0], 3, None).tolist() == [0, 1, 2]
    assert nearest(same, vectors[0], 9, np.array([False, True, False, True, True, False])).tolist() == [
        1,
        3,
        4,
    ]
