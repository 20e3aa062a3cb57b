"""Checkpoints and keys kept outside: they unmask a log that was made anew or cut back, which its bundle alone hides."""

import shutil

import pytest

from tests.making_logs import Log, act, connect, make
from tests.verifier.bundles import exported, full, report
from tonetop.records.ledger import keys, signers
from tonetop.work.verify import NoBundleError


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    made = full(tmp_path_factory.mktemp("log"))
    yield made
    made.log.connection.close()


def test_a_log_made_anew_with_a_new_key_is_unmasked_by_the_key_and_by_a_held_checkpoint(case, tmp_path):
    (tmp_path / "anew").mkdir()
    anew = make(tmp_path / "anew", acts=13)
    anew.sign()
    members = exported(anew)
    assert report(members, tmp_path)["problems"] == []
    vkey = signers.history(case.log.connection)[0].vkey
    assert "not signed with the key that was given" in report(members, tmp_path, key=vkey)["problems"][0]
    held = tmp_path / "held.txt"
    held.write_text(case.held, "utf-8")
    assert "the log was made anew" in report(members, tmp_path, held=[held])["problems"][0]
    anew.connection.close()


def test_a_log_cut_back_to_an_earlier_checkpoint_is_unmasked_by_a_held_one(case, tmp_path):
    (tmp_path / "short").mkdir()
    short = make(tmp_path / "short", acts=3)
    early = short.sign()
    members = exported(short)
    short.append(act(4))
    late = tmp_path / "late.txt"
    late.write_text(short.sign().note, "utf-8")
    assert report(members, tmp_path)["problems"] == []
    assert "its end is cut off" in report(members, tmp_path, held=[late])["problems"][0]
    same = tmp_path / "same.txt"
    same.write_text(early.note.replace("\n", "\r\n"), "utf-8", newline="")
    found = report(members, tmp_path, held=[same])
    assert (found["problems"], found["unanchored"], found["anchors"][0]["verified"]) == ([], 0, True)
    short.connection.close()


def test_a_held_checkpoint_and_the_right_key_agree_with_a_sound_bundle(case, tmp_path):
    held = tmp_path / "held.txt"
    held.write_text(case.held, "utf-8")
    vkey = signers.history(case.log.connection)[0].vkey
    found = report(case.members, tmp_path, key=vkey, held=[held])
    assert found["problems"] == []
    assert not any("whether the key is the organisation" in line for line in found["not_checked"])


def test_a_held_checkpoint_of_another_log_is_said(case, tmp_path):
    held = tmp_path / "held.txt"
    held.write_text(case.held.replace("tonetop/0", "tonetop/1"), "utf-8")
    assert "speaks of another log" in report(case.members, tmp_path, held=[held])["problems"][0]


def test_a_history_chained_anew_and_signed_with_the_logs_own_key_is_unmasked_by_a_held_checkpoint_alone(
    tmp_path,
):
    (tmp_path / "true").mkdir()
    true = make(tmp_path / "true")
    true.connection.close()
    shutil.copytree(tmp_path / "true", tmp_path / "other")
    logs = []
    for name, number in (("true", 2), ("other", 9)):
        folder = tmp_path / name
        log = Log(folder, connect(folder / "log.sqlite3"), keys.load(folder))
        log.append(act(1), act(number), act(3))
        logs.append((log, log.sign()))
    held = tmp_path / "held.txt"
    held.write_text(logs[0][1].note, "utf-8")
    members = exported(logs[1][0])
    vkey = signers.history(logs[0][0].connection)[0].vkey
    assert report(members, tmp_path, key=vkey)["problems"] == []
    found = report(members, tmp_path, key=vkey, held=[held])
    assert found["problems"] == [f"{held} has another root over 4 events: the log was made anew"]
    for log, _ in logs:
        log.connection.close()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "held.txt cannot be read: No such file"),
        (b"\xff", "is no checkpoint"),
        (b"hi", "is no checkpoint"),
    ],
)
def test_a_held_file_that_is_no_checkpoint_is_refused_in_one_sentence(case, tmp_path, content, why):
    held = tmp_path / "held.txt"
    if content is not None:
        held.write_bytes(content)
    with pytest.raises(NoBundleError, match=why):
        report(case.members, tmp_path, held=[held])
