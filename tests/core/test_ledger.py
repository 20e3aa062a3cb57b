"""The tree, the events and the commitments of the ledger, in the words and with the vectors of their RFCs."""

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta, timezone
from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonetop.core import canonical, ledger, merkle
from tonetop.core.commitments import DOMAIN, Personal, commit
from tonetop.core.merkle import EMPTY_ROOT, Frontier, ProofError, Tree

# The eight leaves and roots which the certificate transparency logs have shared as test data since RFC 6962.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(bytes.fromhex(data)) for data in DATA]

# Index, size and path: an inclusion proof each; then old size, size and path: a consistency proof each.
INCLUSION = [
    (0, 1, []),
    (0, 8, ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]),
    (5, 8, ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (1, 5, ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]),
]  # fmt: skip
CONSISTENCY = [
    (1, 1, []),
    (1, 8, ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]),
    (6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]),
    (2, 5, ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]),
    (6, 7, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]),
]  # fmt: skip

sizes = st.integers(1, 40)


def some(count: int) -> list[bytes]:
    return [merkle.leaf_hash(bytes([number])) for number in range(count)]


EMPTY = Frontier()


def grown(leaves: list[bytes], frontier: Frontier = EMPTY) -> Frontier:
    for leaf in leaves:
        frontier = frontier.add(leaf)
    return frontier


def path(steps: list[str]) -> list[bytes]:
    return [bytes.fromhex(step) for step in steps]


def root(size: int) -> bytes:
    return bytes.fromhex(ROOTS[size - 1])


def by_definition(leaves: list[bytes]) -> bytes:
    """The tree hash word for word as RFC 6962 section 2.1 defines it."""
    if len(leaves) == 1:
        return leaves[0]
    half = max(1 << power for power in range(10) if 1 << power < len(leaves))
    return hashlib.sha256(b"\x01" + by_definition(leaves[:half]) + by_definition(leaves[half:])).digest()


def test_the_empty_tree_has_the_hash_of_nothing():
    assert Tree([]).root() == Frontier().root() == EMPTY_ROOT == hashlib.sha256().digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots_are_met(size):
    assert Tree(LEAVES).root(size) == grown(LEAVES[:size]).root() == root(size)


@pytest.mark.parametrize(("index", "size", "steps"), INCLUSION)
def test_the_published_inclusion_proofs_are_made_and_hold(index, size, steps):
    assert Tree(LEAVES).inclusion(index, size) == path(steps)
    merkle.verify_inclusion(index, size, LEAVES[index], path(steps), root(size))


@pytest.mark.parametrize(("old", "size", "steps"), CONSISTENCY)
def test_the_published_consistency_proofs_are_made_and_hold(old, size, steps):
    assert Tree(LEAVES).consistency(old, size) == path(steps)
    merkle.verify_consistency(old, size, path(steps), root(old), root(size))


@given(sizes)
def test_frontier_and_tree_have_the_root_of_the_definition(size):
    assert grown(some(size)).root() == Tree(some(size)).root() == by_definition(some(size))


@given(sizes, st.integers(0, 40))
def test_a_frontier_grows_on_from_what_was_kept_of_it(size, cut):
    first = grown(some(size)[:cut])
    kept = Frontier.of(first.size, bytes(first.roots))
    assert grown(some(size)[cut:], kept) == grown(some(size))


@given(sizes.flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))))
def test_every_inclusion_proof_holds_for_its_leaf_and_index_alone(place):
    index, size = place
    tree = Tree(some(40))
    steps = tree.inclusion(index, size)
    merkle.verify_inclusion(index, size, some(40)[index], steps, tree.root(size))
    for other in range(-1, size + 1):
        if other != index:
            with pytest.raises(ProofError):
                merkle.verify_inclusion(other, size, some(40)[index], steps, tree.root(size))


@given(sizes.flatmap(lambda size: st.tuples(st.integers(1, size), st.just(size))), st.data())
def test_every_consistency_proof_holds_and_no_altered_one_does(sizes_, data):
    old, size = sizes_
    tree = Tree(some(size))
    steps = tree.consistency(old)
    merkle.verify_consistency(old, size, steps, tree.root(old), tree.root())
    at = data.draw(st.integers(0, len(steps)))
    wrong = [[*steps[:at], bytes(32), *steps[at:]]]
    if at < len(steps):
        wrong += [steps[:at] + steps[at + 1 :], [*steps[:at], bytes(32), *steps[at + 1 :]]]
    for altered in wrong:
        with pytest.raises(ProofError):
            merkle.verify_consistency(old, size, altered, tree.root(old), tree.root())
    for roots in ((bytes(32), tree.root()), (tree.root(old), bytes(32))):
        with pytest.raises(ProofError):
            merkle.verify_consistency(old, size, steps, *roots)


def test_from_the_empty_tree_nothing_is_proved():
    for steps in ([], [EMPTY_ROOT], LEAVES[:2]):
        with pytest.raises(ProofError, match="from 0 to 8 leaves proves nothing"):
            merkle.verify_consistency(0, 8, steps, EMPTY_ROOT, root(8))
    with pytest.raises(ProofError, match="no consistency proof from 0 to 8"):
        Tree(LEAVES).consistency(0)


def test_no_proof_leads_from_a_larger_tree_to_a_smaller():
    with pytest.raises(ProofError):
        merkle.verify_consistency(8, 6, [], root(8), root(6))
    with pytest.raises(ProofError):
        Tree(LEAVES).consistency(8, 6)


def test_trees_of_one_size_are_consistent_only_when_they_are_one():
    merkle.verify_consistency(8, 8, [], root(8), root(8))
    for steps, other in (([root(8)], root(8)), ([], root(7))):
        with pytest.raises(ProofError, match="two trees of one size"):
            merkle.verify_consistency(8, 8, steps, root(8), other)


@pytest.mark.parametrize("steps", [LEAVES[:2], [], LEAVES[:5], [bytes(32)] * 3])
def test_an_inclusion_proof_of_another_length_or_content_is_refused(steps):
    with pytest.raises(ProofError):
        merkle.verify_inclusion(0, 8, LEAVES[0], steps, root(8))


def test_a_tree_knows_nothing_beyond_its_leaves():
    for ask in (
        lambda: Tree(LEAVES).root(9),
        lambda: Tree(LEAVES).inclusion(8),
        lambda: Tree([]).inclusion(0),
    ):
        with pytest.raises(ProofError):
            ask()


def test_a_frontier_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="the frontier of 3 leaves does not have 32 bytes"):
        Frontier.of(3, bytes(32))


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
