"""Words as the index keeps them: forms of one word meet, and each stays where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonetop.assistant.search.words import pairs, stem, stems, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("policies", "policy"),
        ("approved", "approving"),
        ("Budgets", "budget"),
        ("Review", "reviewed"),
        ("committed", "commit"),
        ("Maßnahme", "MASSNAHME"),
        ("Bewertungen", "Bewertung"),
        ("naïve", "naive"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("process", "procedure"), ("status", "statute"), ("board", "broad")]
)
def test_other_words_stay_apart(one, other):
    assert stem(one) != stem(other)


def test_words_that_bear_no_meaning_are_left_out():
    assert stems("What is the policy of the board?") == ["policy", "board"]
    assert stems("Was ist die KI-Richtlinie?")[-2:] == ["ki", stem("Richtlinie")]
    assert stems("and of the") == []


def test_neighbours_make_pairs():
    assert pairs(["ai", "policy", "board"]) == ["ai_policy", "policy_board"]
    assert pairs(["alone"]) == []


@given(st.text(max_size=60))
def test_each_term_stands_where_it_says(text):
    found = terms(text)
    assert all(stem(text[term.start : term.end]) == term.stem for term in found)
    assert [term.stem for term in found] == stems(text)
