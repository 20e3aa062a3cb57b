"""What nobody who opens a document sees of it: it backs nothing, answers nothing, and is told as an observation."""

from __future__ import annotations

from tonetop.core.passage import Text
from tonetop.documents.formats.pdf_unseen import SCANNED


def is_hidden(text: Text, start: int, end: int) -> bool:
    """Whether all of a range is hidden; letters under the picture of a scan are the scan's own words."""
    unseen = (one for one in text.noticed if one.what == "hidden text" and one.why != SCANNED)
    return any(
        one.start is not None and one.end is not None and one.start <= start and end <= one.end
        for one in unseen
    )
