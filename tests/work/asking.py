"""An organisation that has asks: people of rank and without, their sign-ins, and what is put before them."""

from __future__ import annotations

from typing import Any

import pytest

from tonetop.core import cadence
from tonetop.records import clock, intake, write
from tonetop.records.models import Account
from tonetop.records.write import By, Change, latest

TEXT, OTHER = "a" * 64, "b" * 64


def hold(*records: tuple[str, dict[str, Any]]) -> None:
    """Put records into the data folder."""
    told = [(type, {k: v for k, v in plain.items() if v is not None}, None) for type, plain in records]
    entries = intake.take_all(told)
    write.save_all(list(map(Change, entries)), By())


def last(type: str, ref: str) -> Any:
    """A record as it was written last."""
    row = latest(type, ref)
    assert row is not None
    return row


def ask(ref: str, kind: str, about: str, of: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """An ask put before somebody today."""
    plain = {"id": ref, "kind": kind, "about": [about], "asked_of": of, "asked_by": "lead"}
    return "Ask", plain | {"asked_on": clock.today()} | more


@pytest.fixture
def today(folder: Any) -> str:
    """The day, with a chief executive, a chief of finance, a lead and a deputy in the register."""
    day = clock.today()
    long_ago = cadence.shift(day, -900)
    tops = [
        ("Person", {"id": ref, "name": ref, "is_top_management": True, "valid_from": long_ago})
        for ref in ("ceo", "cfo")
    ]
    others = [
        ("Person", {"id": ref, "name": ref, "valid_from": long_ago}) for ref in ("lead", "deputy", "clerk")
    ]
    hold(*tops, *others)
    return day


def account(person: str, role: str = "executive") -> Account:
    """A sign-in of a person."""
    return Account.objects.create(username=f"{person}-{role}", role=role, person=person)


def version(**more: Any) -> tuple[str, dict[str, Any]]:
    """A text put before the chief executive."""
    plain = {"id": "DV-1", "document": "DOC-1", "version": "2.1", "author": "lead", "sha256": TEXT}
    return "DocumentVersion", plain | {"approvers": ["ceo"], "written_on": clock.today()} | more


def request(**more: Any) -> tuple[str, dict[str, Any]]:
    """A request for money that waits."""
    plain = {"id": "RR-1", "kind": "money", "amount": 100, "requested_by": "lead"}
    return "ResourceRequest", plain | {"requested_on": clock.today()} | more


def delegation(day: str, *limits: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """What the chief executive lets the deputy do."""
    plain = {"id": "RA-1", "role": "deputy", "person": "deputy", "delegated_from": "ceo", "assigned_on": day}
    return "RoleAssignment", plain | {"accepted_on": day, "delegation_limits": list(limits)} | more
