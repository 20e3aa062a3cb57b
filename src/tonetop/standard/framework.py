"""Other frameworks as data: numbers with headings in our own words, and what of ISO/IEC 42001 backs each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tonetop.standard import catalogue

HEAD, OF_REQUIREMENT = ("name", "about", "source"), ("number", "title", "part", "statement", "backed_by")
MOST = 5000
"""How many requirements one file may hold."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement: its number, what it is called, the part it stands in, its text, what of 42001 backs it.

    status: active, or withdrawn where the framework took it back. source: what it was read from, kept verbatim.
    """

    number: str
    title: str
    part: str = ""
    statement: str = ""
    backed_by: tuple[str, ...] = ()
    status: str = "active"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework: its key, name, what it is, where its text is read, and its requirements in order."""

    key: str
    name: str
    about: str
    source: str
    requirements: tuple[Asked, ...]


class Misdescribed(ValueError):
    """A file does not describe a framework; the message is one sentence that names the place."""


def read(key: str, told: Any) -> Framework:
    """The framework that a mapping describes. Raises Misdescribed."""
    if not isinstance(told, dict):
        raise Misdescribed(f"{key}: must be a mapping with name and requirements")
    _known(key, told, (*HEAD, "requirements"))
    rows = told.get("requirements")
    if not isinstance(rows, list) or not rows:
        raise Misdescribed(f"{key}: requirements must be a list that holds at least one")
    if len(rows) > MOST:
        raise Misdescribed(f"{key}: holds more than {MOST} requirements; split it")
    asked = tuple(_asked(f"{key}: requirement {place}", row) for place, row in enumerate(rows, 1))
    held = Counter(one.number for one in asked)
    twice = next((number for number, count in held.items() if count > 1), None)
    if twice is not None:
        raise Misdescribed(f"{key}: {twice} is there twice")
    name = _text(key, told, "name", needed=True)
    return Framework(key, name, _text(key, told, "about"), _text(key, told, "source"), asked)


def _asked(place: str, row: Any) -> Asked:
    if not isinstance(row, dict):
        raise Misdescribed(f"{place}: must be a mapping with number and title")
    _known(place, row, OF_REQUIREMENT)
    number, title = (_text(place, row, field, needed=True) for field in ("number", "title"))
    backed = row.get("backed_by", [])
    if not isinstance(backed, list):
        raise Misdescribed(f"{place} ({number}): backed_by must be a list")
    unknown = [id for id in backed if not isinstance(id, str) or not expanded([id])]
    if unknown:
        raise Misdescribed(
            f"{place} ({number}): ISO/IEC 42001 has no {unknown[0]!r}; write one such as 5.2 or A.7"
        )
    return Asked(number, title, _text(place, row, "part"), _text(place, row, "statement"), tuple(backed))


def _known(place: str, told: dict[str, Any], fields: Iterable[str]) -> None:
    unknown = sorted(str(name) for name in told if name not in tuple(fields))
    if unknown:
        raise Misdescribed(f"{place}: does not know {', '.join(unknown)}; it takes {', '.join(fields)}")


def _text(place: str, told: dict[str, Any], field: str, needed: bool = False) -> str:
    found = told.get(field, "")
    if not isinstance(found, str):
        raise Misdescribed(f"{place}: {field} must be a text; put it in quotation marks")
    if needed and not found.strip():
        raise Misdescribed(f"{place}: {field} is missing")
    return found.strip()


def expanded(ids: Iterable[str]) -> tuple[str, ...]:
    """The assessable clauses and controls that ids name, each with all below it; empty for what is none."""
    items = [*(id for id, item in catalogue.clauses().items() if item["assessable"]), *catalogue.controls()]
    wanted = tuple(ids)
    return tuple(item for item in items if any(item == id or item.startswith(f"{id}.") for id in wanted))


@cache
def shipped() -> dict[str, Framework]:
    """The frameworks that ship, by the names of their files."""
    folder = resources.files(__package__).joinpath("frameworks")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda f: f.name)
    found = (
        read(file.name.removesuffix(".yaml"), yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in files
    )
    return {framework.key: framework for framework in found}
