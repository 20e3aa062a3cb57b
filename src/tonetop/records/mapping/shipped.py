"""The mapping files that ship with the product, by name, and finding the one that is meant."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from pathlib import Path

from tonetop.records.mapping import reading
from tonetop.records.mapping.model import TableMap
from tonetop.records.sheets.table import Table, like
from tonetop.standard.facts_file import Refused

_FOLDER = resources.files("tonetop.standard").joinpath("mappings")


def names() -> list[str]:
    """The names of the mappings that ship with the product."""
    return sorted(
        file.name.removesuffix(".yaml") for file in _FOLDER.iterdir() if file.name.endswith(".yaml")
    )


def text(name: str) -> str:
    """The text of one of them, to begin one's own with. Raises Refused."""
    if name not in names():
        raise Refused(
            f"there is no mapping {name}; there are {', '.join(names())}, or name a file of your own"
        )
    return _FOLDER.joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def find(said: str) -> TableMap:
    """The mapping of a file, or a shipped one by its name. Raises Refused."""
    path = Path(said)
    if path.suffix.lower() not in (".yaml", ".yml", ".json"):
        return reading.take(text(said).encode(), said)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(f"{said}: cannot be read: {error.strerror}") from None
    return replace(reading.take(raw, said), name=path.name)


def fitting(table: Table) -> list[str]:
    """The shipped mappings whose columns this table has, the one that uses most of them first."""
    columns = {like(column): column for column in table.columns}
    known = [(name, find(name)) for name in names()]
    used = {name: sum(map(bool, (rule.sources(columns) for rule in by.fields))) for name, by in known}
    fits = [name for name, by in known if not by.missing(columns)]
    return sorted(fits, key=lambda name: (-used[name], name))
