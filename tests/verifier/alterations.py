"""What a forger might do to a bundle: one way each, as a function from members to members."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.verifier.bundles import Members, event, lines, rechained, value
from tonetop.core import canonical

Change = Callable[[Members], Members]
Lines = list[bytes]

EVENTS, CHECKPOINTS, PERSONAL = "events.jsonl", "checkpoints.jsonl", "personal.jsonl"
PROOF = "proofs/00000003.tlog-proof"
ROOT = "A" * 43 + "="
DASH = "— ".encode()
OTHER_DOER = {"authenticated": "passkey", "id": "p2", "name": None, "rank": "top management"}
OTHER_DATA = {"plain": {"title": "Policy 2"}, "personal": {"comment": "ab" * 32}}
OTHER_FILE = {"sha256": "ab" * 32, "size": 9, "type": "text/plain"}
NO_SIZE, NO_HASH = {"sha256": "ab" * 32, "type": "x"}, {"sha256": "ab", "size": 9, "type": "x"}


def of_lines(name: str, change: Callable[[Lines], Lines]) -> Change:
    return lambda members: lines(members, name, change)


def of_value(name: str, change: Callable[[Any], Any]) -> Change:
    return lambda members: value(members, name, change)


def of_event(number: int, **fields: Any) -> Change:
    return lambda members: event(members, number, **fields)


def of_manifest(**fields: Any) -> Change:
    return of_value("manifest.json", lambda manifest: manifest | fields)


def chained_anew(change: Change) -> Change:
    return lambda members: rechained(change(members))


def added(**extra: bytes) -> Change:
    return lambda members: members | extra


def without(name: str) -> Change:
    return lambda members: {other: data for other, data in members.items() if other != name}


def in_last_checkpoint(number: int, text: str) -> Change:
    def change(notes: Lines) -> Lines:
        note = json.loads(notes[2]).split("\n")
        note[number] = text
        return [*notes[:2], canonical.dumps("\n".join(note))]

    return of_lines(CHECKPOINTS, change)


def first(line: bytes, **fields: Any) -> bytes:
    return canonical.dumps(json.loads(line) | fields)


def other_path(members: Members) -> Members:
    parts = members[PROOF].split(b"\n")
    return members | {PROOF: b"\n".join([*parts[:2], ROOT.encode(), *parts[3:]])}


def far_proof(members: Members) -> Members:
    return members | {"proofs/00000099.tlog-proof": members[PROOF].replace(b"index 2", b"index 98")}


def old_key(members: Members) -> Members:
    return event(members, 7, data={"key": json.loads(members["keys.json"])[0]["key"]})


def other_file(members: Members) -> Members:
    return {name: data + b"!" if name.startswith("blobs/") else data for name, data in members.items()}


def drop(events: Lines) -> Lines:
    return events[:4] + events[5:]


def double(events: Lines) -> Lines:
    return [*events[:4], events[3], *events[4:]]


def swap(events: Lines) -> Lines:
    return [*events[:4], events[5], events[4], *events[6:]]


def fourth(change: Callable[[bytes], bytes]) -> Change:
    return of_lines(EVENTS, lambda events: [*events[:3], change(events[3]), *events[4:]])


def cut_with_checkpoint(members: Members) -> Members:
    return lines(lines(members, EVENTS, lambda e: e[:-3]), CHECKPOINTS, lambda c: c[:-1])


def borrowed_signature(notes: Lines) -> Lines:
    return [*notes[:2], notes[2].split(DASH)[0] + DASH + notes[0].split(DASH)[1]]


BROKEN: dict[str, Change] = {
    "an event's type is changed": of_event(3, type="record.approved"),
    "an event's day is changed": of_event(3, effective="2024-01-14"),
    "an event's day is none": of_event(3, effective="soon"),
    "an event's doer is changed": of_event(3, actor=OTHER_DOER),
    "an event's doer is a word": of_event(3, actor="p1"),
    "an event's commitment is changed": of_event(3, data=OTHER_DATA),
    "an event's commitment is a number": of_event(3, data={"personal": {"comment": 5}}),
    "an event's commitments are a list": of_event(3, data={"personal": [5]}),
    "an event's time is none": of_event(3, recorded="now"),
    "an event's signature is empty": of_event(3, signature={"algorithm": "ES256"}),
    "an event has a field more": of_event(3, more=1),
    "an event comes from another log": of_event(3, organisation="0" * 36),
    "an event's file is another": of_event(5, blobs=[OTHER_FILE]),
    "an event's file has no size": of_event(5, blobs=[NO_SIZE]),
    "an event's file has no hash": of_event(5, blobs=[NO_HASH]),
    "an event is taken out": of_lines(EVENTS, drop),
    "an event is taken out, the rest chained anew": chained_anew(of_lines(EVENTS, drop)),
    "the last events are cut off": of_lines(EVENTS, lambda e: e[:-3]),
    "the last events and their checkpoint are cut off": cut_with_checkpoint,
    "two events change places": of_lines(EVENTS, swap),
    "two events change places and are chained anew": chained_anew(of_lines(EVENTS, swap)),
    "an event is doubled": of_lines(EVENTS, double),
    "an event is doubled, the rest chained anew": chained_anew(of_lines(EVENTS, double)),
    "an event is added at the end": chained_anew(of_lines(EVENTS, lambda e: [*e, e[3]])),
    "an event is changed, the rest chained anew": chained_anew(of_event(3, effective=None)),
    "an event is no JSON": fourth(lambda line: line[:-1]),
    "an event is a list": fourth(lambda _: b"[]"),
    "an event holds a fraction": fourth(lambda line: line.replace(b'"version":3', b'"version":3.0')),
    "an event is nested without end": of_lines(EVENTS, lambda e: [*e, b"[" * 200_000]),
    "the last line of events has no end": lambda members: members | {EVENTS: members[EVENTS][:-1]},
    "the naming of a key names the old one": old_key,
    "the naming of a key names none": of_event(7, data={"key": "none"}),
    "a checkpoint's root is changed": in_last_checkpoint(2, ROOT),
    "a checkpoint's size is changed": in_last_checkpoint(1, "13"),
    "a checkpoint's name is changed": in_last_checkpoint(0, "other"),
    "a checkpoint's signature is another's": of_lines(CHECKPOINTS, borrowed_signature),
    "a checkpoint is no note": of_lines(CHECKPOINTS, lambda c: [b'"none"', *c]),
    "the last checkpoint is taken out": of_lines(CHECKPOINTS, lambda c: c[:-1]),
    "the checkpoint that vouches for a key is taken out": of_lines(CHECKPOINTS, lambda c: [c[0], c[2]]),
    "a key is left out of the list": of_value("keys.json", lambda k: k[:1]),
    "a key's beginning is moved": of_value("keys.json", lambda k: [k[0], k[1] | {"since": 3}]),
    "a key's beginning is a truth": of_value("keys.json", lambda k: [k[0] | {"since": True}, k[1]]),
    "a key has a field more": of_value("keys.json", lambda k: [k[0] | {"more": 1}, k[1]]),
    "the list of keys is a word": of_value("keys.json", lambda _: "keys"),
    "a personal value is changed": of_lines(PERSONAL, lambda p: [p[0].replace(b"Note", b"Vote"), *p[1:]]),
    "a salt is changed": of_lines(PERSONAL, lambda p: [first(p[0], salt="00" * 32), *p[1:]]),
    "a personal value is taken out": of_lines(PERSONAL, lambda p: p[1:]),
    "a personal value is doubled": of_lines(PERSONAL, lambda p: [p[0], *p]),
    "a personal value is given for nothing": of_lines(PERSONAL, lambda p: [*p, first(p[0], sequence=14)]),
    "a personal value is given for the opening": of_lines(PERSONAL, lambda p: [first(p[0], sequence=1), *p]),
    "a personal value is of another place": of_lines(PERSONAL, lambda p: [first(p[0], place="x"), *p[1:]]),
    "a personal value's place is a list": of_lines(PERSONAL, lambda p: [first(p[0], place=["x"]), *p[1:]]),
    "a personal value is no mapping": of_lines(PERSONAL, lambda p: [b"[]", *p]),
    "an anchor's root is changed": of_value("anchors.json", lambda a: [a[0] | {"root": "00" * 32}]),
    "an anchor's size is changed": of_value("anchors.json", lambda a: [a[0] | {"size": 6}]),
    "an anchor's size is a list": of_value("anchors.json", lambda a: [a[0] | {"size": []}]),
    "an anchor's proof is a list": of_value("anchors.json", lambda a: [a[0] | {"proof": []}]),
    "an anchor is none": of_value("anchors.json", lambda _: [5]),
    "a cosignature is forged": of_value(
        "anchors.json", lambda a: [a[1] | {"proof": a[1]["proof"].replace("E", "F")}]
    ),
    "a cosignature's time is changed": of_value(
        "anchors.json", lambda a: [a[1] | {"made": "2025-01-15T12:00:01.000000Z"}]
    ),
    "a cosignature's time is none": of_value("anchors.json", lambda a: [a[1] | {"made": "noon"}]),
    "a cosignature is missing": of_value("anchors.json", lambda a: [a[1] | {"proof": None}]),
    "a proof's path is changed": other_path,
    "a proof is another event's": lambda members: members | {PROOF: members["proofs/00000004.tlog-proof"]},
    "a proof is of an event that is not there": far_proof,
    "a proof has no number": lambda members: members | {"proofs/more": members[PROOF]},
    "a file is changed": other_file,
    "a file that no event names is added": added(**{f"blobs/{'ab' * 32}": b"more"}),
    "the manifest's size is changed": of_manifest(size=13),
    "the manifest's size is a word": of_manifest(size="all"),
    "the manifest's organisation is changed": of_manifest(organisation="x"),
    "the manifest's origin is changed": of_manifest(origin="x"),
    "the manifest's root is changed": of_manifest(root="00" * 32),
    "the manifest's format is changed": of_manifest(format="x"),
}

# What only the signature on the manifest tells, and therefore not when an insider signs it anew.
UNSEEN_BY_OTHERS: dict[str, Change] = {
    "the words for people are changed": added(**{"README.txt": b"All is well."}),
    "the enclosed page is changed": added(**{"verify.html": b"<h1>All is well</h1>"}),
    "the enclosed verifier is changed": added(**{"verify.py": b"print('all is well')"}),
    "an anchor is left out": of_value("anchors.json", lambda a: a[:1]),
    "a proof is left out": without(PROOF),
    "an early checkpoint is left out": of_lines(CHECKPOINTS, lambda c: c[1:]),
    "all personal values are left out": without(PERSONAL),
    "a member is added": added(**{"more.txt": b"more"}),
}
