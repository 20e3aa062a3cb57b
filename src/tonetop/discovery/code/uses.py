"""Uses of AI in a folder of code: each with its path and line, what it is, and by what it was told."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from tonetop.discovery.code.signs import asking, is_looked_at, language, signs, table

LARGEST = 4 << 20
"""Bytes of a file of code that are read."""
LONGEST = 4_000
"""Characters of a line that are looked at; a longer one was written by no person."""
SOURCE = re.compile(r'^"source"\s*:')
FIXTURES = frozenset(
    (
        "test",
        "tests",
        "fixture",
        "fixtures",
        "testdata",
        "seed",
        "seeds",
        "mock",
        "mocks",
        "sample",
        "samples",
    )
)
"""Folders of what programs are tried with, where data of real people has no place."""


class Found(NamedTuple):
    """A place with a sign of AI."""

    where: str
    what: str
    why: str


def uses(path: Path, name: str) -> Iterator[Found]:
    """The uses of AI that a file shows; none of one that is no code, or cannot be read."""
    model = table("models").get(path.suffix.lower())
    if model and _is_model(path):
        yield Found(name, model, f"file ending in {path.suffix.lower()}, {path.stat().st_size:,} bytes")
        return
    if not is_looked_at(name):
        return
    seen: set[tuple[str, str]] = set()
    longest = None if asking(name) else LONGEST  # programs write what a project asks for in one line
    for number, line in _lines(path, name):
        for sign in signs(name, line[:longest]):
            if (sign.what, sign.why) not in seen:
                seen.add((sign.what, sign.why))
                yield Found(f"{name}:{number}", sign.what, sign.why)


def is_fixture(name: str) -> bool:
    """Whether a file lies among what programs are tried with."""
    return any(part.lower() in FIXTURES for part in PurePosixPath(name).parts[:-1])


def _is_model(path: Path) -> bool:
    """Whether a file with such a name can be a model: not empty, and no text (as a link to a large file is one)."""
    try:
        with path.open("rb") as file:
            head = file.read(64)
    except OSError:
        return False
    is_text = head.isascii() and b"\0" not in head  # a head of sizes and names alone is ASCII all the same
    return bool(head) and (not is_text or head.startswith((b"GGUF", b"PK", b"<?xml", b"<PMML")))


def _lines(path: Path, name: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; those of a notebook's cells of code one after the other."""
    try:
        if path.stat().st_size > LARGEST:
            return
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    if path.suffix.lower() == ".ipynb" and language(name):
        yield from _notebook(text)
        return
    yield from enumerate(io.StringIO(text), 1)


def _notebook(text: str) -> Iterator[tuple[int, str]]:
    """Lines of a notebook's code, each with the number of the line of the file on which it stands."""
    try:
        cells = json.loads(text)["cells"]
        wanted = {
            line.strip() for cell in cells if cell["cell_type"] == "code" for line in _source(cell["source"])
        }
    except (ValueError, KeyError, TypeError):
        return
    for number, raw in enumerate(io.StringIO(text), 1):
        for line in _quoted(raw):
            if line.strip() in wanted:
                yield number, line


def _quoted(raw: str) -> list[str]:
    """The lines of code within a line of a notebook's file; none where it holds no text alone."""
    written = SOURCE.sub("", raw.strip()).strip("[], ")
    try:
        told = json.loads(written)
    except ValueError:
        return []
    return told.splitlines() if isinstance(told, str) else []


def _source(source: str | list[str]) -> list[str]:
    return source.splitlines() if isinstance(source, str) else source
