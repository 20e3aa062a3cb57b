"""The demo in a data folder: the same facts as the story, one ledger line a record, a sign-in for every role."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.work.conftest import at, copied
from tonetop.standard import demo as stories
from tonetop.standard import facts_file
from tonetop.standard.assessment import assessment


@pytest.fixture(scope="module")
def filled(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[str, str]]]:
    """The sign-ins of an open folder with the empty story."""
    from tonetop.work.fill_demo import fill_demo

    with at(copied(fresh, tmp_path_factory.mktemp("filled"))):
        yield fill_demo("empty")


@pytest.mark.parametrize("day", ["2025-06-01", "2025-12-31"])
def test_the_folder_gives_the_same_results_as_the_story_read_as_a_facts_file(demo: Path, day: str):
    from tonetop.work.assess import assess

    story = stories.story("steady")
    read = assessment(facts_file.take(story).facts(day)).plain()
    assert assess(day).plain() == read


def test_every_version_has_its_ledger_line_under_its_own_name(demo: Path):
    from django.db import connection

    from tonetop.records.ledger.database import link
    from tonetop.records.registry import registers

    story = stories.story("steady")
    told = sum(len(records) for type, records in story.items() if type != "organisation")
    rows = sum(model.objects.count() for model in registers().values())
    (lines,) = link(connection).one("SELECT count(*) FROM ledger_events WHERE type LIKE 'record.%'") or (0,)
    assert told == rows == lines
    by = registers()["RoleAssignment"].objects.get(ref="ra-lead")
    assert (by.entered_by, by.recorded_on, by.assigned_by) == ("haddad", None, "solvang")


def test_the_clock_stands_and_the_last_checkpoint_covers_everything(demo: Path):
    from tonetop.records import clock, sealing

    assert clock.today() == "2025-12-31"
    assert clock.organisation().story == "steady"
    assert not sealing.is_due()


def test_every_role_signs_in_by_its_printed_password_of_which_only_a_hash_is_kept(
    filled: dict[str, tuple[str, str]],
):
    from django.contrib.auth.hashers import check_password

    from tonetop.records.models import ROLES, Account

    assert set(filled) == set(ROLES) - {"staff"}, "the demo's staff have no accounts of their own"
    for role, (email, password) in filled.items():
        account = Account.objects.get(email=email)
        assert account.role == role
        assert check_password(password, account.password)
        assert password not in account.password
        assert email.endswith(".example")


def test_the_executive_is_the_chief_executive_of_the_story(filled: object):
    from tonetop.records.models import Account

    assert Account.objects.get(role="executive").person == "brandt"
    assert Account.objects.get(role="guest-auditor").person == ""


def test_a_folder_that_holds_anything_is_refused(filled: object):
    from tonetop.work.fill_demo import fill_demo

    with pytest.raises(facts_file.Refused, match="is not empty"):
        fill_demo("steady")


def test_two_folders_have_other_passwords(filled: dict[str, tuple[str, str]], folder: Path):
    from tonetop.work.fill_demo import fill_demo

    again = fill_demo("empty")
    assert {one[1] for one in again.values()}.isdisjoint(one[1] for one in filled.values())


def test_the_demo_keeps_two_scans_of_one_source_which_are_what_a_scan_of_it_gives(demo: Path):
    from tests.work import demo_crm
    from tonetop.records.scans import KeptScan

    rows = list(KeptScan.objects.order_by("pk"))
    assert [(row.pk, row.as_of, row.systems) for row in rows] == [
        (1, demo_crm.FIRST, ["asset-crm"]),
        (2, demo_crm.SECOND, ["asset-crm"]),
    ]
    for row in rows:
        told = demo_crm.told(row.as_of)
        assert row.found == told["found"], "run: python -m tests.work.demo_crm"
        assert "mail.example" not in str(row.found)


def test_what_the_scans_of_the_demo_feed_stands_among_its_records_already(demo: Path):
    from django.db import connection

    from tonetop.records.scans import KeptScan
    from tonetop.records.write import By
    from tonetop.work.assess import assess, position
    from tonetop.work.enter_found import enter

    before = position()
    enter(KeptScan.objects.get(pk=2), By())
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, subject FROM ledger_events WHERE seq > %s", [before])
        assert cursor.fetchall() == []
    assert assess().privacy["PV-6"].result == "pass"
    assert assess("2025-12-01").privacy["PV-6"].result == "fail", "nobody had judged what was found"


def test_the_monitors_of_the_demo_have_weeks_behind_them_that_say_what_was_so(demo: Path):
    from tonetop.standard.monitored import monitors
    from tonetop.work.assess import assess
    from tonetop.work.monitor import outcome, watched

    now = assess("2025-12-30")
    for one in watched(now.facts):
        assert len(one.by_day) >= (5 if one.monitor.every_days == 7 else 30), one.monitor.id
        assert not one.late
    for day in ("2025-11-24", "2025-12-13", "2025-12-30"):
        found = assess(day)
        held = {one.monitor.id: one.by_day.get(day) for one in watched(found.facts)}
        for id, row in held.items():
            if row is not None and monitors()[id].way != "measure":
                assert (row.state, row.why) == outcome(found, monitors()[id]), (day, id)
