"""What changed between two texts: line by line, and within a line word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LARGEST = 6_000
"""Lines of the longest text that is compared."""
WORDS = 300
"""Words of the longest line that is compared word by word."""
PAIRS = 200
"""How many pairs of lines are compared word by word; further ones are told whole."""
AROUND = 3
"""How many equal lines are shown before and after what changed."""
PART = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
ALIKE = 0.3
"""From which share of equal words on two lines are told as one that changed."""

Span = tuple[bool, str]
"""A piece of a line, and whether it is on this side alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was and as it is: its number and pieces on each side; no number where it is not there."""

    before: int
    after: int
    was: tuple[Span, ...]
    now: tuple[Span, ...]

    @property
    def changed(self) -> bool:
        """Whether anything on the line differs."""
        return self.was != self.now


@dataclass(frozen=True, slots=True)
class Gap:
    """Equal lines that are left out: how many."""

    lines: int


class TooLong(ValueError):
    """A text has more lines than are compared."""


def difference(before: str, after: str) -> list[Line | Gap]:
    """The lines that differ, with some equal ones around them; empty when the texts are equal. Raises TooLong."""
    was, now = before.splitlines(), after.splitlines()
    if max(len(was), len(now)) > LARGEST:
        raise TooLong(f"a text of more than {LARGEST} lines is not compared here")
    if was == now:
        return []
    return list(_folded(list(_lines(was, now))))


def _lines(was: Sequence[str], now: Sequence[str]) -> Iterator[Line]:
    pairs = 0
    for kind, a, b, c, d in SequenceMatcher(None, was, now).get_opcodes():
        if kind == "equal":
            yield from (_equal(a + n, c + n, was[a + n]) for n in range(b - a))
        else:
            yield from _replaced(was[a:b], now[c:d], (a, c), max(0, PAIRS - pairs))
            pairs += min(b - a, d - c)


def _equal(a: int, c: int, text: str) -> Line:
    return Line(a + 1, c + 1, ((False, text),), ((False, text),))


def _replaced(was: Sequence[str], now: Sequence[str], at: tuple[int, int], pairs: int) -> Iterator[Line]:
    """Lines that stand for others, side by side while they are alike; the first pairs are compared by words."""
    a, c = at
    for n in range(max(len(was), len(now))):
        old = was[n] if n < len(was) else None
        new = now[n] if n < len(now) else None
        pair = _spans(old, new) if n < pairs and old is not None and new is not None else None
        if pair is not None:
            yield Line(a + n + 1, c + n + 1, *pair)
            continue
        if old is not None:
            yield Line(a + n + 1, 0, ((True, old),), ())
        if new is not None:
            yield Line(0, c + n + 1, (), ((True, new),))


def _spans(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """The pieces of two lines that are alike; None when they are not, or are too long to be told apart by words."""
    was, now = PART.findall(old), PART.findall(new)
    if max(len(was), len(now)) > WORDS:
        return None
    found = SequenceMatcher(None, was, now, autojunk=False)
    if found.quick_ratio() < ALIKE or found.ratio() < ALIKE:
        return None
    left, right = list[Span](), list[Span]()
    for kind, a, b, c, d in found.get_opcodes():
        if b > a:
            left.append((kind != "equal", "".join(was[a:b])))
        if d > c:
            right.append((kind != "equal", "".join(now[c:d])))
    return tuple(left), tuple(right)


def _folded(lines: Sequence[Line]) -> Iterator[Line | Gap]:
    """The lines without equal ones that stand far from any change."""
    near = [False] * len(lines)
    for place, line in enumerate(lines):
        if line.changed:
            first, last = max(0, place - AROUND), min(len(lines), place + AROUND + 1)
            near[first:last] = [True] * (last - first)
    hidden = 0
    for line, shown in zip(lines, near, strict=True):
        if shown and hidden:
            yield Gap(hidden)
            hidden = 0
        if shown:
            yield line
        else:
            hidden += 1
    if hidden:
        yield Gap(hidden)
