"""Pages without a text layer, read by tesseract where it is installed: what it says is marked, for it errs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace

from tonetop.core.passage import Noticed, Part, Text
from tonetop.documents.manuscript import clean

UNREAD = "no text layer"
PAGES = 100
"""Pages of one document that are recognised."""
SECONDS = 60
WHY = "page {} was read by text recognition, which errs"


def recognised(text: Text, picture: Callable[[int], bytes]) -> Text:
    """The text with the words of its pictured pages, as far as tesseract is installed and reads them.

    picture: the page of a number as a picture (PNM); called in the order of the pages.
    """
    program = shutil.which("tesseract")
    if program is None or not any(seen.what == UNREAD for seen in text.noticed):
        return text
    missing = [part.number for part in text.parts if part.kind == "page" and part.start == part.end]
    told = {number: _words(program, picture(number)) for number in missing[:PAGES]}
    return with_words(text, {number: words for number, words in told.items() if words})


def _words(program: str, picture: bytes) -> str:
    """What stands on a picture; nothing where the program fails."""
    try:
        done = subprocess.run(  # noqa: S603 - the picture is one that we drew
            [program, "stdin", "stdout"], input=picture, capture_output=True, timeout=SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    words = clean(done.stdout.decode("utf-8", "replace")).strip()
    return f"{words}\n\n" if words else ""


def with_words(text: Text, words: Mapping[int, str]) -> Text:
    """The text with words put into its empty pages; every offset after them moves along."""
    parts, pieces, put = list[Part](), list[str](), list[tuple[int, int]]()
    at = moved = 0
    for part in text.parts:
        told = words.get(part.number, "") if part.kind == "page" and part.start == part.end else ""
        pieces += (text.text[at : part.start], told)
        at = part.start
        parts.append(part._replace(start=part.start + moved, end=part.end + moved + len(told)))
        put.append((part.start, len(told)))
        moved += len(told)
    pieces.append(text.text[at:])
    noticed = tuple(_moved(seen, put, words) for seen in text.noticed)
    return replace(text, text="".join(pieces), parts=tuple(parts), noticed=noticed)


def _moved(seen: Noticed, put: list[tuple[int, int]], words: Mapping[int, str]) -> Noticed:
    """A notice at its new place; that of a page that was recognised says so."""
    if seen.what == UNREAD:
        number = next((number for number in words if seen.why.startswith(f"page {number} ")), None)
        return seen if number is None else Noticed("recognised text", WHY.format(number))
    if seen.start is None or seen.end is None:
        return seen
    start = seen.start + sum(length for at, length in put if at <= seen.start)
    return seen._replace(start=start, end=start + seen.end - seen.start)
