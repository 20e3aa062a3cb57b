"""Passages of a text: ranges that each say one thing, with the heading or sentence under which they stand."""

from __future__ import annotations

from collections.abc import Iterator

from tonetop.core.passage import Passage, Text
from tonetop.documents.blocks import HEADING, Block, blocks, records
from tonetop.documents.sentences import pieces

WHOLE = 900
"""Characters up to which a paragraph stays in one piece."""
PIECE = 600
"""About how many characters the pieces of a longer one have."""
LEAD = 300
"""Characters of a lead."""


def passages(text: Text) -> list[Passage]:
    """The passages of a document in order, without overlap: paragraphs, entries of lists, rows of tables.

    A heading is the lead of what follows, and a passage only where nothing follows it. Passages do not cross parts.
    """
    found = records(text.text) if text.format == "csv" else blocks(text.text)
    made = list[Passage]()
    for block in _told(list(found)):
        for start, end in _cut(text, block):
            made.append(Passage(start, end, text.text[start:end], block.lead[:LEAD]))
    return made


def _told(found: list[Block]) -> Iterator[Block]:
    """Blocks without the headings that lead others."""
    for place, block in enumerate(found):
        if block.kind == HEADING and place + 1 < len(found):
            after = found[place + 1]
            if after.kind != HEADING or after.level > block.level:
                continue
        yield block


def _cut(text: Text, block: Block) -> Iterator[tuple[int, int]]:
    """The ranges of a block: cut where a part ends, and into sentences where it is long."""
    start = block.start
    while start < block.end:
        part = text.part_at(start)
        end = min(block.end, part.end) if part else block.end
        yield from pieces(text.text, start, end, WHOLE, PIECE)
        start = max(end, start + 1)
