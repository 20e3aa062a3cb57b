"""The runs of a Word paragraph: their text, and whether a reader sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tonetop.documents.formats.office import is_on
from tonetop.documents.formats.xml import child, name, value
from tonetop.documents.manuscript import Manuscript, Run

TINY = 4
"""Half points: letters of two points and less are not meant to be read."""
WHITE = ("FFFFFF", "FEFEFE", "FDFDFD")
GONE = frozenset(("del", "moveFrom"))
ADDED = frozenset(("ins", "moveTo"))
DRAWN = frozenset(("drawing", "pict", "object", "AlternateContent"))
"""What holds text boxes, which are blocks of their own."""
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def runs_of(element: Any, script: Manuscript, odd: str = "") -> Iterator[Run]:
    """The runs within a paragraph, a link or a field, in order; what was deleted under tracked changes is left out."""
    for below in element:
        kind = name(below)
        if kind == "r":
            yield from _run(below, odd)
        elif kind in GONE:
            if any(name(text) in ("delText", "t") for text in below.iter()):
                script.notice(
                    "deleted text", "it has deletions under tracked changes, which are not part of its text"
                )
        elif kind in ADDED:
            yield from runs_of(below, script, "added text")
        elif kind not in ("pPr", "p") and kind not in DRAWN:
            yield from runs_of(below, script, odd)


def is_shown(box: Any) -> bool:
    """Whether a text box is the one that is shown, and not its copy for older programs."""
    return not any(name(above) == "Fallback" for above in box.iterancestors())


def _run(run: Any, odd: str) -> Iterator[Run]:
    odd = _odd(child(run, "rPr")) or odd
    text = "".join(_signs(run))
    if text:
        yield text, odd


def _signs(run: Any) -> Iterator[str]:
    for below in run:
        kind = name(below)
        if kind == "t":
            yield below.text or ""
        elif kind in SIGNS:
            yield SIGNS[kind]
        elif kind == "sym":
            yield "\N{BULLET}"


def _odd(properties: Any) -> str:
    """What is odd about a run by its properties; dark shading under white letters makes them readable."""
    if properties is None:
        return ""
    if is_on(properties, "vanish") or is_on(properties, "webHidden") and is_on(properties, "specVanish"):
        return "hidden text"
    size, colour = child(properties, "sz"), child(properties, "color")
    if size is not None and value(size, "val").isdigit() and int(value(size, "val")) <= TINY:
        return "tiny text"
    is_white = colour is not None and value(colour, "val").upper() in WHITE
    return "white text" if is_white and not _is_shaded(properties) else ""


def _is_shaded(properties: Any) -> bool:
    """Whether the run, its paragraph or its cell stands on another colour than white."""
    for holder in (properties, *properties.iterancestors()):
        if name(holder) in ("rPr", "r", "p", "tc"):
            for shade in (child(holder, "shd"), child(holder, "pPr", "shd"), child(holder, "tcPr", "shd")):
                if shade is not None and value(shade, "fill").upper() not in ("", "AUTO", *WHITE):
                    return True
        if name(holder) == "tbl" and child(holder, "tblPr", "tblStyle") is not None:
            return True
    return False
