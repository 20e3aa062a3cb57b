"""A data folder of its own for each test that writes records."""

from __future__ import annotations

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


@pytest.fixture
def targets(folder: Path) -> Path:
    """A data folder that holds one bare record of every type."""
    from tonetop.records import intake, write

    entries = intake.take_all([(type, plain, {}) for type, plain in samples.targets()])
    write.save_all([write.Change(entry) for entry in entries], write.By())
    return folder
