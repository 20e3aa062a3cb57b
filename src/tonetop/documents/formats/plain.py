"""Text and Markdown: the stored text is the file's own, with newlines made alike."""

from __future__ import annotations

import re
from hashlib import sha256

from tonetop.core.byte_marks import marked
from tonetop.core.passage import Noticed, Text
from tonetop.documents.unread import LONGEST, Unread

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
OTHERS = 0.01
"""Which share of control characters is no longer text."""
BROKEN = "its bytes are no text in the encoding that they begin with"


def read(data: bytes, name: str) -> Text:
    """The text of a file that is text. Raises Unread."""
    text, noticed = decoded(data)
    return Text(sha256(data).hexdigest(), "text", text, noticed=noticed)


def decoded(data: bytes) -> tuple[str, tuple[Noticed, ...]]:
    """Text with newlines made alike: by its byte order mark, else UTF-8, else Windows-1252. Raises Unread."""
    if len(data) > 4 * LONGEST:
        raise Unread(f"it holds more than the {LONGEST} characters that are read of one document")
    text, noticed = _decoded(data)
    if "\0" in text or len(CONTROL.findall(text)) > OTHERS * len(text):
        raise Unread("its bytes are neither text nor a format that is read here")
    if len(text) > LONGEST:
        raise Unread(f"it holds more than the {LONGEST} characters that are read of one document")
    return text.replace("\r\n", "\n").replace("\r", "\n"), noticed


def _decoded(data: bytes) -> tuple[str, tuple[Noticed, ...]]:
    encoding = marked(data[:4])
    if encoding:
        try:
            return data.decode(encoding), ()
        except UnicodeDecodeError:
            raise Unread(BROKEN) from None
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        why = "its bytes are not UTF-8 and were read as Windows-1252"
        return data.decode("cp1252", "replace"), (Noticed("encoding", why),)
