"""Keep files as evidence: a piece with its files, further files, another file in the place of one; each only once."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from django.db import transaction

from tonetop.core import cadence
from tonetop.core.ledger import Blob
from tonetop.records import blobs, clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.write import By, Change
from tonetop.registers.evidence import FLAGGED, NOT_READY
from tonetop.standard import catalogue
from tonetop.standard.maps.frameworks import is_named
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.evidence_files import held_in
from tonetop.work.permission import writer
from tonetop.work.revised import New, filled, next_refs, restated, standing

PAGE, COMMAND, MAIL, FOLDER = "page", "command", "mail", "folder"
MOST = 50
"""Files of one piece that are taken at once."""
PART = 1 << 20
LONGEST = 200
"""Characters of a file's name that are kept."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it comes: its name, its bytes in parts."""

    name: str
    parts: Iterable[bytes] = field(repr=False)


def in_parts(path: Path) -> Iterator[bytes]:
    """The bytes of a file as evidence takes them, read as they are asked for. Raises OSError."""
    with path.open("rb") as file:
        while part := file.read(PART):
            yield part


@dataclass(frozen=True, slots=True)
class Piece:
    """What is said of a piece of evidence; days as YYYY-MM-DD, empty where nothing is said.

    requirements: clauses, controls, duties or checks that it is kept for. links: ids of records it belongs to.
    """

    title: str = ""
    kind: str = ""
    occurred_on: str = ""
    period_from: str = ""
    period_to: str = ""
    requirements: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    owner: str = ""
    expires_on: str = ""
    review_months: int | None = None
    retain_until: str = ""
    classification: str = ""
    source_system: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """By whom and by which way files come: `PAGE`, `COMMAND`, `MAIL` or `FOLDER`, and the sender of a mail."""

    by: By
    came_by: str = PAGE
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: the piece, whether it is new, how many files it took, and which were held where already."""

    ref: str
    is_new: bool
    files: int
    known: dict[str, str]


def keep_evidence(account: Account, piece: Piece, files: Sequence[Brought]) -> Taken:
    """A new piece with its files, as the page takes it. Raises Forbidden, Refused."""
    return take_evidence(Way(writer(account, "Evidence")), piece, files)


def take_evidence(way: Way, piece: Piece, files: Sequence[Brought]) -> Taken:
    """A new piece with its files, "not ready"; when all its bytes are held already, the piece that holds them.

    The files are durable before the ledger tells of them. Raises Refused; whoever calls it settles who may.
    """
    _demand_sound(piece, files)
    stored = _stored(files)
    with transaction.atomic():
        fresh, known = _fresh(stored)
        if not fresh:
            return Taken(next(iter(known.values())), False, 0, known)
        ref = next_ref("Evidence")
        told = filled(asdict(piece)) | {
            "id": ref,
            "title": piece.title.strip() or PurePosixPath(fresh[0][0]).stem,
            "recorded_by": way.by.person,
            "sha256": fresh[0][1].sha256,
            **_state(NOT_READY, way.by),
        }
        records = [("Evidence", filled(told)), *_files(ref, fresh, way)]
        entries = intake.take_all([(type, plain, None) for type, plain in records])
        write.save_all([Change(entry, 0, act=True) for entry in entries], way.by)
    return Taken(ref, True, len(fresh), known)


def add_files(account: Account, ref: str, files: Sequence[Brought], *, after: int | None = None) -> Taken:
    """Further files of a piece, which is then not ready any more. Raises Forbidden, Refused, Overtaken."""
    row: Any = standing("Evidence", ref)
    by = writer(account, "Evidence", row)
    _demand_kept(row)
    if not files:
        raise Refused("choose a file")
    stored = _stored(files)
    with transaction.atomic():
        fresh, known = _fresh(stored)
        if not fresh:
            raise Refused(f"the same bytes are held in {', '.join(sorted({*known.values()}))} already")
        changes = [Change(entry, 0, act=True) for entry in _judged(_files(ref, fresh, Way(by)))]
        first = {} if row.sha256 else {"sha256": fresh[0][1].sha256}
        changes += _fallen(row, by, first, after)
        write.save_all(changes, by)
    return Taken(ref, False, len(fresh), known)


def replace_file(account: Account, ref: str, file: Brought, *, after: int | None = None) -> str:
    """Another file in the place of one: its next version, and the old stays; gives the piece's id.

    Raises Forbidden, Refused, Overtaken.
    """
    old: Any = standing("EvidenceFile", ref)
    row: Any = standing("Evidence", old.evidence or "")
    by = writer(account, "Evidence", row)
    _demand_kept(row)
    stored = _stored([file])
    with transaction.atomic():
        fresh, known = _fresh(stored)
        if not fresh:
            raise Refused(f"the same bytes are held in {next(iter(known.values()))} already")
        ((_, plain),) = _files(row.ref, fresh, Way(by), (ref,))
        changes = [Change(intake.take(*restated(old, **plain)), after, act=True)]
        first = {"sha256": fresh[0][1].sha256} if row.sha256 == old.sha256 else {}
        changes += _fallen(row, by, first, None)
        write.save_all(changes, by)
    return str(row.ref)


def type_of(name: str) -> str:
    """The media type that a file's name says; nothing is read of the file itself."""
    return mimetypes.guess_type(name)[0] or blobs.PLAIN


