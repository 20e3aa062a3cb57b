"""Monitors as data: what is looked at again and again, one file each, and how a file says it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tonetop.standard import catalogue

HOLDS, FAILS, UNKNOWN = "holds", "does-not-hold", "no-data"
STATES = (HOLDS, FAILS, UNKNOWN)
"""What a look can come to; a look that could not be taken is no data, and never passed over in silence."""
WAYS = ("check", "overdue", "measure")
OVERDUE = ("reviews", "deadlines", "all")
MEASURES = ("notice", "ledger", "backup", "candidates")
KNOWN = frozenset(("title", "about", "requirement", "every_days", "within_days", "types", *WAYS))


@dataclass(frozen=True, slots=True)
class Monitor:
    """One thing that is looked at every so many days.

    way: by a check of the catalogue, by what is overdue of which types (empty: all), or by a measure of the machine;
    of: the check, the kind of what is overdue, or the measure. within_days: how old what it finds may be.
    """

    id: str
    title: str
    about: str
    requirement: str
    every_days: int
    way: str
    of: str
    types: tuple[str, ...] = ()
    within_days: int = 0


class Misdescribed(ValueError):
    """A file does not describe a monitor; the message names the file and what is wrong."""


def read(name: str, told: Any) -> Monitor:
    """The monitor that a file describes. Raises Misdescribed."""
    if not isinstance(told, dict):
        raise Misdescribed(f"{name}: must be a mapping")
    unknown = sorted(map(str, set(told) - KNOWN))
    if unknown:
        raise Misdescribed(f"{name}: does not know {', '.join(unknown)}")
    title, about, requirement = (_text(name, told, field) for field in ("title", "about", "requirement"))
    if requirement not in {**catalogue.clauses(), **catalogue.controls()}:
        raise Misdescribed(f"{name}: requirement {requirement!r} is no clause or control")
    every, within = _days(name, told, "every_days", 1), _days(name, told, "within_days", 0)
    way, of = _way(name, told)
    types = tuple(told.get("types", ()))
    return Monitor(name, title, about, requirement, every, way, of, types, within)


def _text(name: str, told: dict[str, Any], field: str) -> str:
    if not told.get(field) or not isinstance(told[field], str):
        raise Misdescribed(f"{name}: {field} must be a text")
    return str(told[field])


def _days(name: str, told: dict[str, Any], field: str, least: int) -> int:
    found = told.get(field, 0)
    if not isinstance(found, int) or isinstance(found, bool) or found < least:
        raise Misdescribed(f"{name}: {field} is a whole number of days, at least {least}")
    return found


def _way(name: str, told: dict[str, Any]) -> tuple[str, str]:
    ways = [way for way in WAYS if way in told]
    if len(ways) != 1:
        raise Misdescribed(f"{name}: says one of {', '.join(WAYS)}")
    known = {"check": tuple(catalogue.checks()), "overdue": OVERDUE, "measure": MEASURES}[ways[0]]
    if told[ways[0]] not in known:
        raise Misdescribed(f"{name}: {ways[0]} does not know {told[ways[0]]!r}")
    return ways[0], str(told[ways[0]])


@cache
def monitors() -> dict[str, Monitor]:
    """The monitors that ship, by the names of their files."""
    folder = resources.files(__package__).joinpath("monitors")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda f: f.name)
    found = (
        read(file.name.removesuffix(".yaml"), yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in files
    )
    return {monitor.id: monitor for monitor in found}
