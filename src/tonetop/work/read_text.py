"""Read a version's text where it is Markdown or plain text; anything else is a file to be taken away and opened."""

from __future__ import annotations

from functools import lru_cache

from tonetop.documents import markdown
from tonetop.records import blobs
from tonetop.work.write_document import MARKDOWN

PLAIN = "text/plain"


def text_of(sha256: str | None, type: str | None) -> str | None:
    """The text of a file; None when it is no text, is too long to be shown, or is not kept here."""
    if not sha256 or type not in (MARKDOWN, PLAIN):
        return None
    file = blobs.open_blob(sha256)
    if file is None:
        return None
    with file:
        raw = file.read(4 * markdown.LARGEST + 1)
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
    return text if len(text) <= markdown.LARGEST else None


def shown_as(sha256: str | None, type: str | None) -> str | None:
    """A Markdown text as HTML; None for anything else."""
    text = text_of(sha256, type) if type == MARKDOWN else None
    return rendered(text) if text is not None else None


@lru_cache(maxsize=64)
def rendered(text: str) -> str | None:
    """A text as HTML, kept while it is asked for again; None when it is too long to be shown."""
    return markdown.rendered(text) if len(text) <= markdown.LARGEST else None
