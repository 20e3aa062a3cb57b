"""Lists of applications that identity providers export: which layout it is, and which applications are AI."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tonetop.discovery.tables.encoding import encoding

LARGEST = 64 << 20


class Application(NamedTuple):
    """An application that people sign in to. ai: the AI that it is or holds, empty where none is known."""

    name: str
    provider: str
    ai: str
    line: int


@cache
def _known() -> dict[str, Any]:
    text = resources.files("tonetop.discovery.sources").joinpath("directory.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def layout(head: list[str]) -> tuple[str, str] | None:
    """The identity provider whose list has these columns, and the column of names; None for any other table."""
    columns = {_plain(name): name for name in head}
    for one in _known()["layouts"]:
        if all(_plain(name) in columns for name in one["columns"]):
            return one["provider"], columns[_plain(one["name"])]
    return None


def applications(path: Path) -> tuple[Application, ...]:
    """The applications of a list in a file; none where the file is no list of an identity provider."""
    try:
        if path.suffix.lower() != ".csv" or path.stat().st_size > LARGEST:
            return ()
        raw = path.read_bytes()
    except OSError:
        return ()
    rows = csv.DictReader(io.StringIO(raw.decode(encoding(raw[:65536]), "replace"), newline=""))
    try:
        told = layout(list(rows.fieldnames or ()))
        return tuple(_listed(rows, *told)) if told else ()
    except csv.Error:
        return ()


def _listed(rows: csv.DictReader[str], provider: str, column: str) -> Iterator[Application]:
    for row in rows:
        name = (row.get(column) or "").strip()
        if name:
            yield Application(name, provider, ai_of(name), rows.line_num)


def ai_of(name: str) -> str:
    """The AI that an application of this name is or holds; empty where none is known."""
    words = f" {_plain(name)} "
    return next((what for known, what in _known()["ai"].items() if f" {known} " in words), "")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))
