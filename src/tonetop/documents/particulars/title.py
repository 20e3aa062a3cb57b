"""The title of a document, where it stands."""

from __future__ import annotations

import re

from tonetop.core.quote import Quote, slice_of

FRONT = re.compile(r"\A---\n([\s\S]*?)\n---\n")
STATED = re.compile(
    r"^(?:title|subject|betreff|objet):[ \t]*[\"']?([^\n\"']{2,200})", re.IGNORECASE | re.MULTILINE
)
HEADING = re.compile(
    r"^#{1,2}[ \t]+(\S[^\n]{0,200})|<h1[^>]*>([^<\n]{2,200})</h1>|^([^\n#|>-][^\n]{1,120})\n(?:={3,})[ \t]*$",
    re.MULTILINE,
)
LINE = re.compile(r"^[ \t]*(\S[^\n]{2,140})$", re.MULTILINE)
EARLY = 3000


def title_of(text: str) -> Quote | None:
    """The first heading; else the title or subject that the head states; else the first line, when it is short."""
    front = FRONT.match(text)
    begun = front.end() if front else 0
    heading = HEADING.search(text, begun, begun + EARLY)
    if heading:
        group = next(number for number in (1, 2, 3) if heading[number])
        return _trimmed(text, heading.start(group), heading.end(group))
    stated = STATED.search(text, 0, (front.end() if front else 600))
    if stated:
        return _trimmed(text, stated.start(1), stated.end(1))
    line = LINE.search(text, begun, begun + EARLY)
    return _trimmed(text, line.start(1), line.end(1)) if line else None


def _trimmed(text: str, start: int, end: int) -> Quote | None:
    while start < end and text[start] in " \t*_#":
        start += 1
    while end > start and text[end - 1] in " \t*_#":
        end -= 1
    return slice_of(text, start, end) if end > start else None
