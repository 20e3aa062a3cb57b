"""What a document is once it was read: its text, the parts it came in, and the ranges of it that are spoken of.

Offsets count characters of ``Text.text``, from 0, the end excluded. They mean nothing without that very text, which is
why it is stored beside the file, and named by the hash of the file's bytes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Part(NamedTuple):
    """A page, slide, sheet or MIME part: a range of the text; number counts its kind from 1."""

    kind: str
    number: int
    start: int
    end: int
    name: str = ""


class Noticed(NamedTuple):
    """What a reader met and a person should know: a range where it has one, and one sentence."""

    what: str
    why: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A document as text.

    sha256: of the file's bytes. format: the reader's name (pdf, docx, …). parts: in order, without overlap. about: what
    the file's own metadata says (title, author, created, modified as ISO days), which nobody vouches for.
    """

    sha256: str
    format: str
    text: str
    parts: tuple[Part, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    noticed: tuple[Noticed, ...] = ()

    def part_at(self, offset: int) -> Part | None:
        """The part in which a character lies; None where the document has no parts, or it lies between two."""
        index = bisect_right(self.parts, offset, key=lambda part: part.start) - 1
        if index < 0 or offset >= self.parts[index].end:
            return None
        return self.parts[index]


class Passage(NamedTuple):
    """A range of a document's text that says one thing; lead: the heading or sentence under which it stands."""

    start: int
    end: int
    text: str
    lead: str = ""
