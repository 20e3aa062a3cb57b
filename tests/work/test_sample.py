"""A sample organisation comes into an empty house and goes again, and nothing real is ever lost with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.work.conftest import people
from tonetop.records.intake import Refused


def events(kind: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_events WHERE type LIKE %s", [kind])
        return int(cursor.fetchone()[0])


def test_the_sample_fills_an_empty_house_and_its_removal_leaves_an_empty_one(folder: Path):
    from tonetop.records import clock
    from tonetop.work.assess import assess
    from tonetop.work.sample import is_empty, is_there, remove_sample, show_sample
    from tonetop.work.verify_folder import verify_folder

    assert is_empty()
    show_sample()
    assert is_there()
    assert clock.today() == "2025-12-31"
    assert assess().checks["LD-1.1"].result == "pass"
    aside = remove_sample()
    assert not is_there()
    assert is_empty()
    assert (clock.organisation().name, clock.organisation().story) == ("", "")
    assert assess("2025-12-31").checks["LD-1.1"].result == "no-data"
    assert people(folder) == set()
    assert "solvang" in people(aside)
    assert not verify_folder(folder).problems
    assert not verify_folder(aside).problems


def test_the_ledger_keeps_that_a_sample_was_there_and_goes_on(folder: Path):
    from tonetop.records import intake, rollback, sealing, write
    from tonetop.records.ledger import checkpoints
    from tonetop.work.sample import remove_sample, show_sample
    from tonetop.work.verify_folder import verify_folder

    show_sample()
    newest = checkpoints.remembered(folder)
    remove_sample()
    assert events("log.%") + events("ledger.%") >= 2
    assert newest in set(_lost())
    assert rollback.read_only() is None
    write.save(intake.take("Person", {"id": "p-1", "name": "Ada Chief"}), write.By())
    sealing.seal()
    assert people(folder) == {"p-1"}
    assert not verify_folder(folder).problems


def _lost() -> list[str]:
    import json

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_events")
        return [json.loads(body)["data"].get("lost", "") for (body,) in cursor.fetchall()]


def test_what_is_not_the_samples_keeps_it_from_being_removed(folder: Path):
    from tonetop.records import intake, write
    from tonetop.work.assess import position
    from tonetop.work.sample import is_there, remove_sample, show_sample

    show_sample()
    write.save(intake.take("Person", {"id": "p-1", "name": "Ada Chief"}), write.By())
    before = position()
    with pytest.raises(Refused, match=r"not the sample's \(1, such as record\.created\)"):
        remove_sample()
    assert (position(), is_there()) == (before, True)
    assert {"p-1", "solvang"} <= people(folder)
    assert not list(folder.glob("replaced-*"))


def test_a_house_in_which_something_was_recorded_takes_no_sample(data: Path):
    from tests.work.conftest import at
    from tonetop.work.sample import is_there, remove_sample, show_sample

    with at(data):
        with pytest.raises(Refused, match="recorded here already"):
            show_sample()
        with pytest.raises(Refused, match="no sample organisation"):
            remove_sample()
        assert not is_there()


def test_a_sample_comes_once_and_only_by_those_who_keep_the_house(folder: Path):
    from tonetop.records.models import Account
    from tonetop.work.permission import Forbidden
    from tonetop.work.sample import remove_sample, show_sample

    with pytest.raises(Forbidden):
        show_sample(Account(pk=9, role="dpo"))
    show_sample(Account(pk=9, role="administrator"))
    with pytest.raises(Refused, match="already"):
        show_sample()
    with pytest.raises(Forbidden):
        remove_sample(Account(pk=9, role="guest-auditor"))
