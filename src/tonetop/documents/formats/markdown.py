"""Markdown: the stored text is the file's own; its front matter says what the file says about itself."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from tonetop.core.passage import Noticed, Text
from tonetop.documents.formats import plain
from tonetop.documents.formats.days import iso_day
from tonetop.documents.manuscript import NOTICES

FRONT = re.compile(r"---[ \t]*\n((?:[^\n]*\n){0,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
ENTRY = re.compile(
    r"(title|author|date|created|modified|updated|last[-_]modified)[ \t]*:[ \t]*(\S[^\n]{0,300})", re.I
)
NAMES = {"date": "created", "updated": "modified", "last-modified": "modified", "last_modified": "modified"}
HIDDEN = re.compile(r"<!--(.*?)(?:-->|\Z)", re.S)


def read(data: bytes, name: str) -> Text:
    """The text of a Markdown file. Raises Unread."""
    text = plain.read(data, name)
    hidden = tuple(
        Noticed("hidden text", "a comment that no reader of the page sees", *found.span())
        for found in islice(HIDDEN.finditer(text.text), NOTICES)
        if found[1].strip()
    )
    return replace(text, format="markdown", about=_about(text.text), noticed=text.noticed + hidden)


def _about(text: str) -> dict[str, str]:
    """What the front matter names: title, author, created, modified."""
    front = FRONT.match(text)
    told: dict[str, str] = {}
    for line in front[1].splitlines() if front else ():
        found = ENTRY.match(line)
        if found:
            key = NAMES.get(found[1].lower(), found[1].lower())
            value = found[2].strip().strip("\"'")
            told.setdefault(key, iso_day(value) if key in ("created", "modified") else value)
    return {key: value for key, value in told.items() if value}
