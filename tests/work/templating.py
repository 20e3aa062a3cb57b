"""Word templates made in memory, sound and hostile, for tests of what is let in."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document


def template(*texts: str) -> bytes:
    """A Word document with a paragraph of each text."""
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def altered(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same archive with some parts put in, or in place of those of the same name."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, part in parts.items():
            target.writestr(name, part)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    """One part of an archive."""
    with ZipFile(io.BytesIO(data)) as source:
        return source.read(name)


def words(data: bytes) -> str:
    """All text of a Word document: paragraphs, then cells of tables."""
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
