"""Reading in a cell: a file's bytes in, its text out."""

from __future__ import annotations

import codecs
import email.generator  # noqa: F401 - loaded by mails within mails, when nothing can be loaded any more
import encodings
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tonetop.core.passage import Noticed, Part, Text
from tonetop.documents.reading import READERS, read
from tonetop.documents.unread import Unread

MODULE = "tonetop.documents.reading_task"
SAMPLES = {
    "a.html": b"<!doctype html><p>\xfc",
    "a.eml": b"From: =?utf-8?q?a?= <a@b.example>\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: b\n\nc",
    "a.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    b"/Contents 4 0 R/MediaBox[0 0 99 99]>>endobj 4 0 obj<</Length 26>>stream\nBT /F 9 Tf 9 9 Td(a)Tj ET\nendstream "
    b"endobj trailer<</Root 1 0 R>>",
}
"""A file of each format whose reader loads more when it first reads."""


def ready() -> None:
    """Load all readers that are installed, and what they load when they first read."""
    for encoding in iter_modules(encodings.__path__):
        try:
            codecs.lookup(encoding.name)
        except (LookupError, ImportError):  # one of another operating system, or none at all
            continue
    for name in READERS.values():
        try:
            import_module(f"tonetop.documents.formats.{name}")
        except ImportError:
            continue
    for name, data in SAMPLES.items():
        try:
            read(data, name)
        except Unread:
            continue


def answer(head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The text of the file of that name; or, asked for a page, its picture. Raises Unread."""
    if "page" in head:
        return {}, import_module("tonetop.documents.formats.pdf").picture(data, int(head["page"]))
    text = read(data, str(head["name"]))
    told = {
        "format": text.format,
        "parts": [list(part) for part in text.parts],
        "about": dict(text.about),
        "noticed": [list(seen) for seen in text.noticed],
    }
    return told, text.text.encode()


def as_text(told: dict[str, Any], data: bytes, sha256: str) -> Text:
    """The text that such an answer tells. Raises Unread for one that no reader of ours gives."""
    try:
        text = data.decode()
        parts = tuple(
            Part(str(kind), int(n), int(start), int(end), str(name))
            for kind, n, start, end, name in told["parts"]
        )
        noticed = tuple(Noticed(str(what), str(why), *_place(at)) for what, why, *at in told["noticed"])
        about = {str(key): str(value) for key, value in told["about"].items()}
        format = str(told["format"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Unread("its reader answered otherwise than readers do") from None
    ranges = [(part.start, part.end) for part in parts]
    ranges += [(seen.start, seen.end) for seen in noticed if seen.start is not None and seen.end is not None]
    if any(not 0 <= start <= end <= len(text) for start, end in ranges):
        raise Unread("its reader answered otherwise than readers do")
    return Text(sha256, format, text, parts, about, noticed)


def _place(at: list[Any]) -> tuple[int | None, int | None]:
    start, end = at
    return (None, None) if start is None or end is None else (int(start), int(end))
