"""A file's bytes become its text, whatever its format; the one way in to all readers."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from tonetop.core.passage import Text
from tonetop.documents.kinds import kind
from tonetop.documents.unread import DEEPEST, LARGEST, Missing, Unread

READERS = {
    "pdf": "pdf", "docx": "word", "pptx": "slides", "xlsx": "sheets", "odt": "open_text", "html": "web_page",
    "markdown": "markdown", "csv": "table", "text": "plain", "eml": "mail", "mbox": "mailbox", "zip": "archive",
}  # fmt: skip
"""The module of each format; loaded when the first such file comes."""


CONTAINERS = ("eml", "mbox", "zip")


def read(data: bytes, name: str, depth: int = 0) -> Text:
    """The text of a file. The same bytes and name give the same text. Raises Unread.

    depth: how many containers it lies within.
    """
    if len(data) > LARGEST:
        raise Unread(f"it is larger than the {LARGEST // 1024**2} MB that are read")
    format, noticed = kind(data, name)
    if depth > DEEPEST or (depth == DEEPEST and format in CONTAINERS):
        raise Unread(f"it lies within more than {DEEPEST} containers")
    try:
        module = import_module(f"tonetop.documents.formats.{READERS[format]}")
    except ImportError:
        raise Missing(format) from None
    text: Text = module.read(data, name, depth) if format in CONTAINERS else module.read(data, name)
    return replace(text, noticed=noticed + text.noticed) if noticed else text
