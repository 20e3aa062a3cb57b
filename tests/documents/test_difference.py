"""Two texts laid beside each other: nothing is lost of either, and only what differs is told as different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonetop.documents.difference import LARGEST, PAIRS, WORDS, Gap, Line, TooLong, difference


def lines(before: str, after: str) -> list[Line]:
    return [row for row in difference(before, after) if isinstance(row, Line)]


def own(spans: tuple[tuple[bool, str], ...]) -> list[str]:
    """The pieces that only one side has."""
    return [piece.strip() for alone, piece in spans if alone]


def test_equal_texts_have_no_difference():
    assert difference("a\nb\n", "a\r\nb") == []


def test_a_changed_line_is_told_word_by_word():
    (line,) = lines("We decide by people.", "We decide by machines.")
    assert (own(line.was), own(line.now)) == (["people"], ["machines"])
    assert (line.before, line.after) == (1, 1)


def test_lines_that_are_not_alike_stand_each_on_its_own_side():
    first, second = lines("one two three", "quite another sentence here")
    assert (first.before, first.after, first.now) == (1, 0, ())
    assert (second.before, second.after, second.was) == (0, 1, ())


def test_an_added_and_a_removed_line_have_one_side():
    (added,) = [line for line in lines("a\nc", "a\nb\nc") if line.changed]
    (removed,) = [line for line in lines("a\nb\nc", "a\nc") if line.changed]
    assert own(added.now) == own(removed.was) == ["b"]


def test_equal_lines_far_from_a_change_are_left_out_and_counted():
    body = "\n".join(f"line {n}" for n in range(30))
    rows = difference(f"first\n{body}\nlast one", f"First\n{body}\nlast two")
    assert [row.lines for row in rows if isinstance(row, Gap)] == [24]
    after = difference(f"first\n{body}", f"First\n{body}")
    assert isinstance(after[-1], Gap)


def test_long_lines_and_very_many_pairs_are_told_whole():
    long = "word " * (WORDS + 1)
    assert [len(line.was) for line in lines(f"{long}x", f"{long}y")] == [1, 0]
    many = lines(
        "\n".join(f"alike {n} a" for n in range(PAIRS + 5)),
        "\n".join(f"alike {n} b" for n in range(PAIRS + 5)),
    )
    assert sum(bool(line.before and line.after) for line in many) == PAIRS


def test_a_text_of_too_many_lines_is_refused():
    with pytest.raises(TooLong):
        difference("a\n" * (LARGEST + 1), "a")


TEXTS = st.lists(st.sampled_from(["a", "b", "a b", "a c", "", "x y z"]), max_size=12).map("\n".join)


@given(TEXTS, TEXTS)
def test_nothing_of_either_text_is_lost(before: str, after: str):
    was, now = before.splitlines(), after.splitlines()
    rows = difference(before, after)
    for row in rows:
        if isinstance(row, Line):
            assert not row.before or "".join(piece for _, piece in row.was) == was[row.before - 1]
            assert not row.after or "".join(piece for _, piece in row.now) == now[row.after - 1]
    hidden = sum(row.lines for row in rows if isinstance(row, Gap))
    if rows:
        assert sum(bool(row.before) for row in rows if isinstance(row, Line)) + hidden == len(was)
        assert sum(bool(row.after) for row in rows if isinstance(row, Line)) + hidden == len(now)
