"""The events and commitments of the ledger: which exact bytes stand for what happened."""

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta, timezone
from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonetop.core import canonical, ledger
from tonetop.core.commitments import DOMAIN, Personal, commit, commitments

NOON = datetime(2025, 1, 15, 12, tzinfo=UTC)
ACT = ledger.Event(
    type="policy.approved",
    subject=ledger.Subject("PolicyVersion", "pol-2", 3),
    actor=ledger.Actor("p1", "passkey", rank="top", name="ab" * 32),
    recorded=NOON,
    data={"title": "Größe"},
    effective="2025-01-14",
    entered_by="p7",
    blobs=(ledger.Blob("cd" * 32, 9, "application/pdf"),),
    rules="iso42001-own-words 1.1.0",
    key="retry-1",
)
PLACE = ledger.Place("org", 7, "an-id", bytes(range(32)))


def test_a_sealed_event_is_exactly_these_bytes():
    sealed = ledger.seal(ACT, PLACE)
    assert sealed.body.decode() == (
        '{"actor":{"authenticated":"passkey","id":"p1","name":"' + "ab" * 32 + '","rank":"top"},'
        '"blobs":[{"sha256":"' + "cd" * 32 + '","size":9,"type":"application/pdf"}],"data":{"title":"Größe"},'
        '"effective":"2025-01-14","entered_by":"p7","format":1,"id":"an-id","key":"retry-1","organisation":"org",'
        '"previous":"' + bytes(range(32)).hex() + '","recorded":"2025-01-15T12:00:00.000000Z",'
        '"rules":"iso42001-own-words 1.1.0","sequence":7,"signature":null,'
        '"subject":{"id":"pol-2","kind":"PolicyVersion","version":3},"type":"policy.approved"}'
    )
    assert sealed.leaf == hashlib.sha256(b"\x00" + sealed.body).digest()
    assert (sealed.sequence, sealed.id, sealed.previous) == (7, "an-id", bytes(range(32)))


def test_who_did_it_also_entered_it_unless_said_otherwise():
    event = ledger.Event("a.b", ledger.Subject("Objective", "o1"), ledger.Actor("p1", "password"), NOON)
    fields = ledger.read(ledger.seal(event, PLACE).body)
    assert (fields["actor"]["id"], fields["entered_by"], fields["effective"]) == ("p1", "p1", None)


def test_the_recorded_time_is_written_in_utc_to_the_microsecond():
    oslo = datetime(2025, 7, 1, 1, 30, 0, 5, timezone(timedelta(hours=2)))
    assert ledger.moment(oslo) == "2025-06-30T23:30:00.000005Z"
    with pytest.raises(ledger.EventError, match="has no time zone"):
        ledger.moment(datetime(2025, 7, 1))


@given(
    st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: is_normalized("NFC", text)),
    st.none() | st.integers(1, 99),
)
def test_whatever_an_event_holds_its_bytes_are_canonical(word, version):
    event = ledger.Event(
        type=word,
        subject=ledger.Subject(word, word, version),
        actor=ledger.Actor(word, word, word, word),
        recorded=NOON,
        data={"a": [word]},
        key=word,
        signature={"b": word},
    )
    fields = ledger.read(ledger.seal(event, PLACE).body)
    assert (fields["subject"]["version"], fields["data"], fields["key"]) == (version, {"a": [word]}, word)


def test_reading_gives_the_fields_back_and_refuses_what_is_no_event():
    body = ledger.seal(ACT, PLACE).body
    assert ledger.read(body)["subject"] == {"id": "pol-2", "kind": "PolicyVersion", "version": 3}
    fields = json.loads(body)
    for wrong, sentence in [
        (b"{}", "does not have the fields"),
        (b"[]", "does not have the fields"),
        (body + b" ", "cannot be read"),
        (canonical.dumps(fields | {"more": 1}), "does not have the fields"),
        (canonical.dumps(fields | {"format": 2}), "has the format 2, and only 1 is known"),
    ]:
        with pytest.raises(ledger.EventError, match=sentence):
            ledger.read(wrong)


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_ids_are_uuids_of_version_7_that_sort_by_their_time(milliseconds, entropy):
    made = uuid.UUID(ledger.uuid7(milliseconds, entropy))
    assert (made.version, made.variant, made.int >> 80) == (7, uuid.RFC_4122, milliseconds)
    assert str(made) == ledger.uuid7(milliseconds, entropy)


def test_every_random_bit_of_an_id_is_one_of_the_entropy():
    ids = [uuid.UUID(ledger.uuid7(0, bytes(at) + b"\xff" + bytes(9 - at))).int for at in range(10)]
    assert sum((number ^ ids[0]).bit_count() for number in ids[1:]) > 0
    together = 0
    for number in ids:
        together |= number
    assert together == 7 << 76 | 0xFFF << 64 | 2 << 62 | (1 << 62) - 1


def test_a_commitment_hashes_domain_salt_and_canonical_value():
    salt = bytes(range(32))
    assert commit("Ann", salt) == hashlib.sha256(DOMAIN + salt + b'"Ann"').hexdigest()
    assert Personal("actor.name", ("Person", "p1"), "name", "Ann", salt).commitment == commit("Ann", salt)


@given(
    st.text(alphabet="ab", max_size=3),
    st.text(alphabet="ab", max_size=3),
    st.binary(min_size=32, max_size=32),
)
def test_a_commitment_binds_to_its_value_and_salt(one, other, salt):
    assert (commit(one, salt) == commit(other, salt)) is (one == other)
    assert (commit(one, salt) == commit(one, bytes(32))) is (salt == bytes(32))


def test_a_short_salt_is_refused():
    with pytest.raises(ValueError, match="has 32 bytes, not 16"):
        commit("Ann", bytes(16))


def test_the_commitments_of_an_event_are_told_by_their_place():
    personal = {"data": {"personal": {"comment": "c" * 64}}}
    assert commitments({"actor": {"name": None}, "data": {}}) == {}
    assert commitments({"actor": {"name": None}, **personal}) == {"personal.comment": "c" * 64}
    both = {"actor.name": "a" * 64, "personal.comment": "c" * 64}
    assert commitments({"actor": {"name": "a" * 64}, **personal}) == both
