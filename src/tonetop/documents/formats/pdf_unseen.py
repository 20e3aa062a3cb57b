"""Letters of a PDF page that nobody sees: drawn invisibly, tiny, or white on nothing."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

TINY = 2.0
"""Points."""
INVISIBLE = 3
"""The render mode that paints nothing (ISO 32000-1, 9.3.6); a scan's own text layer is written in it."""
OBJECTS = 20_000
"""Drawn things of a page that are looked at."""


def unseen(page: Any, letters: Any, raw: Any) -> Iterator[tuple[str, str, int, int]]:
    """What is unseen, why, and from which letter to which; letters are looked at only where an object is odd."""
    odd: dict[int, str] = {}
    others = set[int]()
    look = _Look(raw)
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), OBJECTS)):
        thing = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind != raw.FPDF_PAGEOBJ_TEXT:
            others.add(kind)
        elif why := look.odd(thing):
            odd[ctypes.addressof(thing.contents)] = why
    if others:
        # What is drawn besides letters may be what white ones stand on.
        odd = {key: why for key, why in odd.items() if why != "white text"}
    if odd:
        yield from _ranges(letters, odd, raw, raw.FPDF_PAGEOBJ_IMAGE in others)


class _Look:
    """Looks at one object after the other; what the library writes into is made once."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.size, self.matrix = ctypes.c_float(), raw.FS_MATRIX()
        self.colour = [ctypes.c_uint() for _ in range(4)]

    def odd(self, thing: Any) -> str:
        """What is odd about a stretch of letters; empty for nothing."""
        raw, matrix = self.raw, self.matrix
        if raw.FPDFTextObj_GetTextRenderMode(thing) == INVISIBLE:
            return "hidden text"
        if raw.FPDFTextObj_GetFontSize(thing, self.size) and raw.FPDFPageObj_GetMatrix(thing, matrix):
            scale = max(abs(matrix.a), abs(matrix.b), abs(matrix.c), abs(matrix.d))
            if self.size.value * scale < TINY:
                return "tiny text"
        if raw.FPDFPageObj_GetFillColor(thing, *self.colour):
            red, green, blue, opaque = (part.value for part in self.colour)
            if not opaque:
                return "hidden text"
            if min(red, green, blue) >= 250:
                return "white text"
        return ""


WHY = {
    "hidden text": "letters that are there and not drawn",
    "tiny text": "letters smaller than two points",
    "white text": "white letters on nothing",
}
SCANNED = "letters that lie unseen under a picture, as text recognition leaves them"


def _ranges(
    letters: Any, odd: dict[int, str], raw: Any, is_scan: bool
) -> Iterator[tuple[str, str, int, int]]:
    """The letters of odd objects, neighbours together, by their place in the page's text."""
    why = WHY | {"hidden text": SCANNED} if is_scan else WHY
    what, first, last = "", 0, 0
    count = raw.FPDFText_CountChars(letters.raw)
    for index in range(count + 1):
        thing = raw.FPDFText_GetTextObject(letters.raw, index) if index < count else None
        found = odd.get(ctypes.addressof(thing.contents), "") if thing else what if index < count else ""
        if found != what:
            if what:
                start, end = (raw.FPDFText_GetTextIndexFromCharIndex(letters.raw, at) for at in (first, last))
                yield what, why[what], max(start, 0), max(end, 0)
            what, first = found, index
        last = index
