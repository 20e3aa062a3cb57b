"""The only maker of quotations: a range of a stored text with exactly the characters that stand there, or nothing."""

from __future__ import annotations

from typing import NamedTuple


class NotThere(ValueError):
    """A quotation that does not stand letter for letter where it is said to stand."""


class Quote(NamedTuple):
    """The characters of a text from start to end (offsets from 0, the end excluded)."""

    start: int
    end: int
    text: str


def slice_of(text: str, start: int, end: int) -> Quote:
    """The quotation that a range of the text is. Raises NotThere for an empty range or one that leaves the text."""
    if not 0 <= start < end <= len(text):
        raise NotThere(f"there is no passage from {start} to {end} in a text of {len(text)} characters")
    return Quote(start, end, text[start:end])


def held(text: str, claim: Quote) -> Quote:
    """The claim, when its characters stand at its place. Raises NotThere otherwise."""
    if slice_of(text, claim.start, claim.end).text != claim.text:
        raise NotThere(f"the text from {claim.start} to {claim.end} reads otherwise than it is quoted")
    return claim


def found(text: str, words: str, near: int = 0) -> Quote:
    """Where somebody's words stand letter for letter, at or after `near`, else anywhere. Raises NotThere."""
    start = text.find(words, max(near, 0)) if words else -1
    if start < 0:
        start = text.find(words) if words else -1
    if start < 0:
        raise NotThere("the words stand nowhere in the text")
    return Quote(start, start + len(words), words)
