"""What Django is told of the database: SQLite in the data folder, or the PostgreSQL server that is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tonetop.records import server
from tonetop.work.data_folder import DATABASE


def database(folder: Path) -> dict[str, Any]:
    """The settings of a data folder's database. Raises ServerRefused for an address that is none."""
    address = server.named(folder)
    return server.described(address) if address else server.on_file(folder / DATABASE)
