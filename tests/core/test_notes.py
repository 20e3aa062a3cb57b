"""Signed notes, checkpoints and proofs as c2sp.org describes them, with the examples published for them."""

from base64 import b64decode, b64encode

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from tonetop.core import notes
from tonetop.core.notes import Key, Note, NoteError
from tonetop.core.tlog import Checkpoint, Proof, TlogError

# The example pair of keys and notes that the Go implementation publishes.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETERS = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJ"
    "nAM=\n"
)
ENOCHS = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc"
    "+QQ=\n"
)
SOFA = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa"
    " Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
PROOF = (
    "c2sp.org/tlog-proof@v1\nindex 73894\ngSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n"
    "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n\n" + SOFA
)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def signers(note: str, *keys: str) -> list[str]:
    return [key.name for key in Note.parse(note).signers(map(Key.parse, keys), verify)]


def test_the_published_note_is_made_to_the_letter():
    private = Ed25519PrivateKey.from_private_bytes(SEED)
    key = Key("PeterNeumann", private.public_key().public_bytes_raw())
    assert str(key) == PETER
    assert notes.sign(TEXT, (key, private.sign)) == f"{TEXT}\n{PETERS}"


def test_lines_of_unknown_keys_are_passed_over():
    note = f"{TEXT}\n{PETERS}{ENOCHS}"
    assert signers(note, PETER) == ["PeterNeumann"]
    assert signers(note, PETER, ENOCH) == ["PeterNeumann", "EnochRoot"]
    assert signers(f"{TEXT}\n{PETERS}{PETERS}", PETER) == ["PeterNeumann"]
    assert Note.parse(note).text == TEXT
    assert str(Note.parse(note)) == note


def test_a_note_that_no_known_key_signed_is_refused():
    with pytest.raises(NoteError, match="no known key"):
        signers(f"{TEXT}\n{PETERS}", ENOCH)


def test_a_bad_signature_of_a_known_key_spoils_the_note():
    for note in (f"{TEXT}\n{PETERS}".replace("answer", "anzwer"), f"{TEXT}\n{PETERS[:60]}ABCD{PETERS[60:]}"):
        with pytest.raises(NoteError, match=r"PeterNeumann\+c74f20a3 is not valid"):
            signers(note, PETER)


def test_the_text_may_hold_empty_lines():
    note = "Ognuno sta solo\n\ned è subito sera.\n\n" + PETERS
    assert Note.parse(note).text == "Ognuno sta solo\n\ned è subito sera.\n"


SIGNED = PETERS.split()[2]
WITHOUT_SIGNATURE = ["", TEXT, TEXT + "\n", f"{TEXT}\n{PETERS[:-1]}", f"{TEXT}\n{PETERS}Unexpected line.\n"]
WRONG_LINES = [f"— Bad Name {SIGNED}", f"— a+b {SIGNED}", f"- a {SIGNED}", "— a BADSIGN=", "— a AAAA", "— a"]
CONTROLS = [f"\x01{TEXT}\n{PETERS}", f"{TEXT}\t\n\n{PETERS}", f"{TEXT}\r\n\n{PETERS}"]


@pytest.mark.parametrize(
    "note",
    WITHOUT_SIGNATURE + CONTROLS + [f"{TEXT}\n{line}\n" for line in (*WRONG_LINES, (PETERS * 101)[:-1])],
)
def test_a_malformed_note_is_refused(note):
    with pytest.raises(NoteError):
        Note.parse(note)


def test_a_note_may_bear_a_hundred_signatures():
    assert signers(f"{TEXT}\n" + PETERS * 100, PETER) == ["PeterNeumann"]


@pytest.mark.parametrize("text", ["no newline", "a\tb\n", "a\rb\n"])
def test_only_a_text_fit_for_a_note_is_signed(text):
    with pytest.raises(NoteError):
        notes.sign(text)


def test_no_part_of_a_verifier_key_is_one_and_no_mangled_one_either():
    assert str(Key.parse(PETER)) == PETER
    parts = [PETER[start:end] for start in range(len(PETER)) for end in range(start + 1, len(PETER) + 1)]
    mangled = [PETER[:at] + chr(ord(PETER[at]) + 1) + PETER[at + 1 :] for at in range(len(PETER))]
    longer = "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="
    unknown = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    for text in [*(part for part in parts if part != PETER), *mangled, longer, unknown]:
        with pytest.raises(NoteError):
            Key.parse(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\nb"])
def test_a_key_name_holds_no_space_and_no_plus(name):
    with pytest.raises(NoteError):
        Key(name, bytes(32))


def test_a_witness_signs_the_checkpoint_together_with_the_time():
    private = Ed25519PrivateKey.from_private_bytes(SEED)
    witness = Key("witness.example", private.public_key().public_bytes_raw(), notes.COSIGNATURE)
    assert Key.parse(str(witness)) == witness
    text = SOFA.partition("\n\n")[0] + "\n"
    signature = private.sign(b"cosignature/v1\ntime 1679315147\n" + text.encode())
    line = notes.Signature(witness.name, witness.id, (1679315147).to_bytes(8) + signature)
    assert signers(f"{text}\n{line}", str(witness)) == ["witness.example"]
    late = notes.Signature(witness.name, witness.id, (1679315148).to_bytes(8) + signature)
    with pytest.raises(NoteError, match="is not valid"):
        signers(f"{text}\n{late}", str(witness))


def test_the_published_checkpoint_is_read_and_written_to_the_letter():
    note = Note.parse(SOFA)
    checkpoint = Checkpoint.parse(note.text)
    root = b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    assert checkpoint == Checkpoint("example.com/behind-the-sofa", 20852163, root)
    assert str(checkpoint) == note.text


def test_extension_lines_of_a_checkpoint_are_passed_over():
    assert Checkpoint.parse(f"{Checkpoint('a', 0, bytes(32))}more\n").size == 0


ROOT = b64encode(bytes(32)).decode()


WRONG_SIZES = [f"a\n{size}\n{ROOT}\n" for size in ("01", "-1", "+1", "1 ", "١", "", "9" * 19)]
WRONG_ROOTS = [f"a\n1\n{root}\n" for root in ("x", "", ROOT[4:], ROOT[:-2] + "B=", ROOT + " ")]


@pytest.mark.parametrize(
    "text",
    ["", "a\n", f"a\n1\n{ROOT}", f"\n1\n{ROOT}\n", f"a\n1\n{ROOT}\n\nmore\n", *WRONG_SIZES, *WRONG_ROOTS],
)
def test_a_text_that_is_no_checkpoint_is_refused(text):
    with pytest.raises(TlogError):
        Checkpoint.parse(text)


def test_the_published_form_of_a_proof_is_read_and_written_to_the_letter():
    proof = Proof.parse(PROOF)
    assert (proof.index, len(proof.path), proof.checkpoint) == (73894, 2, SOFA)
    assert str(proof) == PROOF


@given(st.integers(0, 10**17), st.lists(st.binary(min_size=32, max_size=32)), st.binary())
def test_every_proof_reads_back_as_it_was_written(index, path, extra):
    proof = Proof(index, tuple(path), SOFA, extra)
    assert Proof.parse(str(proof)) == proof


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("@v1", "@v2"),
        ("\n\n", "\n"),
        ("73894", "073894"),
        ("73894", "x"),
        ("index 73894\n", ""),
        ("gSKy", ""),
        (PROOF, ""),
    ],
)
def test_a_malformed_proof_is_refused(part, other):
    with pytest.raises(TlogError):
        Proof.parse(PROOF.replace(part, other))
