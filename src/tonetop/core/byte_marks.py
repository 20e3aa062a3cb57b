"""Byte order marks: in which encoding a text says that it is written."""

from __future__ import annotations

import codecs

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""By mark the codec that reads it and leaves it out; of 32 bits first, for one of them begins like one of 16."""


def marked(head: bytes) -> str:
    """The encoding that the first bytes of a text name; empty when they name none."""
    return next((name for mark, name in MARKS if head.startswith(mark)), "")
