"""The stored text of one file: what every offset and quotation refers to, read in a process of its own."""

from __future__ import annotations

from pathlib import Path

from tonetop.core.passage import Text
from tonetop.documents.read_all import Readers, Refusal


class NotRead(Exception):
    """A file that is not read; the message is one sentence that names it and says why."""


def stored_text(file: Path) -> Text:
    """The text of a file. Raises NotRead."""
    with Readers(1) as readers:
        found = readers.read_file(file)
    if isinstance(found, Refusal):
        raise NotRead(found.why)
    return found
