"""The database that tests run on: SQLite in each data folder, or with --postgresql one of the tests' own server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

SERVER = "TONETOP_TESTS_ON"
"""The variable that holds the address of the tests' server, with its first database; unset on SQLite."""
FILE = "database"
_numbers = count(1)


def on_postgresql() -> bool:
    """Whether the tests run on PostgreSQL."""
    return bool(os.environ.get(SERVER))


def address(name: str) -> str:
    """The address of a database of the tests' server."""
    return f"{os.environ[SERVER].rpartition('/')[0]}/{name}"


@contextmanager
def first() -> Iterator[Any]:
    """A connection to the server's first database, in which databases are made."""
    import psycopg

    with psycopg.connect(os.environ[SERVER], autocommit=True) as connection:
        yield connection


def made(template: str = "template1") -> str:
    """The name of a new database: an empty one, or a copy of another, to which nobody may be connected."""
    name = f"folder_{os.getpid()}_{next(_numbers)}"
    with first() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template]
        )
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    return name


def database_of(folder: Path) -> str:
    """The name of the database that a folder's file names; empty where it names none."""
    file = folder / FILE
    return file.read_text().rpartition("/")[2] if file.is_file() else ""


def place(folder: Path) -> str:
    """The NAME of a folder's database in the settings; on PostgreSQL one is made where it has none yet."""
    if not on_postgresql():
        return str(folder / "tonetop.sqlite3")
    if not database_of(folder):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(address(made()))
    return database_of(folder)


def copied(folder: Path, to: Path) -> Path:
    """A copy of a closed folder, with a copy of its database."""
    shutil.copytree(folder, to)
    if database_of(folder):
        (to / FILE).write_text(address(made(database_of(folder))))
    return to


@contextmanager
def raw(folder: Path) -> Iterator[Any]:
    """The driver's connection to the database of a closed folder, past everything that guards it."""
    if database_of(folder):
        import psycopg

        with psycopg.connect(address(database_of(folder)), autocommit=True) as connection:
            yield connection
        return
    import sqlite3

    connection = sqlite3.connect(folder / "tonetop.sqlite3", isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()
