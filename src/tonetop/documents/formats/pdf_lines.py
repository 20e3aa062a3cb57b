"""Lines of a page become paragraphs and headings by their distance, their size and how they begin."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from tonetop.documents.manuscript import clean

HYPHENS = "\x02\ufffe\xad"
"""How a word parted at the end of a line is marked."""
BULLET = re.compile(
    r"\s*(?:[•‣◦▪●○■□–·\uf0b7\uf0a7\uf0d8*-]|o(?=\s)|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)"
)
TOLD: dict[int, str] = {
    **dict.fromkeys(map(ord, HYPHENS), ""),
    **{ord(one): more for one, more in zip("ﬀﬁﬂﬃﬄ", ("ff", "fi", "fl", "ffi", "ffl"), strict=True)},
}
"""Letters joined in print, as they are written."""
GAP = 0.3
"""How many sizes of a letter more than usual two lines are apart where a paragraph begins."""
WIDEST = 1.7
"""How many sizes of a letter two lines of one paragraph are apart at most, where the page does not tell."""
USUAL = 1.3
FEW = 3
LARGER = 1.12
"""How much larger than most letters those of a heading are."""
BOLD = 600
LONGEST = 160
"""Characters of a heading."""


class Line(NamedTuple):
    """A line: its text, its first letter's number on the page, its baseline, size (points) and weight.

    cells: the parts between wide gaps: from and to which letter of the text, from and to which place on the page.
    """

    text: str
    at: int
    base: float
    size: float
    weight: float
    cells: tuple[tuple[int, int, float, float], ...] = ()

    def is_cut(self) -> bool:
        """Whether its last word goes on in the next line."""
        return self.text.rstrip(" ")[-1:] in HYPHENS and bool(self.text.strip())

    def told(self) -> str:
        """The line's words."""
        text = self.text.rstrip()
        if self.is_cut():
            # An address keeps its hyphen; a word that was parted loses it.
            text = text.rstrip(HYPHENS) + ("-" if "/" in text.split()[-1] else "")
        return told(text)


def told(text: str) -> str:
    """Words of a line as they are written: letters joined in print apart, without marks of a parted word."""
    return clean(text.translate(TOLD))


def paragraphs(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """Lines that belong together, each group with `# ` when it is a heading and `- ` never: a bullet stays as it is."""
    shown = [line for line in lines if line.text.strip()]
    usual, step = _usual(shown)
    found: list[tuple[str, list[Line]]] = []
    for line in shown:
        prefix = "## " if _is_heading(line, usual) else ""
        if found and not _begins(found[-1][1][-1], line, step) and found[-1][0] == prefix:
            found[-1][1].append(line)
        else:
            found.append((prefix, [line]))
    return found


def _usual(lines: list[Line]) -> tuple[float, float]:
    """The size of most letters, and the usual distance of two lines: the most frequent, or the least where few tell."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    steps = Counter(
        round(above.base - below.base)
        for above, below in zip(lines, lines[1:], strict=False)
        if 0.8 * size < above.base - below.base < 4 * size
    )
    if not steps:
        return size, USUAL * size
    step, times = steps.most_common(1)[0]
    if times < FEW:
        step = min(steps) if min(steps) <= WIDEST * size else round(USUAL * size)
    return size, float(step)


def _is_heading(line: Line, usual: float) -> bool:
    text = line.text.strip()
    if (
        len(text) > LONGEST
        or not any(sign.isalpha() for sign in text)
        or BULLET.match(line.text)
        and text[-1] in ".;,"
    ):
        return False
    if line.size > LARGER * usual:
        return True
    return line.weight >= BOLD and line.size >= usual and len(text) < 90 and text[-1] not in ".;,:"


def _begins(above: Line, line: Line, step: float) -> bool:
    """Whether a line begins a paragraph of its own."""
    if above.is_cut():
        return False
    if BULLET.match(line.text):
        return True
    down = above.base - line.base
    return down > step + GAP * line.size or down < -2 * step
