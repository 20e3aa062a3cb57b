"""What documents were judged to show before, by the hash of their bytes and of the program that judged them.

It is a cache of the user's own: nobody else may read it, and whatever in it is damaged is made anew.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import orjson

from tonetop import __version__
from tonetop.core.passage import Noticed, Part, Text
from tonetop.core.quote import Quote
from tonetop.documents.unread import LARGEST, written
from tonetop.work.examined import Examined, Present, Told

PARTS = ("core", "documents", "assistant/judging", "assistant/search")
"""What a judgement depends on; when one of their files is another, nothing kept before counts."""


class Before:
    """A folder of judgements."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / made_by()

    def find(self, path: Path, name: str) -> Examined | None:
        """What a file was judged to show before under that name; None when it is new, changed or no file."""
        with suppress(OSError, ValueError, KeyError, TypeError, zlib.error):
            if (
                path.is_symlink()
                or written(name) != name
                or not path.is_file()
                or path.stat().st_size > LARGEST
            ):
                return None  # a pipe would be waited for, and what is too large is refused by who reads
            key = sha256(path.read_bytes()).hexdigest()
            found = plain_to_examined(orjson.loads(zlib.decompress(self._place(key, name).read_bytes())))
            if found.text.sha256 == key and found.document == name:
                return found
        return None

    def keep(self, made: Examined) -> None:
        """Keep a judgement; where that cannot be written, it is made again next time."""
        place = self._place(made.text.sha256, made.document)
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = place.with_suffix(f".{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_bytes(zlib.compress(orjson.dumps(examined_to_plain(made)), 1))
            draft.replace(place)

    def _place(self, key: str, name: str) -> Path:
        called = sha256(name.encode(errors="replace")).hexdigest()[:16]
        return self.folder / key[:2] / f"{key}-{called}"


@cache
def made_by() -> str:
    """The version of what reads and judges: a hash over its files, code and numbers alike."""
    told = sha256(__version__.encode())
    for part in PARTS:
        _add(told, files("tonetop").joinpath(part))
    return told.hexdigest()[:24]


def _add(told: Any, place: Traversable) -> None:
    for child in sorted(place.iterdir(), key=lambda child: child.name):
        if child.is_dir() and child.name != "__pycache__":
            _add(told, child)
        elif child.is_file():
            told.update(child.name.encode() + b"\0" + child.read_bytes())


def examined_to_plain(made: Examined) -> dict[str, Any]:
    """A judgement as plain data."""
    text = made.text
    return {
        "document": made.document,
        "text": [text.sha256, text.format, text.text, rows(text.parts), dict(text.about), rows(text.noticed)],
        "told": [[list(one.quote[:2]), *one[1:]] for one in made.told],
        "about": [made.kind, made.date, made.title, made.actor, made.placeholder],
        "dated": list(made.dated[:2]) if made.dated else None,
        "leader": list(made.leader[:2]) if made.leader else None,
        "present": [[*one[:4], list(one.quote[:2])] for one in made.present],
    }


def rows(values: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    """Named values as plain lists."""
    return [list(value) for value in values]


def plain_to_examined(plain: dict[str, Any]) -> Examined:
    """The judgement again, its quotations cut from the text anew. Raises ValueError, KeyError, TypeError."""
    key, format, whole, parts, about, noticed = plain["text"]
    text = Text(
        key, format, whole, tuple(Part(*p) for p in parts), about, tuple(Noticed(*n) for n in noticed)
    )

    def quote(place: list[int]) -> Quote:
        start, end = place
        return Quote(start, end, whole[start:end])

    told = [
        Told(quote(place), tuple(duties), tuple(clauses), tuple(controls), *rest)
        for place, duties, clauses, controls, *rest in plain["told"]
    ]
    kind, date, title, actor, placeholder = plain["about"]
    dated = quote(plain["dated"]) if plain["dated"] else None
    present = tuple(Present(n, c, m, r, quote(place)) for n, c, m, r, place in plain["present"])
    leader = quote(plain["leader"]) if plain["leader"] else None
    about = (kind, date, dated, title, actor, placeholder)
    return Examined(plain["document"], text, told, *about, present, leader)
