"""CSV: the stored text is the file's own, so that offsets and the file agree; one record is one row."""

from __future__ import annotations

from dataclasses import replace

from tonetop.core.passage import Text
from tonetop.documents.formats import plain


def read(data: bytes, name: str) -> Text:
    """The text of a table written as text, with commas, semicolons or tabs between its cells. Raises Unread."""
    return replace(plain.read(data, name), format="csv")
