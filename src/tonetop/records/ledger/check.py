"""Checking the log of a live database: events, chain, tree, keys, checkpoints and personal values.

That the registers' tables say what the log says is another question, asked elsewhere. What leaves the house
is checked by the stand-alone verifier, which shares no line with this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tonetop.core import ledger
from tonetop.core.commitments import commitments
from tonetop.core.ledger import NO_LEAF, EventError
from tonetop.core.merkle import HASH_BYTES, Frontier, leaf_hash
from tonetop.core.notes import Key, Note, NoteError
from tonetop.core.signing import Keyring
from tonetop.core.tlog import Checkpoint
from tonetop.records.ledger import anchors, assertions, checkpoints, personal, signers
from tonetop.records.ledger.database import Connection, LedgerError, link
from tonetop.records.ledger.keys import Keys, verify

COLUMNS = """SELECT seq, id, recorded, leaf, previous, type, kind, subject, version, effective, done_by,
             entered_by, key, frontier, body FROM ledger_events ORDER BY seq"""


@dataclass
class Report:
    """What a check found: up to which event all holds, what does not, and what could not be looked at."""

    valid_to: int = 0
    problems: list[str] = field(default_factory=list)
    anchors: list[dict[str, Any]] = field(default_factory=list)
    unanchored: int = 0
    erased: int = 0
    not_checked: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As ``tonetop verify --format json`` prints it."""
        return asdict(self)


@dataclass
class Walk:
    """What is learnt on the way through the events."""

    size: int = 0
    first_bad: int | None = None
    roots: dict[int, bytes] = field(default_factory=dict)  # by size, for the sizes that were asked for
    named: list[tuple[int, str]] = field(default_factory=list)
    committed: dict[tuple[int, str], str] = field(default_factory=dict)
    backwards: list[int] = field(default_factory=list)
    lost: list[tuple[int, int]] = field(default_factory=list)  # events before a restore: first, last
    passkeys: Keyring = field(default_factory=Keyring)


@dataclass(frozen=True, slots=True)
class Outside:
    """What somebody outside holds: checkpoints by the names of their files, and the log's verifier key."""

    held: Sequence[tuple[str, Checkpoint]] = ()
    key: str | None = None


NOTHING = Outside()


def check_log(
    connection: Connection, keys: Keys | None = None, folder: Path | None = None, outside: Outside = NOTHING
) -> Report:
    """Checks everything the ledger's own tables hold.

    With ``keys`` personal values are opened and held against their commitments, with ``folder`` the newest
    checkpoint beside the database is looked at as well; what is held ``outside`` tells a log that was made anew
    or cut back, which nothing within it can.
    """
    report = Report()
    heads = [checkpoints.read(note) for note in checkpoints.history(connection)]
    known = anchors.history(connection)
    sizes = {head.size for head in (*heads, *(head for _, head in outside.held))}
    walk = _events(connection, report, sizes | {anchor.size for anchor in known})
    log = [signers.Signer(*named) for named in walk.named]
    if log != signers.history(connection):
        report.problems.append("the table of signing keys does not name the keys that the events name")
    signed = _checkpoints(connection, report, walk, log)
    _personal(connection, report, walk, keys)
    _anchors(report, walk, known)
    _outside(report, walk, log, outside)
    if folder:
        report.problems += _beside(connection, folder)
    report.valid_to = walk.size if walk.first_bad is None else walk.first_bad - 1
    if signed < walk.size:
        report.not_checked.append(f"{walk.size - signed} events after the last checkpoint are not signed yet")
    report.not_checked += [
        f"event {number} was recorded before the one ahead of it: the clock was set back, the order stands"
        for number in walk.backwards
    ]
    report.not_checked += [
        f"events {first} to {last} of before the restore that event {first} tells of: they are lost"
        for first, last in walk.lost
    ]
    return report


def _events(connection: Connection, report: Report, sizes: set[int]) -> Walk:
    """Reads every event; after a broken one it goes on from what was stored, so each break is told once."""
    walk, frontier, previous, clock = Walk(), Frontier(), NO_LEAF, ""
    database = link(connection)
    (organisation,) = database.one("SELECT organisation FROM ledger_log") or ("",)
    for row in database.run(COLUMNS):
        number, leaf, stored = row[0], bytes(row[3]), bytes(row[13])
        grown = frontier.add(leaf)
        problems = list(_event(row, organisation, walk, previous))
        if (number, stored) != grown:
            problems.append(f"the tree does not grow from event {walk.size} to it")
        report.problems += [f"event {number}: {why}" for why in problems]
        if problems and walk.first_bad is None:
            walk.first_bad = walk.size + 1
        if row[2] < clock:
            walk.backwards.append(number)
        fits = len(stored) == number.bit_count() * HASH_BYTES
        frontier = Frontier(number, stored) if fits else grown
        walk.size, previous, clock = number, leaf, row[2]
        if walk.size in sizes:
            walk.roots[walk.size] = frontier.root()
    return walk


