"""Where sentences end, and long ranges cut there."""

from __future__ import annotations

import re
from collections.abc import Iterator

END = re.compile(
    r"[.!?…]+[\"'”’)\]*_]*(?=\s+[\"'“‘(\[*_]*[A-Z0-9ÄÖÜÀ-Ý])|;(?=\s)|\n(?=\s*\n)|<br\s*/?>|</(?:li|tr|p)>",
    re.I,
)
NO_END = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Art|Sec|Fig|Inc|Ltd|Co|vs|cf|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|e\.g|i\.e|\d)\.$"
)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges of the sentences between two offsets, without the spaces around them."""
    at = start
    for found in END.finditer(text, start, end):
        if text[found.start()] == "." and NO_END.search(text, max(at, found.end() - 8), found.end()):
            continue
        yield from _trimmed(text, at, found.end())
        at = found.end()
    yield from _trimmed(text, at, end)


def pieces(text: str, start: int, end: int, whole: int, piece: int) -> Iterator[tuple[int, int]]:
    """The range as one when it is short enough, else sentences together up to about a piece; else words."""
    trimmed = list(_trimmed(text, start, end))
    if not trimmed:
        return
    start, end = trimmed[0]
    if end - start <= whole:
        yield start, end
        return
    share = piece if end - start > 2 * piece else (end - start) // 2 + 1
    first = last = start
    for begun, ended in _short(text, start, end, piece):
        if last > first and ended - first > share and last - first > share // 3:
            yield first, last
            first = begun
        last = ended
    if last > first:
        yield first, last


def _short(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """Sentences, those that are too long cut at lines or words."""
    for first, last in sentences(text, start, end):
        at = first
        while last - at > 2 * most:
            half = at + most // 2
            cut = max(text.rfind("\n", half, at + most), text.rfind(" ", half, at + most))
            cut = cut if cut > at else at + most
            yield at, cut
            at = cut + text[cut].isspace()
        yield from _trimmed(text, at, last)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
