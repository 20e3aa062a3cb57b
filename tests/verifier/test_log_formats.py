"""The verifier reads trees, notes, checkpoints and keys as their published vectors ask."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core import test_merkle as tree_vectors
from tests.core import test_notes as note_vectors
from tests.verifier.bundles import verifier
from tonetop.core.merkle import Tree


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots_are_met(size):
    subtrees: list[bytes] = []
    for number, leaf in enumerate(tree_vectors.LEAVES[:size]):
        node, full = leaf, number
        while full & 1:
            node, full = hashlib.sha256(b"\x01" + subtrees.pop() + node).digest(), full >> 1
        subtrees.append(node)
    assert verifier.tree_root(subtrees) == tree_vectors.root(size)
    assert verifier.tree_root([]) == hashlib.sha256().digest()


@pytest.mark.parametrize(("index", "size", "steps"), tree_vectors.INCLUSION)
def test_the_published_inclusion_proofs_lead_to_their_roots(index, size, steps):
    path = tree_vectors.path(steps)
    leaf = tree_vectors.LEAVES[index]
    assert verifier.root_by_path(index, size, leaf, path) == tree_vectors.root(size)
    assert verifier.root_by_path(index, size, leaf, [*path, leaf]) != tree_vectors.root(size)
    assert verifier.root_by_path(index, size, leaf, path[:-1]) != tree_vectors.root(size) or not path


@given(st.integers(1, 60), st.data())
def test_inclusion_proofs_made_by_the_program_lead_to_the_root(size, data):
    leaves = [hashlib.sha256(bytes([number])).digest() for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(leaves)
    assert verifier.root_by_path(index, size, leaves[index], tree.inclusion(index)) == tree.root()


def test_the_published_notes_and_keys_are_read_alike():
    key = verifier.Key.parse(note_vectors.PETER)
    assert (key.name, key.id.hex()) == ("PeterNeumann", "c74f20a3")
    note = verifier.Note.parse(f"{note_vectors.TEXT}\n{note_vectors.PETERS}{note_vectors.ENOCHS}")
    assert note.text == note_vectors.TEXT
    assert note.signed_by(key)
    assert note.signed_by(verifier.Key.parse(note_vectors.ENOCH))
    spoilt = verifier.Note.parse(f"{note_vectors.TEXT}\n{note_vectors.PETERS}".replace("answer", "anzwer"))
    assert not spoilt.signed_by(key)
    checkpoint = verifier.Checkpoint.parse(note_vectors.SOFA)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)


MALFORMED = (*note_vectors.WITHOUT_SIGNATURE, *note_vectors.CONTROLS)


@pytest.mark.parametrize(
    "note", [*MALFORMED, *(f"{note_vectors.TEXT}\n{line}\n" for line in note_vectors.WRONG_LINES)]
)
def test_a_malformed_note_is_none(note):
    assert verifier.Note.parse(note) is None


@pytest.mark.parametrize("text", [*note_vectors.WRONG_SIZES, *note_vectors.WRONG_ROOTS])
def test_a_malformed_checkpoint_is_none(text):
    assert verifier.Checkpoint.parse(f"{text}\n{note_vectors.PETERS}") is None


def test_a_mangled_verifier_key_is_none():
    good = note_vectors.PETER
    assert all(
        verifier.Key.parse(good[:at] + chr(ord(good[at]) + 1) + good[at + 1 :]) is None
        for at in range(len(good))
    )
    assert all(verifier.Key.parse(good[:at]) is None for at in range(len(good)))
    assert verifier.Key.parse(None) is None
