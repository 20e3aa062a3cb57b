"""Both verifiers hold time-stamp tokens of a real authority against the checkpoint, and say what they cannot tell."""

from __future__ import annotations

import random
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import stamping
from tests.making_logs import Log, make
from tests.stamping import P256, P384, RSA
from tests.verifier.bundles import Members, exported, value, verifier, zipped
from tests.verifier.test_html import agree
from tonetop.records.ledger import anchors
from tonetop.records.ledger.anchors import Anchor
from tonetop.records.ledger.writing import writing
from tonetop.work.verify import verify_bundle

Told = Callable[..., dict[str, Any]]
KINDS = {
    "rsa": (RSA, "sha256"),
    "rsa 512": (RSA, "sha512"),
    "rsa 384": (RSA, "sha384"),
    "p256": (P256, "sha256"),
}


def moment(token: bytes) -> str:
    """When a token says that it was made, as events write times."""
    t = verifier.stamp_of(token).time
    return f"{t[:4]}-{t[4:6]}-{t[6:8]}T{t[8:10]}:{t[10:12]}:{t[12:14]}.000000Z"


@dataclass(repr=False)
class Stamped:
    """A log with an anchor of each kind of authority."""

    log: Log
    members: Members
    tokens: dict[str, bytes]
    note: str


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stamped]:
    """A bundle with a stamp of an authority of each kind, and of one whose kind of key nobody here knows."""
    folder = tmp_path_factory.mktemp("stamps")
    log = make(folder, acts=3)
    signed = log.sign()
    tokens = {}
    with writing(log.connection):
        for name, (key, digest) in {**KINDS, "p384": (P384, "sha256")}.items():
            token = stamping.authority(folder / name, key, digest).token(signed.note.encode())
            tokens[name] = token
            given = {"size": signed.head.size, "root": signed.head.root, "made": moment(token)}
            anchors.add(log.connection, Anchor("rfc3161", holder=name, proof=token, **given))
    yield Stamped(log, exported(log), tokens, signed.note)
    log.connection.close()


def test_a_stamp_whose_signature_holds_is_verified_and_whose_it_is_stays_open(
    stamped: Stamped, tmp_path: Path
):
    found = verify_bundle(zipped(stamped.members, tmp_path / "bundle.zip"))
    assert (found["problems"], found["unanchored"]) == ([], 0)
    assert {one["holder"]: one["verified"] for one in found["anchors"]} == {
        **dict.fromkeys(KINDS, True),
        "p384": False,
    }
    said = "\n".join(found["not_checked"])
    assert "the time-stamp of p384 over 4 events: its signature, which is of a kind" in said
    assert said.count("is theirs and to be trusted") == 5


@pytest.mark.slow
def test_both_verifiers_say_the_same_of_sound_stamps(stamped: Stamped, told: Told, tmp_path: Path):
    assert agree(told, zipped(stamped.members, tmp_path / "bundle.zip"))["problems"] == []


def of_token(change: Callable[[bytes], bytes]) -> Callable[[Any], Any]:
    return lambda found: [
        one | {"proof": b64encode(change(b64decode(one["proof"]))).decode()} for one in found
    ]


CHANGES: dict[str, Callable[[Any], Any]] = {
    "another time": lambda found: [one | {"made": "2020-01-01T00:00:00.000000Z"} for one in found],
    "no token": lambda found: [one | {"proof": None} for one in found],
    "half a token": of_token(lambda token: token[:-60]),
    "a bit of the signature": of_token(lambda token: token[:-3] + bytes([token[-3] ^ 4]) + token[-2:]),
    "a time within the token": of_token(
        lambda token: token.replace(b"Z0\x03\x02\x01\x01", b"Y0\x03\x02\x01\x01")
    ),
    "something behind it": of_token(lambda token: token + b"\x05\x00"),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_both_find_a_stamp_that_was_altered(
    stamped: Stamped, told: Told, tmp_path: Path, change: Callable[[Any], Any]
):
    forged = value(stamped.members, "anchors.json", change)
    assert agree(told, zipped(forged, tmp_path / "forged.zip"))["problems"]
    found = verify_bundle(tmp_path / "forged.zip")
    assert sum("the time-stamp of" in one for one in found["problems"]) >= 4


@pytest.mark.slow
def test_both_say_the_same_of_tokens_with_any_bit_changed(stamped: Stamped, ask: Callable[..., Any]):
    some = random.Random(42001)
    for token in (stamped.tokens["rsa"], stamped.tokens["p256"]):
        cases = [token]
        for _ in range(150):
            changed = bytearray(token)
            changed[some.randrange(len(token))] ^= 1 << some.randrange(8)
            cases.append(bytes(changed))
        found = ask(
            "x[0].map((one) => stamped(unhex(one), [x[1]], x[2]))",
            [one.hex() for one in cases],
            stamped.note,
            moment(token),
        )
        for case, other in zip(cases, found, strict=True):
            own = verifier.stamped(case, [stamped.note], moment(token))
            assert (bool(own.problem), own.holds) == ("problem" in other, other.get("holds", False))
        assert found[0]["holds"]


def test_a_token_over_another_checkpoint_or_by_a_forged_key_is_found(stamped: Stamped):
    at = moment(stamped.tokens["rsa"])
    assert (
        verifier.stamped(stamped.tokens["rsa"], ["another"], at).problem
        == "is over something else than the checkpoint"
    )
    one, two = (verifier.stamp_of(stamped.tokens[name]) for name in ("rsa", "rsa 512"))
    mixed = stamped.tokens["rsa"].replace(one.signature, two.signature)
    assert "altered or forged" in verifier.stamped(mixed, [stamped.note], at).problem
