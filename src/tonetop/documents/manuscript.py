"""How a reader writes a text down: line by line, with its parts and what was noticed at their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256

from tonetop.core.passage import Noticed, Part, Text
from tonetop.documents.unread import LONGEST, PARTS, Unread

LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x85]")
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
SPACES = re.compile(r"[ \t\u00a0]+")
EMPTY_LINES = re.compile(r"\n\s*\n")
LIKE_MARKS = re.compile(r"\s*\n\s*")
NOTICES = 1_000
Range = tuple[int, int]
Run = tuple[str, str]
"""A stretch of text, and what is odd about it: a key of ODD, or nothing."""
ODD = {
    "hidden text": "letters that a reader of the document does not see",
    "tiny text": "letters too small to be read",
    "white text": "white letters, which may not be seen",
    "added text": "an insertion under tracked changes, not yet accepted",
}


def clean(text: str) -> str:
    """The text with newlines as \\n and without characters that no text has."""
    return NO_TEXT.sub("", LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    """The words of a text on one line."""
    return SPACES.sub(" ", LIKE_MARKS.sub(" ", clean(text))).strip()


class Manuscript:
    """A text that grows. Structure is written as Markdown writes it: # heading, - entry, | cell | cell |."""

    def __init__(self) -> None:
        self.length = 0
        self.parts: list[Part] = []
        self.noticed: list[Noticed] = []
        self._pieces: list[str] = []
        self._tail = "\n\n"
        self._counts: dict[str, int] = {}

    def write(self, text: str) -> Range:
        """Text as it is; gives its range. Raises Unread where the whole gets too long."""
        start = self.length
        self.length += len(text)
        if self.length > LONGEST:
            raise Unread(f"it holds more than the {LONGEST} characters that are read of one document")
        self._pieces.append(text)
        self._tail = (self._tail + text[-2:])[-2:]
        return start, self.length

    def block(self, text: str) -> Range:
        """A paragraph, with an empty line after it; the range without that line. Nothing where there are no words."""
        text = clean(text).strip("\n").rstrip()
        if not text.strip():
            return self.length, self.length
        self.gap()
        found = self.write(text)
        self.write("\n\n")
        return found

    def line(self, text: str) -> Range:
        """A line with the next one right below it."""
        text = clean(text).strip("\n").rstrip()
        if not text.strip():
            return self.length, self.length
        found = self.write(text)
        self.write("\n")
        return found

    def runs(self, prefix: str, runs: Iterable[Run], end: str = "\n\n") -> Range:
        """A paragraph of stretches of text; what is odd about one is noticed at its place."""
        told = [(text, odd) for run, odd in runs if (text := EMPTY_LINES.sub("\n", clean(run)))]
        start = self.length
        while told and not told[-1][0].strip():
            told.pop()
        if not told:
            return start, start
        told[-1] = (told[-1][0].rstrip(), told[-1][1])
        if end == "\n\n":
            self.gap()
            start = self.length
        self.write(prefix)
        for text, odd in told:
            place = self.write(text)
            if odd and text.strip():
                self.notice(odd, ODD[odd], place)
        last = self.length
        self.write(end)
        return start, last

    def heading(self, text: str, level: int = 1) -> Range:
        """A heading of a level from 1 to 6."""
        text = one_line(text)
        return self.block(f"{'#' * min(max(level, 1), 6)} {text}" if text else "")

    def row(self, cells: list[str]) -> Range:
        """A row of a table on one line; nothing where all cells are empty."""
        told = [one_line(cell) for cell in cells]
        return self.line(f"| {' | '.join(told)} |") if any(told) else (self.length, self.length)

    def gap(self) -> None:
        """An empty line after what stands there, unless there is one or nothing stands there."""
        if self._tail != "\n\n":
            self.write("\n" if self._tail.endswith("\n") else "\n\n")

    @contextmanager
    def part(self, kind: str, name: str = "") -> Iterator[int]:
        """A part that holds what is written within; gives its number, from 1. Raises Unread for too many."""
        if len(self.parts) >= PARTS:
            raise Unread(f"it has more than {PARTS} parts")
        number = self._counts[kind] = self._counts.get(kind, 0) + 1
        start = self.length
        yield number
        self.parts.append(Part(kind, number, start, self.length, name))

    def notice(self, what: str, why: str, place: Range | None = None) -> None:
        """Something that a person should know, told once where it is told the same way without a place."""
        found = Noticed(what, why, *(place if place and place[1] > place[0] else (None, None)))
        if len(self.noticed) < NOTICES and (found.start is not None or found not in self.noticed):
            self.noticed.append(found)
        elif len(self.noticed) == NOTICES:
            self.noticed.append(Noticed("more", f"more than these {NOTICES} things were noticed"))

    def take(self, other: Text, kind: str, name: str) -> None:
        """Another document's text: its parts under its name, or itself as one part; its notices come along."""
        self.gap()
        at = self.length
        if other.parts:
            self.write(other.text)
            for part in other.parts:
                called = f"{name}: {part.name}" if part.name else name
                self.parts.append(Part(part.kind, part.number, at + part.start, at + part.end, called))
            if len(self.parts) > PARTS:
                raise Unread(f"it has more than {PARTS} parts")
        else:
            with self.part(kind, name):
                self.write(other.text)
        self.gap()
        for seen in other.noticed:
            place = None if seen.start is None or seen.end is None else (at + seen.start, at + seen.end)
            self.notice(seen.what, f"{name}: {seen.why}", place)

    def done(self, data: bytes, format: str, about: Mapping[str, str] | None = None) -> Text:
        """The text of the file that these bytes are."""
        told = {key: one_line(value)[:300] for key, value in (about or {}).items() if value and value.strip()}
        return Text(
            sha256(data).hexdigest(),
            format,
            "".join(self._pieces),
            tuple(self.parts),
            told,
            tuple(self.noticed),
        )
