"""Quotations stand letter for letter at their place, or there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tonetop.core.passage import Part, Text
from tonetop.core.quote import NotThere, Quote, found, held, slice_of

TEXT = "The board approved the policy. The board met."


def test_a_slice_is_exactly_what_stands_there() -> None:
    assert slice_of(TEXT, 4, 9) == Quote(4, 9, "board")


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 4), (0, len(TEXT) + 1)])
def test_a_range_that_is_empty_or_leaves_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(NotThere, match="no passage"):
        slice_of(TEXT, start, end)


def test_a_claim_that_reads_otherwise_is_refused() -> None:
    assert held(TEXT, Quote(4, 9, "board")).text == "board"
    with pytest.raises(NotThere, match="otherwise"):
        held(TEXT, Quote(4, 9, "Board"))


def test_words_are_found_near_the_place_first_and_then_anywhere() -> None:
    assert found(TEXT, "board").start == 4
    assert found(TEXT, "board", near=10).start == 35
    assert found(TEXT, "approved", near=30).start == 10


@pytest.mark.parametrize("words", ["", "the bord", "THE BOARD"])
def test_words_that_stand_nowhere_are_refused(words: str) -> None:
    with pytest.raises(NotThere, match="nowhere"):
        found(TEXT, words)


@given(some.text(min_size=1), some.data())
def test_every_quotation_made_of_a_text_is_held_by_it(text: str, data: some.DataObject) -> None:
    start = data.draw(some.integers(0, len(text) - 1))
    end = data.draw(some.integers(start + 1, len(text)))
    quote = slice_of(text, start, end)
    assert held(text, quote) is quote
    assert found(text, quote.text).text == quote.text


def test_a_character_lies_in_its_part_or_between_two() -> None:
    text = Text("00", "pdf", "one\n\ntwo", (Part("page", 1, 0, 3), Part("page", 2, 5, 8)))
    assert [part and part.number for part in map(text.part_at, (0, 2, 3, 5, 7, 8))] == [
        1,
        1,
        None,
        2,
        2,
        None,
    ]
    assert Text("00", "txt", "plain").part_at(0) is None
