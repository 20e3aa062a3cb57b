"""Files written for a test and imported, and what is held and told afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tonetop.core import ledger
from tonetop.records import write
from tonetop.records.ledger import journal
from tonetop.records.write import By
from tonetop.work import import_records
from tonetop.work.import_records import Report, Way

LATER = "2100-01-01"


@pytest.fixture
def file(folder: Path, tmp_path: Path) -> Any:
    """Writes a file beside the data folder and gives its path."""

    def made(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return made


def run(*paths: Path, **way: Any) -> Report:
    """Import files from the command line."""
    return import_records.run(paths, By(), Way(**way))


def plain(type: str, ref: str) -> dict[str, Any]:
    """A record as it is held, without what the clock says."""
    row = write.latest(type, ref)
    assert row is not None
    return {name: value for name, value in row.plain().items() if name not in ("id", "recorded_on")}


def events() -> list[dict[str, Any]]:
    """All events of the ledger but its opening."""
    return [ledger.read(body) for body in journal.bodies(connection)][1:]
