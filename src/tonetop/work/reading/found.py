"""What was found in documents, kept beside them until they are dropped; and the gap report of it as of a day."""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson

from tonetop.work.assess_file import Look
from tonetop.work.assess_folder import FolderAssessment, assess_documents
from tonetop.work.examined import Examined, Refusal
from tonetop.work.examined_before import examined_to_plain, plain_to_examined
from tonetop.work.reading.put_aside import FOUND, folder

HELD = 4
"""How many readings a process keeps at hand; a page asks for the same one again and again."""


def keep(number: int, documents: Sequence[Examined | Refusal]) -> None:
    """Write down what was found, readable by its owner alone."""
    plain = [list(one) if isinstance(one, Refusal) else examined_to_plain(one) for one in documents]
    handle = os.open(folder(number) / FOUND, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(zlib.compress(orjson.dumps(plain), 1))


def documents_of(number: int) -> tuple[Examined | Refusal, ...]:
    """What was found in each document of a reading; nothing once it was dropped."""
    place = folder(number) / FOUND
    return _documents(str(place), place.stat().st_mtime_ns) if place.is_file() else ()


@lru_cache(maxsize=HELD)
def _documents(place: str, _: int) -> tuple[Examined | Refusal, ...]:
    with open(place, "rb") as file:  # noqa: PTH123 - the name is the key of what is kept
        plain = orjson.loads(zlib.decompress(file.read()))
    return tuple(Refusal(*one) if isinstance(one, list) else plain_to_examined(one) for one in plain)


def document(number: int, name: str) -> Examined | None:
    """One document of a reading that was read."""
    found = (one for one in documents_of(number) if isinstance(one, Examined) and one.document == name)
    return next(found, None)


def gap_of(number: int, name: str, as_of: str, audit_on: str | None = None) -> FolderAssessment:
    """What the documents show as of a day. audit_on: the next audit's day, for what is observed."""
    return _gap(number, _stamp(number), name, as_of, audit_on)


def plain_gap_of(number: int, name: str, as_of: str, audit_on: str | None = None) -> dict[str, Any]:
    """The same in its plain form, which nobody changes: a page asks for many parts of it."""
    return _plain(number, _stamp(number), name, as_of, audit_on)


def _stamp(number: int) -> int:
    place = folder(number) / FOUND
    return place.stat().st_mtime_ns if place.is_file() else 0


@lru_cache(maxsize=HELD)
def _plain(number: int, stamp: int, name: str, as_of: str, audit_on: str | None) -> dict[str, Any]:
    return _gap(number, stamp, name, as_of, audit_on).plain()


@lru_cache(maxsize=HELD)
def _gap(number: int, _: int, name: str, as_of: str, audit_on: str | None) -> FolderAssessment:
    return assess_documents(documents_of(number), Look(as_of), name, audit_on)


def forget() -> None:
    """Let go of what this process holds at hand."""
    _documents.cache_clear()
    _gap.cache_clear()
    _plain.cache_clear()
