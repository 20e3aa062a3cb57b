"""What Django is told of the database: SQLite in the data folder, or the PostgreSQL server that is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tonetop.records import server
from tonetop.records.ledger.database import Log
from tonetop.work.data_folder import DATABASE

PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
)


def database(folder: Path) -> dict[str, Any]:
    """The settings of a data folder's database. Raises ServerRefused for an address that is none."""
    address = server.named(folder)
    return server.described(address) if address else sqlite(folder / DATABASE)


def sqlite(file: Path) -> dict[str, Any]:
    """The settings of a SQLite file: durable, and a transaction that begins may write."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {"factory": Log, "transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
    }
