"""The tree of RFC 6962: published roots and proofs, and what holds for trees of every size."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonetop.core import merkle
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
