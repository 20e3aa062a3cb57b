"""Files that mean harm, or are broken in ways that harm: made from a seed, the same each time, one module a family.

Each family has `files()`, and `large()` where some take long to make.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.documents.hostile import archives, damaged, mails, markup, names, office, pdfs, texts, workbooks

FAMILIES = (archives, damaged, mails, markup, names, office, pdfs, texts, workbooks)
Made = tuple[str, bytes]
"""A file's name, which says what is wrong with it, and its bytes."""


def hostile() -> Iterator[Made]:
    """All of them, one after the other, since together they are large."""
    for family in FAMILIES:
        yield from family.files()
    for family in (archives, office, pdfs, workbooks, texts, markup):
        yield from family.large()
