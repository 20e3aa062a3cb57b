"""Whoever is named for it stamps and signs the log's newest checkpoint; what fails is told, and tried again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests import stamping
from tests.stamping import Authority, Serving
from tonetop.records.anchoring import AnchorState
from tonetop.work import anchor_settings, time_stamp
from tonetop.work.anchor import anchor, due


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority of one's own."""
    return stamping.authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture
def authority(behind: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    """It behind an address that the operator named."""
    with stamping.serving(behind) as server:
        monkeypatch.setenv(anchor_settings.AUTHORITIES, server.address)
        yield server


def act(number: int, leader: bool = True) -> None:
    """A change of a record; by a leader it is signed for at once."""
    from tonetop.records import intake, sealing, write

    plain = {"id": "p1", "name": f"A. Chief {number}", "is_top_management": True, "valid_from": "2020-01-01"}
    write.save(intake.take("Person", plain), write.By(person="p1" if leader and number > 1 else ""))
    sealing.seal()


def state() -> AnchorState:
    return AnchorState.objects.get()


def rest() -> None:
    """Let the pause pass after which a holder is asked again."""
    AnchorState.objects.update(next_at=None)


def known() -> list[tuple[str, str, int, bool]]:
    from django.db import connection

    from tonetop.records.ledger import anchors

    return [(one.kind, one.holder, one.size, bool(one.proof)) for one in anchors.history(connection)]


def checked(folder: Path, roots: Path | None = None) -> list[str]:
    """What a verification of the folder finds."""
    from tonetop.work.verify_folder import verify_folder

    return verify_folder(folder, roots=time_stamp.trusted(roots) if roots else ()).problems


def test_without_a_setting_nobody_is_asked(folder: Path):
    act(1)
    assert (due(), anchor().made, known()) == (None, 0, [])


def test_a_checkpoint_is_stamped_once_and_the_stamp_holds(folder: Path, authority: Serving, tmp_path: Path):
    from tonetop.work.verify_folder import verify_folder

    act(1)
    assert due() == 1
    assert anchor().made == 1
    assert (known(), due()) == ([("rfc3161", "127.0.0.1", 2, True)], None)
    assert (anchor().made, len(authority.asked)) == (0, 1)
    report = verify_folder(folder, roots=time_stamp.trusted(authority.behind.root))
    assert (report.problems, report.unanchored, report.anchors[0]["verified"]) == ([], 0, True)
    other = stamping.authority(tmp_path / "other")
    assert checked(folder, other.root) == [
        "the time stamp of 127.0.0.1 over 2 events does not lead to a certificate that is trusted"
    ]


def test_a_leaders_act_is_stamped_soon_and_any_other_after_a_while(folder: Path, authority: Serving):
    act(1)
    anchor()
    act(2, leader=False)
    assert due() is None
    AnchorState.objects.update(done_at=state().done_at - timedelta(minutes=61))
    assert due() == 1
    anchor()
    act(3)
    assert due() == 1


@pytest.mark.parametrize(
    ("status", "spoil", "why"),
    [
        (500, bytes, "it answered with status 500"),
        (200, lambda made: b"<html>", "its answer is no time-stamp response"),
        (200, lambda made: made[:-40], "its answer is no time-stamp response"),
        (200, lambda made: b"\x30\x05\x30\x03\x02\x01\x02", "it grants no time stamp"),
        (200, lambda made: made[:-1] + bytes([made[-1] ^ 1]), "altered or forged"),
    ],
)
def test_what_an_authority_answers_amiss_is_told_and_asked_again_and_hinders_no_act(
    folder: Path, authority: Serving, status: int, spoil: object, why: str
):
    act(1)
    authority.status, authority.spoil = status, spoil
    (problem,) = anchor().problems
    assert why in problem
    assert (known(), state().failures, due()) == ([], 1, None)
    act(2)
    assert due() is None
    rest()
    authority.status, authority.spoil = 200, lambda made: made
    assert due() == 1
    assert anchor().made == 1
    assert (known(), state().failures, state().why) == ([("rfc3161", "127.0.0.1", 3, True)], 0, "")


def test_an_answer_to_an_earlier_question_is_refused(folder: Path, authority: Serving):
    kept: list[bytes] = []
    act(1)
    authority.spoil = lambda made: kept.append(made) or made
    anchor()
    act(2)
    authority.spoil = lambda made: kept[0]
    assert "answers another question" in anchor().problems[0]


def test_a_stamp_must_lead_to_the_certificate_that_the_operator_names(
    folder: Path, authority: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    act(1)
    monkeypatch.setenv(anchor_settings.ROOTS, str(stamping.authority(tmp_path / "other").root))
    assert "does not lead to a certificate that is trusted" in anchor().problems[0]
    monkeypatch.setenv(anchor_settings.ROOTS, str(authority.behind.root))
    rest()
    assert anchor().made == 1


def test_an_authority_that_is_not_there_is_left_alone_for_growing_pauses(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(anchor_settings.AUTHORITIES, "http://127.0.0.1:9/tsr")
    act(1)
    pauses = []
    for _ in range(3):
        anchor()
        found = state()
        pauses.append(found.next_at - found.tried_at)
        rest()
    assert pauses == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5)]


@pytest.mark.parametrize("address", ["ftp://stamps.example/", "stamps", "http://u:p@stamps.example/"])
def test_a_setting_that_is_no_address_is_named_and_nobody_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, address: str
):
    monkeypatch.setenv(anchor_settings.AUTHORITIES, address)
    act(1)
    assert due() is None
    assert anchor_settings.problems()[0].startswith("TONETOP_TIMESTAMPS: ")


