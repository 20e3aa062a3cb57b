"""`tonetop scan`: what is held in texts and in nothing, and for which system it is held."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tonetop.discovery.source import Unreachable

FACTS = """
organisation: {name: Harbour Records}
Asset:
- {id: AS-1, name: Shop, registered_on: "2025-01-01"}
ProcessingActivity:
- {id: RP-1, name: Sales, systems: [AS-1], data_categories: [phone]}
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS)
    return path


def _database(path: Path, made: str, rows: list[tuple[Any, ...]]) -> str:
    with closing(sqlite3.connect(path)) as link, link:
        link.execute(f"CREATE TABLE {made}")
        marks = ", ".join("?" * len(rows[0]))
        link.executemany(f"INSERT INTO {made.split(maxsplit=1)[0]} VALUES ({marks})", rows)
    return str(path)


def _told(command: Any, *args: str) -> dict[str, Any]:
    done = command("scan", *args, "--format", "json", "--as-of", "2026-06-01")
    return dict(json.loads(done.out))


def test_each_kind_in_a_text_is_told(command: Any, tmp_path: Path, facts: Path) -> None:
    words = "Please call Anna Becker at +49 30 12345{:02} or write to p{}@example.org today"
    rows = [(n, words.format(n, n)) for n in range(99)]
    path = _database(tmp_path / "shop.db", "ticket (id INTEGER PRIMARY KEY, body TEXT)", rows)
    found = _told(command, path, "--declared", str(facts))["findings"]
    assert not [one for one in found if one["kind"] == "declared-not-found"]
    undeclared = {one["why"].split()[0] for one in found if one["kind"] == "undeclared"}
    assert undeclared == {"user.contact.email", "user.name"}


def test_a_column_of_empty_texts_is_empty(command: Any, tmp_path: Path) -> None:
    rows = [(n, " " * (n % 2), "x") for n in range(40)]
    path = _database(tmp_path / "a.db", "t (id INTEGER PRIMARY KEY, fax TEXT, flag TEXT)", rows)
    found = _told(command, path)["findings"]
    said = {one["field"]: (one["count"], one["why"].partition(" (")[0]) for one in found}
    assert said == {
        "fax": (0, "it is empty in every row"),
        "flag": (40, "it says the same wherever it is filled"),
    }


def test_a_system_there_is_not_is_refused_before_anything_is_read(
    command: Any, facts: Path, tmp_path: Path
) -> None:
    path = _database(tmp_path / "a.db", "t (id INTEGER PRIMARY KEY, mail TEXT)", [(1, "a@example.org")])
    out = tmp_path / "found.json"
    with pytest.raises(Unreachable, match="'nobody': no asset or AI system"):
        command("scan", path, "--system", "nobody", "--declared", str(facts), "--out", str(out))
    assert not out.exists()
    done = command("scan", path, "--system", "shop", "--declared", str(facts))
    assert "as was said" in done.out
