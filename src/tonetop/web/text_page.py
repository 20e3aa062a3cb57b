"""A page of a text with one passage marked: the part in which it stands, or so much around it, cut at lines."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest

from tonetop.core.passage import Text
from tonetop.core.quote import NotThere

WINDOW = 6_000
"""About how many characters one page shows; a part of up to twice as many is shown whole."""


class Page(NamedTuple):
    """What one page shows: its range, its part where it has one, and what stands before, within and after the passage.

    earlier, later: a character on the page before and after it, None at either end.
    """

    first: int
    last: int
    kind: str
    number: int
    before: str
    passage: str
    after: str
    earlier: int | None
    later: int | None


def page_at(text: Text, start: int, end: int) -> Page:
    """The page of a range; a range from a character to itself marks nothing. Raises NotThere."""
    whole = text.text
    if not 0 <= start <= end <= len(whole):
        raise NotThere(f"no place from {start} to {end} in {len(whole)} characters")
    part = text.part_at(start)
    first, last = _bounds(text, start, end)
    return Page(
        *(first, last),
        *((part.kind, part.number) if part else ("", 0)),
        *(whole[first:start], whole[start:end], whole[end:last]),
        first - 1 if first else None,
        last if last < len(whole) else None,
    )


def _bounds(text: Text, start: int, end: int) -> tuple[int, int]:
    part = text.part_at(start)
    if part is not None and part.end - part.start <= 2 * WINDOW and end <= part.end:
        return part.start, part.end
    whole = text.text
    first = whole.rfind("\n", 0, max(0, start - WINDOW // 3)) + 1 if start > WINDOW // 3 else 0
    last = whole.find("\n", min(len(whole), max(end, first + WINDOW)))
    return first, len(whole) if last < 0 else last


def place_of(request: HttpRequest) -> tuple[int, int]:
    """The range that an address names by `start` and `end`; what is no number is no place."""
    told = [request.GET.get(name, "") for name in ("start", "end")]
    start, end = (
        int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else -1 for text in told
    )
    return start, end
