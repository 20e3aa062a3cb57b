"""Anonymity: no told figure, and no difference between told figures, rests on fewer answers than the threshold."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonetop.standard.anonymity import results, told_of

COUNTS = st.dictionaries(st.sampled_from(["", *"ABCDEFG"]), st.integers(0, 30), max_size=8)


def answers(*values: int) -> dict[int, dict[int, int]]:
    """One question answered so by as many people as there are values."""
    return {0: {value: values.count(value) for value in set(values)}}


@given(COUNTS, st.integers(5, 12))
def test_whatever_is_told_and_whatever_can_be_subtracted_rests_on_enough_answers(
    counts: dict[str, int], threshold: int
):
    told = told_of(counts, threshold)
    whole = sum(counts.values())
    assert all(counts[unit] >= threshold for unit in told)
    for size in range(1, len(told) + 1):
        for some in combinations(told, size):
            left = whole - sum(counts[unit] for unit in some)
            assert left == 0 or left >= threshold


def test_a_small_unit_beside_one_that_is_told_would_be_found_by_subtraction():
    assert told_of({"Claims": 20, "IT": 2}, 5) == []
    assert told_of({"Claims": 20, "IT": 2, "HR": 9}, 5) == ["Claims"]
    assert told_of({"Claims": 20, "HR": 9}, 5) == ["Claims", "HR"]
    assert told_of({"Claims": 20, "HR": 3, "IT": 2}, 5) == ["Claims"]


def test_answers_of_no_unit_are_part_of_the_whole_and_never_a_unit():
    assert told_of({"": 40, "IT": 8}, 5) == ["IT"]
    assert told_of({"": 3, "IT": 8}, 5) == []


def test_fewer_answers_than_the_threshold_tell_nothing_but_how_many_there_are():
    found = results({"IT": answers(1, 2, 3, 4)}, 1, 5)
    assert (found.responses, found.whole, found.units, found.kept_back) == (4, None, (), 1)
    assert results({}, 3, 5).responses == 0


def test_scores_run_from_0_to_100_and_those_of_units_are_coarse():
    found = results({"IT": answers(5, 5, 5, 5, 5), "HR": answers(1, 1, 2, 2, 3)}, 1, 5)
    assert found.whole is not None
    assert (found.whole.score, found.whole.answers) == (60, 10)
    assert [(group.unit, group.score) for group in found.units] == [("HR", 20), ("IT", 95)]


@pytest.mark.parametrize(("values", "score"), [((1,) * 6, 5), ((5,) * 6, 95), ((3,) * 6, 50)])
def test_a_unit_of_one_mind_is_not_told_as_all_or_nothing(values: tuple[int, ...], score: int):
    found = results({"IT": answers(*values)}, 1, 5)
    assert [group.questions for group in found.units] == [[score]]


def test_every_question_has_its_score():
    counts = {0: {5: 5}, 1: {1: 5}, 2: {3: 5}}
    found = results({"IT": counts}, 3, 5)
    assert found.whole is not None
    assert (list(found.whole.questions), found.whole.score) == ([100, 0, 50], 50)