def known_requirements() -> dict[str, str]:
    """What evidence may be kept for, by id with its title: clauses, controls, duties and their checks."""
    parts = (catalogue.clauses(), catalogue.controls(), catalogue.duties())
    found = {id: str(item.get("title", "")) for part in parts for id, item in part.items()}
    return found | {id: text.title for id, text in catalogue.checks().items()}


def _demand_sound(piece: Piece, files: Sequence[Brought]) -> None:
    """Raises Refused for what a record could not say of itself."""
    if not files:
        raise Refused("choose at least one file; without one there is nothing to keep")
    if len(files) > MOST:
        raise Refused(
            f"{len(files)} files are more than the {MOST} that one piece takes at once; make several"
        )
    if piece.occurred_on and cadence.is_day(piece.occurred_on) and piece.occurred_on > clock.today():
        raise Refused(f"{piece.occurred_on} is yet to come; say the day of what it proves")
    known = known_requirements()
    for id in piece.requirements:
        if id not in known and not is_named(assess().facts, id):
            raise Refused(f"{id} is no clause, control, duty or check of the catalogue")


def _demand_kept(row: Any) -> None:
    if row.disposed_on:
        raise Refused(f"{row.ref} was disposed of on {row.disposed_on}; make a new piece")


def _stored(files: Sequence[Brought]) -> list[tuple[str, Blob]]:
    """Each file with its name, stored. Raises Refused with the name of the file that is not taken."""
    found = []
    for file in files:
        try:
            found.append((_name(file.name), blobs.store(file.parts, type_of(file.name))))
        except Refused as refused:
            raise refused.__class__(f"{_name(file.name)}: {refused}") from refused
    return found


def _name(name: str) -> str:
    """The name without folders and control characters."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(sign for sign in plain if sign.isprintable())
    return kept[-LONGEST:] or "file"


def _fresh(stored: Sequence[tuple[str, Blob]]) -> tuple[list[tuple[str, Blob]], dict[str, str]]:
    """The files that no piece holds yet, each once; and by name those that one does. Raises Refused for a lost one."""
    held = held_in(blob.sha256 for _, blob in stored)
    fresh = {blob.sha256: (name, blob) for name, blob in reversed(stored) if blob.sha256 not in held}
    for name, blob in fresh.values():
        if not blobs.holds(blob.sha256):  # a disposal of the same bytes came between
            raise Refused(f"{name}: was not kept; bring it once more")
    return list(reversed(fresh.values())), {
        name: held[blob.sha256] for name, blob in stored if blob.sha256 in held
    }


def _files(
    evidence: str, stored: Sequence[tuple[str, Blob]], way: Way, refs: Sequence[str] = ()
) -> list[New]:
    """The records of a piece's new files; refs: under which ids, the next free ones when none are given."""
    found: list[New] = []
    for ref, (name, blob) in zip(refs or next_refs("EvidenceFile", len(stored)), stored, strict=True):
        plain = {
            "id": ref,
            "evidence": evidence,
            "name": name,
            "sha256": blob.sha256,
            "media_type": blob.type,
            "size": blob.size,
            "received_on": clock.today(),
            "received_by": way.by.person,
            "came_by": way.came_by,
            "sender": way.sender,
        }
        found.append(("EvidenceFile", filled(plain)))
    return found


def _judged(records: Sequence[New]) -> list[intake.Entry]:
    return intake.take_all([(type, plain, None) for type, plain in records])


def _state(state: str, by: By) -> dict[str, Any]:
    return {"state": state, "state_by": by.person, "state_on": clock.today()}


def _fallen(row: Record, by: By, fields: dict[str, Any], after: int | None) -> list[Change]:
    """The piece once its files are others: what was approved is so no more; what is asked for again stays asked."""
    state = getattr(row, "state", None)
    falls = {} if state == FLAGGED else {**_state(NOT_READY, by), "state_reason": None}
    entry = intake.take(*restated(row, **fields, **falls))
    return [Change(entry, row.revision if after is None else after, act=True)]
