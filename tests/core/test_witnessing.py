"""What a log asks of a witness, as c2sp.org/tlog-witness writes it, and the line that the witness gives back."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.core.test_notes import SOFA, verify
from tonetop.core import notes
from tonetop.core.notes import Key, Note, NoteError
from tonetop.core.witnessing import Asked, AskedError

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw()


@given(st.integers(0, 10**17), st.lists(st.binary(min_size=32, max_size=32), max_size=63))
def test_what_is_asked_reads_back_as_it_was_written(old: int, proof: list[bytes]):
    asked = Asked(old, tuple(proof), SOFA)
    assert Asked.parse(str(asked)) == asked


def test_it_is_written_as_the_specification_shows():
    asked = str(Asked(20852014, (bytes(32),), SOFA))
    assert asked == f"old 20852014\n{'A' * 43}=\n\n{SOFA}"
    assert str(Asked(0, (), SOFA)) == f"old 0\n\n{SOFA}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "old 1",
        SOFA,
        f"old 01\n\n{SOFA}",
        f"old -1\n\n{SOFA}",
        f"old 1\nAAAA\n\n{SOFA}",
        f"old 1\n?\n\n{SOFA}",
    ],
)
def test_what_is_written_otherwise_asks_for_nothing(text: str):
    with pytest.raises(AskedError):
        Asked.parse(text)


def test_a_proof_of_more_steps_than_any_tree_has_is_refused():
    with pytest.raises(AskedError, match="at most 63"):
        Asked.parse(str(Asked(1, (bytes(32),) * 64, SOFA)))


def test_a_witness_signs_a_checkpoint_with_the_time_at_which_it_saw_it():
    key = Key("witness.example", PUBLIC, notes.COSIGNATURE)
    text = Note.parse(SOFA).text
    line = notes.cosign(text, key, PRIVATE.sign, 1_736_942_400)
    assert line.seconds == 1_736_942_400
    assert Note.parse(f"{text}\n{line}").signers([key], verify) == [key]
    with pytest.raises(NoteError, match="none of a witness"):
        notes.cosign(text, Key("log", PUBLIC), PRIVATE.sign, 1)
