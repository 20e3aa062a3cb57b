"""Erasure: a personal value goes for good, in every event that holds it, and every proof still holds."""

import json
from dataclasses import replace

import pytest

from tests.making_logs import LEAD, NOON, act, make
from tonetop.core.commitments import commitments
from tonetop.records.ledger import anchors, checkpoints, erasure, journal, personal
from tonetop.records.ledger.anchors import Anchor
from tonetop.records.ledger.check import check_log
from tonetop.records.ledger.database import LedgerError
from tonetop.records.ledger.writing import writing

ANN = ("Person", "p1")
POLICY = ("PolicyVersion", "pol-2")


@pytest.fixture
def log(tmp_path):
    made = make(tmp_path)
    made.append(act(1, name="Ann Sørensen"), act(2, name="Ann Sørensen"), act(3))
    made.sign()
    yield made
    made.connection.close()


def erase(log, owner, fields=None, reason=None):
    with writing(log.connection):
        made = erasure.erase(log.connection, erasure.Order(owner, fields, LEAD, NOON, reason))
    erasure.scrub(log.connection)
    return made


def values(log, owner=None):
    return [
        (number, kept.place, kept.value)
        for number, kept in personal.disclose(log.connection, log.keys, owner)
    ]


def bytes_on_disk(log):
    return b"".join(path.read_bytes() for path in log.folder.glob("log.sqlite3*"))


def test_values_open_with_the_key_file_and_belong_to_their_commitments(log):
    assert values(log, ANN) == [(2, "actor.name", "Ann Sørensen"), (3, "actor.name", "Ann Sørensen")]
    events = [json.loads(body) for body in journal.bodies(log.connection)]
    for number, kept in personal.disclose(log.connection, log.keys):
        assert commitments(events[number - 1])[kept.place] == kept.commitment


def test_no_personal_value_and_no_key_to_one_lies_open_in_the_database(log):
    assert b"Ann S" not in bytes_on_disk(log)
    assert log.keys.master not in bytes_on_disk(log)


def test_erasing_takes_the_value_out_of_every_event(log):
    erase(log, ANN, ("name",))
    assert values(log) == [(2, "personal.comment", "Note 1"), (3, "personal.comment", "Note 2"),
                           (4, "personal.comment", "Note 3")]  # fmt: skip


def test_erasing_changes_no_byte_of_the_log_and_every_proof_holds(log):
    before = list(journal.bodies(log.connection))
    erase(log, ANN)
    log.sign()
    assert list(journal.bodies(log.connection))[:4] == before
    report = check_log(log.connection, log.keys, log.folder)
    assert (report.problems, report.erased, report.valid_to) == ([], 2, 5)


def test_erasing_is_an_event_that_names_what_is_gone(log):
    event = json.loads(erase(log, ANN, ("name", "mail"), reason="request 12").body)
    assert (event["type"], event["subject"]["id"], event["actor"]["id"]) == ("personal.erased", "p1", "p7")
    assert event["data"] == {"erased": {"actor.name": [2, 3]}, "fields": ["name"], "reason": "request 12"}


def test_box_and_salt_are_gone_from_the_files(log):
    rows = log.connection.execute(
        "SELECT salt, box FROM ledger_personal WHERE place = 'actor.name'"
    ).fetchall()
    wrapped = log.connection.execute("SELECT wrapped FROM ledger_secrets WHERE field = 'name'").fetchall()
    secrets = [part for row in (*[row[1:] for row in rows], *wrapped) for part in row]
    assert len(secrets) == 3
    assert all(secret in bytes_on_disk(log) for secret in secrets)
    erase(log, ANN)
    assert not any(secret in bytes_on_disk(log) for secret in secrets)


def test_a_value_given_again_after_an_erasure_is_kept_under_a_new_secret(log):
    erase(log, ANN)
    log.append(act(4, name="Ann S."))
    assert values(log, ANN) == [(6, "actor.name", "Ann S.")]
    assert check_log(log.connection, log.keys).problems == []


def test_what_is_not_kept_cannot_be_erased(log):
    with pytest.raises(LedgerError, match="no personal value is kept of Person p1 under"):
        erase(log, ANN, ("mail",))
    erase(log, ANN)
    with pytest.raises(LedgerError, match="under any field"):
        erase(log, ANN)


def test_an_erasure_that_is_undone_erases_nothing(log):
    with pytest.raises(RuntimeError), writing(log.connection):
        erasure.erase(log.connection, erasure.Order(ANN, None, LEAD, NOON))
        raise RuntimeError
    assert len(values(log, ANN)) == 2


def test_personal_values_need_the_keys(log):
    with writing(log.connection), pytest.raises(LedgerError, match="needs the keys"):
        journal.append(log.connection, [act(4)])
    report = check_log(log.connection)
    assert any("5 personal values were not opened" in line for line in report.not_checked)


def test_another_master_key_opens_nothing(log):
    log.keys = replace(log.keys, master=bytes(32))
    with pytest.raises(LedgerError, match="cannot be opened"):
        values(log)


def test_a_value_that_is_not_the_committed_one_is_found(log):
    event = act(4)
    false = replace(event, personal=(replace(event.personal[0], value="Something else"),))
    log.append(false)
    report = check_log(log.connection, log.keys)
    assert report.problems == ["event 5: the value of personal.comment is not the one committed to"]


def test_anchors_are_listed_and_a_false_one_is_found(log):
    head = checkpoints.latest(log.connection).head
    anchor = Anchor("email", head.size, head.root, "2025-01-15T12:00:00.000000Z", "auditor@example.org")
    with writing(log.connection):
        anchors.add(log.connection, anchor)
    assert anchors.history(log.connection) == [anchor]
    report = check_log(log.connection, log.keys)
    says = {
        "holder": "auditor@example.org",
        "kind": "email",
        "made": anchor.made,
        "size": 4,
        "verified": False,
    }
    assert (report.anchors, report.problems, report.unanchored) == ([says], [], 4)
    with writing(log.connection):
        anchors.add(log.connection, replace(anchor, root=bytes(32), proof=b"proof"))
    assert check_log(log.connection).problems == [
        "anchor at auditor@example.org: its root over 4 events is another one"
    ]
