"""Anchors that are forged: roots, times, time stamps and signatures of witnesses, for T1."""

from __future__ import annotations

import random
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.stamping import authority
from tests.verifier.bundles import Case, Members, exported, value, verifier
from tonetop.core.ledger import moment
from tonetop.records.ledger import anchors, checkpoints
from tonetop.records.ledger.anchors import Anchor
from tonetop.records.ledger.writing import writing


def flipped(data: bytes, chance: random.Random) -> bytes:
    """One byte of it is another."""
    changed = bytearray(data)
    changed[chance.randrange(len(changed))] ^= chance.randint(1, 255)
    return bytes(changed)


def anchor(members: Members, chance: random.Random) -> Members:
    """An anchor is over another root."""
    return value(
        members, "anchors.json", lambda found: [found[0] | {"root": chance.randbytes(32).hex()}, *found[1:]]
    )


def stamp(members: Members, chance: random.Random) -> Members:
    """What a time stamp says, what is signed of it, or its signature, in one byte."""

    def change(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        token = b64decode(found[-1]["proof"])
        parts = verifier.stamp_of(token)
        part = chance.choice((parts.info, parts.signed[1:], parts.signature))
        return [
            *found[:-1],
            found[-1] | {"proof": b64encode(token.replace(part, flipped(part, chance))).decode()},
        ]

    return value(members, "anchors.json", change)


def moment_of_anchor(members: Members, chance: random.Random) -> Members:
    """A time stamp or a cosignature is of another time."""
    which, made = (
        chance.choice((1, 2)),
        f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}T09:00:00.000000Z",
    )
    return value(
        members,
        "anchors.json",
        lambda found: [one | {"made": made} if place == which else one for place, one in enumerate(found)],
    )


def cosignature(members: Members, chance: random.Random) -> Members:
    """The signature of a witness, in one byte."""

    def change(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        key, _, line = b64decode(found[1]["proof"]).decode().partition("\n")
        head, _, made = line.rstrip("\n").rpartition(" ")
        other = b64encode(flipped(b64decode(made)[4:], chance)).decode()
        whole = b64encode(b64decode(made)[:4] + b64decode(other)).decode()
        return [
            found[0],
            found[1] | {"proof": b64encode(f"{key}\n{head} {whole}\n".encode()).decode()},
            *found[2:],
        ]

    return value(members, "anchors.json", change)


ANCHORS: dict[str, Callable[[Members, random.Random], Members]] = {
    "the root of an anchor": anchor,
    "a byte of what a time stamp says or of its signature": stamp,
    "the time of a time stamp or cosignature": moment_of_anchor,
    "a byte of a witness's signature": cosignature,
}


def stamped(case: Case, place: Path) -> Case:
    """The same log with a time stamp over its last checkpoint."""
    last = checkpoints.latest(case.log.connection)
    if last is None:
        raise AssertionError("the log of the tests has checkpoints")
    token = authority(place).token(last.note.encode())
    at = datetime.strptime(verifier.stamp_of(token).time[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    with writing(case.log.connection):
        given = Anchor("rfc3161", last.head.size, last.head.root, moment(at), "an authority", token)
        anchors.add(case.log.connection, given)
    return Case(case.log, exported(case.log), case.held)