def test_an_authority_where_machines_ask_for_keys_is_never_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(anchor_settings.AUTHORITIES, "http://169.254.169.254/latest")
    act(1)
    assert "leads to an address that is not public" in anchor().problems[0]


def test_a_token_that_is_altered_or_anothers_is_found(folder: Path, authority: Serving, tmp_path: Path):
    from tests import databases

    act(1)
    anchor()
    with databases.raw(folder) as raw:
        raw.execute("DROP TRIGGER ledger_anchors_update")
        raw.execute("UPDATE ledger_anchors SET made = '2020-01-01T00:00:00.000000Z'")
    assert any("was made at another time than the anchor says" in one for one in checked(folder))
    with databases.raw(folder) as raw:
        raw.execute("UPDATE ledger_anchors SET proof = ?", (authority.behind.token(b"something else"),))
    assert any("is over something else than the checkpoint" in one for one in checked(folder))


def test_the_bundle_carries_token_and_certificates_and_openssl_says_the_same(
    folder: Path, authority: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    import json
    import subprocess
    import zipfile
    from base64 import b64decode

    from django.db import connection

    from tonetop.records.ledger import keys
    from tonetop.work.export_bundle import write_bundle
    from tonetop.work.freeze import chosen
    from tonetop.work.verify import verify_bundle
    from tonetop.work.verify_anchors import chains

    monkeypatch.setenv(anchor_settings.ROOTS, str(authority.behind.root))
    act(1)
    anchor()
    path = tmp_path / "bundle.zip"
    write_bundle(connection, keys.load(folder), path, chosen(None, None))
    report = verify_bundle(path)
    assert (report["problems"], report["unanchored"]) == ([], 0)
    assert any("is theirs and to be trusted" in one for one in report["not_checked"])
    roots = time_stamp.trusted(authority.behind.root)
    assert chains(path, roots) == []
    assert len(chains(path, time_stamp.trusted(stamping.authority(tmp_path / "other").root))) == 1
    with zipfile.ZipFile(path) as archive:
        assert archive.read("timestamp-roots.pem") == authority.behind.root.read_bytes()
        (told,) = json.loads(archive.read("anchors.json"))
        note = json.loads(archive.read("checkpoints.jsonl").splitlines()[-1])
    (tmp_path / "token").write_bytes(b64decode(told["proof"]))
    (tmp_path / "note").write_text(note)
    said = ("openssl", "ts", "-verify", "-token_in", "-in", tmp_path / "token", "-data", tmp_path / "note")
    done = subprocess.run([*said, "-CAfile", authority.behind.root], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
