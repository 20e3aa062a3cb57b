"""A data folder of its own for each test that writes records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.records import samples


@pytest.fixture
def folder(db: Any, settings: Any, tmp_path: Path) -> Path:
    """An empty data folder with a key file, over the test database."""
    from tonetop.records.ledger import keys

    settings.DATA = tmp_path
    keys.create(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def written(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder that holds one bare record of every type; written once for the tests of a file."""
    from tests.work.conftest import at
    from tonetop.records import intake, write
    from tonetop.work.open_folder import open_folder

    with django_db_blocker.unblock(), at(tmp_path_factory.mktemp("targets") / "data") as place:
        open_folder(create=True)
        entries = intake.take_all([(type, plain, {}) for type, plain in samples.targets()])
        write.save_all([write.Change(entry) for entry in entries], write.By())
        yield place


@pytest.fixture
def targets(written: Path) -> Iterator[Path]:
    """The same for one test: what it writes is taken back after it."""
    from django.db import transaction

    with transaction.atomic():
        yield written
        transaction.set_rollback(True)
