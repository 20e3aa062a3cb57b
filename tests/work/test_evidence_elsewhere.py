"""A data folder whose evidence lies in S3: kept there alone, verified, exported, backed up without it and told so."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from tests.records.test_stores import s3  # noqa: F401 - the fixture
from tests.work.evidencing import file, kept
from tests.work.test_kept_files import written

pytestmark = pytest.mark.slow


@pytest.fixture
def elsewhere(demo: Path, s3: str, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
    from tonetop.records import stores

    monkeypatch.setenv(stores.NAME, s3)
    return demo


def test_files_lie_in_the_store_are_verified_there_and_go_into_bundles(elsewhere: Path, tmp_path: Path):
    from tonetop.records import blobs, stores
    from tonetop.work.export_bundle import Choice
    from tonetop.work.verify_folder import verify_folder

    kept(file("far away"))
    digest = sha256(b"far away").hexdigest()
    assert not list((elsewhere / "blobs").rglob(digest)) and blobs.read(digest) == b"far away"
    assert verify_folder(elsewhere).problems == []
    assert written(tmp_path / "b.zip", Choice(blobs.open_blob))["problems"] == []
    store = stores.chosen(elsewhere)[0]
    store._fs.pipe_file(store._key(digest), b"far-away")
    (problem,) = verify_folder(elsewhere).problems[:1]
    assert digest[:12] in problem
    store._fs.pipe_file(store._key(digest), b"far away")


def test_what_lay_in_the_folder_before_is_still_read(elsewhere: Path, monkeypatch: pytest.MonkeyPatch):
    from tonetop.records import blobs, stores

    url = stores.named(elsewhere)
    monkeypatch.delenv(stores.NAME)
    kept(file("near"))
    monkeypatch.setenv(stores.NAME, url)
    assert blobs.read(sha256(b"near").hexdigest()) == b"near"


def test_a_backup_says_what_it_does_not_hold_and_comes_back(elsewhere: Path, tmp_path: Path):
    from tonetop.records import stores
    from tonetop.work.backup import backup
    from tonetop.work.restore import restore

    kept(file("far off"))
    now = datetime(2026, 1, 3, tzinfo=UTC)
    made = backup(elsewhere, tmp_path / "b.zip", now)
    assert made.elsewhere == stores.named(elsewhere)
    assert restore(tmp_path / "b.zip", tmp_path / "back", now).problems == ()


def test_a_store_that_is_gone_refuses_what_comes_and_is_no_problem_of_the_ledger(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.records import stores
    from tonetop.records.intake import Refused
    from tonetop.work.verify_folder import verify_folder

    monkeypatch.setenv(stores.NAME, "s3://no-such-bucket/kept")
    with pytest.raises(Refused, match="nothing is acknowledged"):
        kept(file("nowhere"))
    monkeypatch.setenv(stores.NAME, "nonsense://there")
    with pytest.raises(Refused, match="names no store"):
        kept(file("nowhere"))
    report = verify_folder(elsewhere)
    assert report.problems == [] and any("store fails" in told for told in report.not_checked)
