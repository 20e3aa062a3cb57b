"""The demo organisation: what Varnholm Assurance Mutual records, told in one of three stories."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from tonetop.core import cadence
from tonetop.standard import plain_yaml

STORIES = ("steady", "paper", "empty")
"""A year of a management system that works, the same year on paper only, and a start-up with no records."""

TODAY = "2025-12-31"
"""Where the clock of a demo data folder stands."""

PLOT = "story.yaml"
"""The file of a story that says which other story it tells anew, and what it changes there."""


def story(name: str) -> dict[str, Any]:
    """A story as plain facts, as a facts file holds them: record type -> records, and `organisation`.

    The files of the story's folder are joined type by type. A record that says `daily` stands for one a day: `from` a
    day `to` another, `every` so many, with the day in the field `day` and at the end of the id. A story with a
    `story.yaml` starts from the one it `extends`. Each of its `changes` names a `type` and, by `where` (field -> value,
    or a list of values), the records meant (none: all); it `drop`s them, or `set`s fields of theirs. Raises ValueError
    for a name that is no story, and for a change that means no record.
    """
    if name not in STORIES:
        raise ValueError(f"there is no demo story {name!r}; the stories are {', '.join(STORIES)}")
    folder = resources.files(__package__) / "demo" / name
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    parts = {file: plain_yaml.read((folder / file).read_bytes()) for file in names}
    plot = parts.pop(PLOT, {})
    facts = story(plot["extends"]) if "extends" in plot else {}
    for change in plot.get("changes", ()):
        _change(facts, change)
    for part in parts.values():
        for type, records in part.items():
            facts[type] = records if type == "organisation" else facts.get(type, []) + _unfolded(records)
    return facts


def _unfolded(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Records with those that stand for one a day written out."""
    return [one for record in records for one in (_days(record) if "daily" in record else [record])]


def _days(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    told, rest = record["daily"], {name: value for name, value in record.items() if name != "daily"}
    day = str(told["from"])
    while day <= str(told["to"]):
        yield rest | {"id": f"{rest['id']}-{day}", told["day"]: day}
        day = cadence.shift(day, told["every"])


def kept_scans(name: str) -> list[dict[str, Any]]:
    """The scans that a story keeps, the oldest first, as `tests/work/demo_crm.py` writes them; none of most stories."""
    folder = resources.files(__package__) / "demo" / "scans" / name
    files = sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []
    return [json.loads((folder / file).read_bytes()) for file in files]


def texts() -> dict[str, bytes]:
    """The texts that the stories' documents are, by the name of their file."""
    folder = resources.files(__package__) / "demo" / "texts"
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def _change(facts: dict[str, Any], change: Mapping[str, Any]) -> None:
    meant: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for record in facts[change["type"]]:
        (meant if _is_meant(record, change.get("where", {})) else others).append(record)
    if not meant:
        raise ValueError(f"no record is meant by the change {dict(change)}")
    if change.get("drop"):
        facts[change["type"]] = others
    for record in meant:
        record.update(change.get("set", {}))


def _is_meant(record: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    return all(
        record.get(field) in (value if isinstance(value, list) else [value]) for field, value in where.items()
    )
