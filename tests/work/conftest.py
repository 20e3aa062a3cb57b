"""Data folders as people have them: database, key file and checkpoint file in a folder of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests import databases

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@contextmanager
def at(folder: Path) -> Iterator[Path]:
    """The settings, the environment and the connection of this process, pointed at a folder."""
    from django.conf import settings
    from django.db import connection

    from tonetop.work import data_folder

    kept = settings.DATA, connection.settings_dict["NAME"], connection.connection
    named = os.environ["TONETOP_DATA"]
    os.environ["TONETOP_DATA"] = str(folder)
    settings.DATA, connection.settings_dict["NAME"] = folder, databases.place(folder)
    connection.connection = None
    try:
        yield folder
    finally:
        connection.close()
        data_folder.release(folder)
        settings.DATA, connection.settings_dict["NAME"], connection.connection = kept
        os.environ["TONETOP_DATA"] = named


@pytest.fixture(scope="session")
def unblocked(django_db_blocker: Any) -> Iterator[None]:
    """Databases may be opened."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def fresh(unblocked: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was opened and closed again; copy it, do not change it."""
    from tonetop.work.open_folder import open_folder

    with at(tmp_path_factory.mktemp("fresh") / "data") as folder:
        open_folder(create=True)
    return folder


@pytest.fixture(scope="session")
def steady(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's steady year; copy it, do not change it."""
    from tonetop.work.fill_demo import fill_demo

    with at(copied(fresh, tmp_path_factory.mktemp("steady"))) as folder:
        fill_demo("steady")
    return folder


def copied(folder: Path, to: Path) -> Path:
    """A copy of a closed folder."""
    return databases.copied(folder, to / "data")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server's database in which others can be made."""
    from tests.discovery.servers import postgresql

    with postgresql() as address:
        yield address


@pytest.fixture
def folder(fresh: Path, tmp_path: Path) -> Iterator[Path]:
    """An empty data folder that is open."""
    with at(copied(fresh, tmp_path)) as found:
        yield found


@pytest.fixture
def demo(steady: Path, tmp_path: Path) -> Iterator[Path]:
    """A data folder with the demo's steady year that is open."""
    with at(copied(steady, tmp_path)) as found:
        yield found


def add_person(folder: Path, id: str) -> None:
    """Record one more person in a closed folder, and sign for it."""
    from tonetop.records import intake, sealing, write

    with at(folder):
        write.save(intake.take("Person", {"id": id, "name": f"Person {id}"}), write.By())
        sealing.seal()


def people(folder: Path) -> set[str]:
    """The ids of the people that are recorded."""
    with databases.raw(folder) as raw:
        return {ref for (ref,) in raw.execute("SELECT ref FROM registers_person").fetchall()}


@pytest.fixture
def data(fresh: Path, tmp_path: Path) -> Path:
    """A closed folder with one person."""
    folder = copied(fresh, tmp_path)
    add_person(folder, "p1")
    return folder


@pytest.fixture
def saved(data: Path, tmp_path: Path) -> Path:
    """Its backup."""
    from tonetop.work.backup import backup

    return backup(data, tmp_path / "one.backup", NOW).path
