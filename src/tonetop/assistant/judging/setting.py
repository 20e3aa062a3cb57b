"""Where a passage stands in its document: under which headings, after which lead, in whose speech."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tonetop.assistant.judging.speech import Speeches

HEADING = re.compile(
    r"^(?:(#{1,6})[ \t]+(.+?)#*|(?:\*\*|__)([^*_\n]{2,90})(?:\*\*|__):?"
    r"|<h([1-6])[^>]*>(.*?)</h[1-6]>)[ \t]*$",
    re.MULTILINE,
)
UNDERLINED = re.compile(r"^([^\n|>\-+*#][^\n]{1,90})\n(={3,}|-{3,})[ \t]*$", re.MULTILINE)
BULLET = re.compile(r"^[ \t]*(?:[-*+•–]|\d{1,3}[.)]|[a-z][.)])[ \t]+")
NEAR = 400
"""How many characters before a passage are its words before."""
FAR = 6000
"""How far before a list entry its lead is sought, in characters."""


class Heading(NamedTuple):
    """A heading: where it begins and ends, how deep it stands (1 to 7), its words."""

    start: int
    end: int
    depth: int
    words: str


class Setting(NamedTuple):
    """What stands around a passage: the title, headings above it from the outermost, its lead, its speaker.

    head: the head of the table of which it is a row. before: the words just before it under the same heading.
    """

    title: str
    headings: tuple[str, ...]
    lead: str
    speaker: str
    share: float
    head: str = ""
    before: str = ""


class Outline:
    """The headings and speeches of a document, found once. people: who attended, each top or delegate."""

    def __init__(self, text: str, people: Mapping[str, str] | None = None) -> None:
        self._text = text
        self._headings = sorted(_headings(text))
        self._starts = [heading.start for heading in self._headings]
        self._speeches = Speeches(text, people or {})

    def setting(self, start: int, end: int) -> Setting:
        """Where the passage from start to end stands."""
        above: list[Heading] = []
        for heading in self._headings[: bisect_right(self._starts, start)]:
            while above and above[-1].depth >= heading.depth:
                above.pop()
            above.append(heading)
        here = self._headings[0].words if self._headings and self._headings[0].start < 600 else ""
        floor = above[-1].end if above else 0
        return Setting(
            here,
            tuple(heading.words for heading in above),
            _lead(self._text, max(floor, start - FAR), start),
            self._speeches.speaker(start, floor),
            start / max(len(self._text), 1),
            _head(self._text, max(floor, start - FAR), start),
            self._text[max(floor, start - NEAR) : start],
        )


def _headings(text: str) -> Iterator[Heading]:
    for found in HEADING.finditer(text):
        if found[1]:
            yield Heading(found.start(), found.end(), len(found[1]), found[2].strip())
        elif found[3]:
            yield Heading(found.start(), found.end(), 7, found[3].strip())
        else:
            yield Heading(found.start(), found.end(), int(found[4]), found[5].strip())
    for found in UNDERLINED.finditer(text, _front(text)):
        yield Heading(found.start(), found.end(), 1 if found[2][0] == "=" else 2, found[1].strip())


def _front(text: str) -> int:
    """Where the front matter ends."""
    end = text.find("\n---", 3) if text.startswith("---\n") else -1
    return end + 4 if end > 0 else 0


def _lead(text: str, floor: int, start: int) -> str:
    """The line that a list entry hangs on: the last before it that is indented less, or that begins no entry."""
    begun = text.rfind("\n", 0, start) + 1
    line = text[begun : start + 12]
    entry = BULLET.match(line)
    if not entry:
        return ""
    depth = len(line) - len(line.lstrip())
    for before in reversed(text[floor:begun].rstrip("\n").split("\n")):
        if not before.strip():
            continue
        indented = len(before) - len(before.lstrip())
        if not BULLET.match(before) and indented <= depth:
            return before.strip()
        if BULLET.match(before) and indented < depth:
            return before.strip()
    return ""


def _head(text: str, floor: int, start: int) -> str:
    """The first line of the table in which a row stands, nothing elsewhere."""
    begun = text.rfind("\n", 0, start) + 1
    if "|" not in text[begun : start + 1]:
        return ""
    head = ""
    for line in reversed(text[floor:begun].rstrip("\n").split("\n")):
        if "|" not in line:
            break
        head = line
    return head
