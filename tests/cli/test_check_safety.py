"""`tonetop check-safety`: each point with what was found, and exit 1 while one falls short."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done

Command = Callable[..., Done]


UNDONE = {
    "The server answers to its own names alone",
    "Forms are taken from https pages alone",
    "Limits are near what is shipped",
    "Messages to programs go out encrypted",
    "A backup of the last 7 days reads whole",
    "Keys and database are their owner's alone",
    "No token opens everything for ever",
}


def points(command: Command) -> dict[str, bool]:
    """Each point, and whether it holds."""
    told = json.loads(command("check_safety", "--format", "json").out)
    assert told["holds"] == sum(one["holds"] for one in told["points"])
    return {one["point"]: one["holds"] for one in told["points"]}


def test_a_fresh_folder_is_told_what_to_do(folder: Path, command: Command):
    done = command("check_safety")
    assert done.status == 1
    assert "SHORT  People come by https: the server takes plain http" in done.out
    assert "→ put a proxy with TLS in front" in done.out
    assert "points hold." in done.out
    found = points(command)
    assert found["Faults tell no inner workings"] and found["Keys and database are their owner's alone"]


def test_points_hold_once_they_are_mended_and_fall_short_when_they_are_undone(
    folder: Path, command: Command, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    from tonetop.records import clock
    from tonetop.records.models import Account
    from tonetop.records.write import By
    from tonetop.work.backup import backup
    from tonetop.work.second_factor import require
    from tonetop.work.token import make_token

    settings.BEHIND_TLS = True
    settings.ALLOWED_HOSTS = ["aims.example.org"]
    require(("administrator", "executive"), By())
    backups = tmp_path / "backups"
    backups.mkdir()
    backup(folder, backups / "one.backup", clock.now())
    monkeypatch.setenv("TONETOP_BACKUPS", str(backups))
    monkeypatch.setenv("TONETOP_CLAMD", "/run/clamd")
    monkeypatch.setenv("TONETOP_LIMITS", "1")
    good = points(command)
    ours = [name for name, holds in good.items() if not holds]
    assert set(ours) <= {
        "Somebody outside holds a head of the log of the last 30 days",
        "The program does not run as root",
        "Every administrator has a second factor",
    }
    settings.ALLOWED_HOSTS = ["*"]
    settings.CSRF_TRUSTED_ORIGINS = ["http://aims.example.org"]
    monkeypatch.setenv("TONETOP_LIMITS", "1000")
    monkeypatch.setenv("TONETOP_WEBHOOK_HOSTS", "http://10.0.0.5:8080")
    monkeypatch.setenv("TONETOP_BACKUPS", str(tmp_path / "none"))
    (folder / "ledger.key").chmod(0o644)
    lead = Account.objects.first() or Account.objects.create(username="a", role="dpo")
    make_token(lead, "all")
    bad = {name for name, holds in points(command).items() if not holds} - set(ours)
    (folder / "ledger.key").chmod(0o600)
    assert bad == UNDONE


def test_a_head_of_the_log_that_somebody_holds_counts_until_it_is_old(
    folder: Path, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.records import clock

    name = "Somebody outside holds a head of the log of the last 30 days"
    command("export", "checkpoint", str(tmp_path / "held.txt"), "--holder", "our auditor")
    assert points(command)[name]
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert not points(command)[name]


WAY = "{id: a, kind: oidc, issuer: https://a.example, client_id: t"


def test_a_secret_in_plain_or_readable_to_others_is_told(folder: Path):
    from tonetop.work.check_safety import check_safety

    def told() -> tuple[bool, str]:
        (found,) = [one for one in check_safety() if one.name.startswith("Secrets of sign-in elsewhere")]
        return found.holds, found.found

    assert told() == (True, "there is no sign-in elsewhere")
    place, secret = folder / "sign-in.yaml", folder / "ours.secret"
    place.write_text(f"ways: [{WAY}, secret: in-plain}}]\n")
    assert told() == (False, "a: it stands in sign-in.yaml")
    place.write_text(f"ways: [{WAY}, secret_file: ours.secret}}]\n")
    secret.write_text("of its own")
    secret.chmod(0o644)
    assert told() == (False, "others may read ours.secret")
    secret.chmod(0o600)
    assert told() == (True, "1 looked at")
    secret.unlink()
    assert told()[0] is False
