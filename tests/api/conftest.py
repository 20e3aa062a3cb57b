"""Programs that call the API: one with a token of the governance lead, one of a guest, one of nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def folder(db: Any, settings: Any, tmp_path: Path) -> Path:
    """An empty data folder with a key file, over the test database."""
    from tonetop.records.ledger import keys
    from tonetop.work.assess import forget

    settings.DATA = tmp_path
    keys.create(tmp_path)
    forget()  # what an earlier test wrote is undone
    return tmp_path


def _client(role: str) -> Client:
    from tonetop.records.models import Account
    from tonetop.work.token import make_token

    account = Account.objects.create(username=role, email=f"{role}@example.org", role=role)
    return Client(headers={"Authorization": f"Bearer {make_token(account, 'test')}"})


@pytest.fixture
def lead(folder: Path) -> Client:
    """A program of the governance lead."""
    return _client("governance-lead")


@pytest.fixture
def guest(folder: Path) -> Client:
    """A program of a guest auditor."""
    return _client("guest-auditor")


@pytest.fixture
def directory(folder: Path) -> Client:
    """A directory with a key whose people become process owners; one administrator is there already."""
    from tonetop.records.models import Account
    from tonetop.work.directory_key import make_key

    Account.objects.create(username="root", email="root@varnholm.example", role="administrator")
    return Client(headers={"Authorization": f"Bearer {make_key('Directory', 'process-owner')}"})
