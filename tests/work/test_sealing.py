"""The log's head is signed after an act of top management, and by a job while there is something new."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest


def chief(folder: Path) -> None:
    """One top manager on record."""
    from tonetop.records import intake, write

    plain = {"id": "p1", "name": "A. Chief", "is_top_management": True, "valid_from": "2020-01-01"}
    write.save(intake.take("Person", plain), write.By())


def policy(approved_by: str | None = "p1") -> object:
    """A policy version, approved or not."""
    from tonetop.records import intake, write

    plain = {"id": "pol-1", "kind": "ai", "version": "1"}
    if approved_by:
        plain |= {"approved_by": approved_by, "approved_on": "2025-01-14"}
    return write.save(intake.take("PolicyVersion", plain), write.By())


def signed(folder: Path) -> int:
    """Over how many events the newest checkpoint goes."""
    from django.db import connection

    from tonetop.records.ledger import checkpoints

    last = checkpoints.latest(connection)
    return last.head.size if last else 0


def test_an_act_of_top_management_is_signed_for_at_once(folder: Path):
    chief(folder)
    assert signed(folder) == 1
    policy()
    assert signed(folder) == 3


def test_what_nobody_at_the_top_did_waits_for_the_job(folder: Path):
    from tonetop.work.keep_sealed import seal_if_due

    chief(folder)
    policy(approved_by=None)
    assert signed(folder) == 1
    seal_if_due()
    assert signed(folder) == 3
    lines = (folder / "checkpoints.jsonl").read_text().splitlines()
    seal_if_due()
    assert (folder / "checkpoints.jsonl").read_text().splitlines() == lines


def test_the_act_stands_when_it_cannot_be_signed_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    from tonetop.records.ledger import signing
    from tonetop.records.registry import registers

    def full(*_: object) -> None:
        raise OSError("no space left on the device")

    chief(folder)
    monkeypatch.setattr(signing, "checkpoint", full)
    policy()
    assert registers()["PolicyVersion"].objects.count() == 1
    assert signed(folder) == 1
    assert "no space left" in caplog.text


def test_the_job_signs_a_last_time_when_it_is_stopped(folder: Path):
    from tonetop.work.keep_sealed import keep_sealed

    chief(folder)
    stop = Event()
    job = keep_sealed(stop, seconds=60)
    stop.set()
    job.join(timeout=30)
    assert not job.is_alive()
    assert signed(folder) == 2
