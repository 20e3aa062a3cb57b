"""What anchors show: witnesses' signatures and time stamps, held against the checkpoints that they are over."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from cryptography.x509 import Certificate

from tonetop.core.notes import COSIGNATURE, Key, Note, NoteError
from tonetop.core.tlog import Checkpoint
from tonetop.records.ledger import anchors, checkpoints
from tonetop.records.ledger.anchors import Anchor
from tonetop.records.ledger.check import Report
from tonetop.records.ledger.database import Connection
from tonetop.records.ledger.keys import verify
from tonetop.work.time_stamp import Stamp, chain, shown

Kept = Sequence[tuple[str, Checkpoint]]
"""Checkpoints as they were signed, with what they say."""


def judge_anchors(connection: Connection, report: Report, roots: Sequence[Certificate] = ()) -> None:
    """Holds every anchor of a log against its checkpoints, and says in the report what holds.

    roots: certificates that time stamps must lead to; without, that stays open. Raises NoStampError.
    """
    known = anchors.history(connection)
    kept = [(note, checkpoints.read(note)) for note in checkpoints.history(connection)]
    for anchor, says in zip(known, report.anchors, strict=False):
        why, open_ = judged(anchor, kept, roots)
        says["verified"] = not why and anchor.kind in JUDGES and not open_
        if says["verified"]:
            report.unanchored = min(report.unanchored, max(report.valid_to - anchor.size, 0))
        about = f"the {WORDS.get(anchor.kind, anchor.kind)} of {anchor.holder} over {anchor.size} events"
        report.problems += [f"{about} {why}"] if why else []
        report.not_checked += [f"{about}: {open_}"] if open_ else []


def judged(anchor: Anchor, kept: Kept, roots: Sequence[Certificate] = ()) -> tuple[str, str]:
    """What speaks against an anchor, and what could not be looked at, in words; both empty where it holds."""
    notes = [note for note, head in kept if (head.size, head.root) == (anchor.size, anchor.root)]
    judge = JUDGES.get(anchor.kind)
    return judge(anchor, notes, roots) if judge else ("", "")


def chains(path: Path, roots: Sequence[Certificate]) -> list[str]:
    """Why time stamps of a bundle do not lead to the certificates given, in sentences. Raises NoStampError."""
    with ZipFile(path) as archive:
        told: list[dict[str, Any]] = json.loads(archive.read("anchors.json"))
    stamps = [one for one in told if one["kind"] == "rfc3161"]
    found = [(one, chain(b64decode(one["proof"] or ""), roots)) for one in stamps]
    return [f"the time stamp of {one['holder']} over {one['size']} events {why}" for one, why in found if why]


def _stamp(anchor: Anchor, notes: list[str], roots: Sequence[Certificate]) -> tuple[str, str]:
    token = anchor.proof or b""
    found = shown(Stamp(token, anchor.made), notes)
    return found.problem or chain(token, roots), found.unknown


def _cosignature(anchor: Anchor, notes: list[str], _roots: Sequence[Certificate]) -> tuple[str, str]:
    key, _, line = (anchor.proof or b"").decode(errors="replace").partition("\n")
    try:
        witness = Key.parse(key)
        below = [Note.parse(f"{text}\n{line}") for text in _texts(notes)]
        signed = [note.signers([witness], verify) for note in below]
    except NoteError:
        return "does not hold", ""
    times = {one.seconds for note in below for one in note.signatures if one.key == witness.id}
    at = {int(datetime.fromisoformat(anchor.made).timestamp())}
    return ("" if signed and witness.type == COSIGNATURE and times == at else "does not hold"), ""


def _texts(notes: Iterable[str]) -> set[str]:
    return {Note.parse(note).text for note in notes}


JUDGES = {"rfc3161": _stamp, "cosignature": _cosignature}
WORDS = {"rfc3161": "time stamp", "cosignature": "cosignature"}
