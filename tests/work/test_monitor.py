"""Monitors over a data folder: what a look comes to, what is recorded, pauses, and that silence passes nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def lead() -> Any:
    from tonetop.records.models import Account

    return Account.objects.get(role="governance-lead")


def standing(as_of: str | None = None) -> dict[str, Any]:
    from tonetop.work.assess import assess
    from tonetop.work.monitor import watched

    return {one.monitor.id: one for one in watched(assess(as_of).facts)}


@pytest.mark.usefixtures("demo")
def test_a_round_records_what_each_monitor_came_to_and_why():
    from tonetop.work.monitor import look_at_due

    told = look_at_due()
    found = standing()
    assert told["looked_at"] == len(found)
    assert (found["ledger-verified"].state, found["gate-coverage"].last.checked_on) == ("holds", "2025-12-31")
    assert found["retention-run"].state == "does-not-hold"
    assert found["notice-in-reach"].state == "no-data"
    assert found["notice-in-reach"].last.why == "The notice notice-5 was not fetched yet"
    assert found["backup-verified"].last.why.startswith("No folder of backups is named")
    assert found["reviews-overdue"].last.why
    assert look_at_due() == {"looked_at": 0, "hold": 0}


@pytest.mark.usefixtures("demo")
def test_what_was_not_looked_at_in_time_is_no_data_and_not_what_it_was():
    from tonetop.work.monitor import look_at_due

    look_at_due()
    later = standing("2026-01-09")["ledger-verified"]
    assert (later.last.state, later.late, later.state) == ("holds", True, "no-data")
    before = standing("2025-11-23")["ledger-verified"]
    assert (before.last, before.state) == (None, "no-data")


@pytest.mark.usefixtures("demo")
def test_a_pause_has_an_end_and_a_reason_and_is_left_out_until_it_ends():
    from tonetop.records.intake import Refused
    from tonetop.work.monitor import go_on, look_at_due, pause

    for until, reason, why in [
        ("2025-12-30", "moved", "name the last day"),
        ("2027-06-01", "moved", "name the last day"),
        ("soon", "moved", "name the last day"),
        ("2026-01-05", "  ", "say why"),
    ]:
        with pytest.raises(Refused, match=why):
            pause(lead(), "scan-fresh", until, reason)
    with pytest.raises(Refused, match="there is no monitor weather"):
        pause(lead(), "weather", "2026-01-05", "moved")
    pause(lead(), "scan-fresh", "2026-01-05", "The systems move house")
    with pytest.raises(Refused, match="paused already"):
        pause(lead(), "scan-fresh", "2026-01-05", "moved")
    look_at_due()
    held = standing()["scan-fresh"]
    assert held.last.checked_on == "2025-12-30", "no look since"
    assert (held.pause.reason, held.pause.paused_by) == ("The systems move house", "haddad")
    assert standing("2026-01-06")["scan-fresh"].pause is None
    go_on(lead(), "scan-fresh")
    assert standing()["scan-fresh"].pause is None
    assert look_at_due()["looked_at"] == 1
    with pytest.raises(Refused, match="is not paused"):
        go_on(lead(), "scan-fresh")


@pytest.mark.usefixtures("demo")
def test_who_may_not_write_pauses_nothing_and_looks_at_nothing():
    from tonetop.records.models import Account
    from tonetop.work.monitor import look_now, pause
    from tonetop.work.permission import Forbidden

    guest = Account.objects.get(role="guest-auditor")
    with pytest.raises(Forbidden):
        pause(guest, "scan-fresh", "2026-01-05", "moved")
    with pytest.raises(Forbidden):
        look_now(guest)
    assert look_now(lead())["looked_at"] == len(standing())


@pytest.mark.usefixtures("folder")
def test_a_house_without_a_record_is_not_monitored_and_has_no_data():
    from tonetop.standard.monitored import monitors
    from tonetop.work.assess import assess
    from tonetop.work.monitor import anything, outcome

    assert anything() is None
    states = {id: outcome(assess(), monitor)[0] for id, monitor in monitors().items()}
    assert {state for id, state in states.items() if id != "ledger-verified"} == {"no-data"}


@pytest.mark.usefixtures("demo")
def test_a_notice_holds_while_its_last_fetch_is_young_and_answered():
    from tonetop.records import intake, write
    from tonetop.standard.monitored import monitors
    from tonetop.work.assess import assess
    from tonetop.work.monitor import outcome

    def fetched(ident: str, day: str, **said: Any) -> tuple[str, str]:
        plain = {"id": ident, "notice": "notice-5", "checked_on": day, **said}
        write.save(intake.take("NoticeCheck", plain), write.By("tester", "vos"))
        return outcome(assess(), monitors()["notice-in-reach"])

    assert fetched("NC-1", "2025-12-20", reachable=True)[0] == "no-data"
    assert fetched("NC-2", "2025-12-29", reachable=True) == ("holds", "It answered on 2025-12-29")
    state, why = fetched("NC-3", "2025-12-30", reachable=False, why="no such host")
    assert (state, why) == ("does-not-hold", "It did not answer on 2025-12-30: no such host")


def made(folder: Path, text: bytes = b"all", digest: str = "", when: datetime = NOW, **more: Any) -> None:
    from hashlib import sha256

    about = {"sha256": digest or sha256(text).hexdigest(), "size": len(text)}
    manifest = {"format": "tonetop-backup/1", "made": when.isoformat(), "files": {"a": about}} | more
    with ZipFile(folder / "day.backup", "w") as archive:
        archive.writestr("a", text)
        archive.writestr("manifest.json", json.dumps(manifest))


def test_a_backup_is_whole_when_each_file_has_its_hash_and_it_is_young(tmp_path: Path):
    from tonetop.work.look_at_backup import look_at_backup

    assert look_at_backup(tmp_path, NOW, 8).there is False
    made(tmp_path)
    assert look_at_backup(tmp_path, NOW + timedelta(days=7), 8).whole
    old = look_at_backup(tmp_path, NOW + timedelta(days=9), 8)
    assert (old.there, old.whole) == (True, False)
    assert "older than 8 days" in old.why
    for broken in ({"digest": "00" * 32}, {"format": "zip"}):
        made(tmp_path, **broken)
        assert "does not read whole" in look_at_backup(tmp_path, NOW, 8).why
    (tmp_path / "day.backup").write_bytes(b"nothing")
    assert look_at_backup(tmp_path, NOW, 8).whole is False


@pytest.mark.usefixtures("demo")
def test_the_backup_of_a_folder_holds_and_a_folder_that_is_gone_is_no_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from django.conf import settings

    from tonetop.records import clock
    from tonetop.standard.monitored import monitors
    from tonetop.work.assess import assess
    from tonetop.work.backup import backup
    from tonetop.work.monitor import outcome

    kept = tmp_path / "kept"
    kept.mkdir()
    backup(settings.DATA, kept / "first.backup", clock.now())
    monkeypatch.setenv("TONETOP_BACKUPS", str(kept))
    assert outcome(assess(), monitors()["backup-verified"])[0] == "holds"
    monkeypatch.setenv("TONETOP_BACKUPS", str(tmp_path / "gone"))
    state, why = outcome(assess(), monitors()["backup-verified"])
    assert state == "no-data"
    assert why.startswith("It could not be looked at")


@pytest.mark.usefixtures("folder")
def test_what_says_no_day_does_not_pass_by_silence():
    from tonetop.records import intake, write
    from tonetop.standard.monitored import monitors
    from tonetop.work.assess import assess
    from tonetop.work.monitor import outcome

    def told(ident: str, **said: Any) -> tuple[str, str]:
        write.save(intake.take("Vendor", {"id": ident, "name": ident} | said), write.By("tester", "vos"))
        return outcome(assess(), monitors()["vendors-assessed"])

    assert told("VEN-1") == ("no-data", "Nothing has a day yet")
    assert told("VEN-2", reassess_due="9999-01-01") == ("holds", "Nothing is overdue; 1 say no day: VEN-1")
    assert told("VEN-1", retired_on="2020-01-01") == ("holds", "Nothing is overdue")
    assert told("VEN-3", reassess_due="2020-01-01")[0] == "does-not-hold"