def _event(row: tuple[Any, ...], organisation: str, walk: Walk, previous: bytes) -> Iterator[str]:
    """Why one row is not what it should be; learns on the way what the event names and commits to."""
    number, leaf, body = row[0], bytes(row[3]), bytes(row[14])
    if leaf != leaf_hash(body):
        yield "the bytes do not have the hash that was stored with them"
    try:
        event = ledger.read(body)
    except EventError as error:
        yield str(error)
        return
    if (event["sequence"], event["organisation"]) != (number, organisation):
        yield "its bytes belong elsewhere"
    if not event["previous"] == previous.hex() == bytes(row[4]).hex():
        yield f"it does not follow event {walk.size}"
    if list(row[1:3]) + list(row[5:13]) != _columns(event):
        yield "the columns beside the bytes say something else than the bytes"
    if event["type"] in signers.NAMING:
        walk.named.append((number, event["data"]["key"]))
    if event["type"] == signers.RESTORED and event["data"]["lost"]:
        walk.lost.append((number, checkpoints.read(event["data"]["lost"]).size))
    walk.committed |= {(number, place): made for place, made in commitments(event).items()}
    yield from _signature(event, walk.passkeys)


def _signature(event: dict[str, Any], passkeys: Keyring) -> Iterator[str]:
    """Why the doer's own signature does not hold, when there is one; learns which passkeys are enrolled."""
    try:
        passkeys.learn(event)
    except (KeyError, TypeError):
        yield "it does not tell of a passkey as it should"
    why = passkeys.problem(event, assertions.verify) if event["signature"] is not None else None
    if why:
        yield why


def _columns(event: dict[str, Any]) -> list[Any]:
    about = event["subject"]
    return [
        *(event["id"], event["recorded"], event["type"], about["kind"], about["id"], about["version"]),
        *(event["effective"], event["actor"]["id"], event["entered_by"], event["key"]),
    ]


def _checkpoints(connection: Connection, report: Report, walk: Walk, log: list[signers.Signer]) -> int:
    """Holds every checkpoint against tree and keys; gives the size of the largest that holds."""
    trusted, largest = log[:1], 0
    for note in checkpoints.history(connection):
        head = checkpoints.read(note)
        due = [signer for signer in log if signer.since <= head.size]
        wanted = due[len(trusted) - 1 :]
        why = None
        if head.root != walk.roots.get(head.size):
            why = "its root is not that of the events"
        elif not due or head.origin != due[-1].origin:
            why = "it does not bear the name of the log"
        elif not _signed(note, wanted):
            why = "it is not signed by the log's keys"
        if why:
            report.problems.append(f"checkpoint over {head.size} events: {why}")
            if walk.first_bad is None or walk.first_bad > head.size:
                walk.first_bad = largest + 1  # no event explains it, so none that it alone vouches for counts
        else:
            trusted, largest = due, max(largest, head.size)
    return largest


def _signed(note: str, wanted: list[signers.Signer]) -> bool:
    keys = [Key.parse(signer.vkey) for signer in wanted]
    try:
        return set(keys) <= set(Note.parse(note).signers(keys, verify))
    except NoteError:
        return False


def _personal(connection: Connection, report: Report, walk: Walk, keys: Keys | None) -> None:
    """Every commitment has its value or its erasure, and every value opens to what was committed."""
    database = link(connection)
    kept = set(database.all("SELECT seq, place FROM ledger_personal"))
    erased = set(database.all("SELECT seq, place FROM ledger_erasures"))
    report.erased = len(erased)
    for number, place in sorted(walk.committed.keys() - kept - erased):
        report.problems.append(f"event {number}: the value of {place} is gone, and no erasure says why")
    for number, place in sorted((kept | erased) - walk.committed.keys()):
        report.problems.append(f"event {number}: it commits to no value of {place}, yet one was kept")
    if keys is None:
        if kept:
            report.not_checked.append(
                f"{len(kept)} personal values were not opened: the key file was not at hand"
            )
        return
    try:
        for number, value in personal.disclose(connection, keys):
            if walk.committed.get((number, value.place)) != value.commitment:
                report.problems.append(
                    f"event {number}: the value of {value.place} is not the one committed to"
                )
    except LedgerError as error:
        report.problems.append(f"personal values: {error}")


def _beside(connection: Connection, folder: Path) -> list[str]:
    """What the checkpoint file beside the database has against it."""
    try:
        why = checkpoints.behind(connection, folder)
    except LedgerError as error:
        why = str(error)
    return [why] if why else []


def _anchors(report: Report, walk: Walk, known: list[anchors.Anchor]) -> None:
    """Anchors are listed; what lies outside cannot be verified from within, so none of them is."""
    for anchor in known:
        if anchor.root != walk.roots.get(anchor.size):
            report.problems.append(
                f"anchor at {anchor.holder}: its root over {anchor.size} events is another one"
            )
        says = {"holder": anchor.holder, "kind": anchor.kind, "made": anchor.made, "size": anchor.size}
        report.anchors.append({**says, "verified": False})
    report.unanchored = walk.size


def _outside(report: Report, walk: Walk, log: list[signers.Signer], outside: Outside) -> None:
    """Holds the log against what is kept outside; a checkpoint that agrees is a verified anchor."""
    largest = 0
    for name, head in outside.held:
        origins = [signer.origin for signer in log if signer.since <= head.size]
        if head.size > walk.size:
            why = f"is over {head.size} events, the log holds {walk.size}: its end is cut off"
        elif head.origin not in origins[-1:]:
            why = f"speaks of another log: {head.origin}"
        elif head.root != walk.roots.get(head.size):
            why = f"has another root over {head.size} events: the log was made anew"
        else:
            largest = max(largest, head.size)
            says = {"holder": name, "kind": "held", "made": None, "size": head.size, "verified": True}
            report.anchors.append(says)
            continue
        report.problems.append(f"{name} {why}")
    report.unanchored = walk.size - largest
    if outside.key is not None and outside.key not in [signer.vkey for signer in log]:
        report.problems.append("the log is not signed with the key that was given")
