"""The proof folder of a processing activity as one file: what it says, what it stands on, the files of its evidence."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.records import blobs
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.standard.schema import title
from tonetop.work.evidence_files import files_of
from tonetop.work.readable import disposed_on, may_read_piece
from tonetop.work.ropa import asked, further, proofs

STAMP = (1980, 1, 1, 0, 0, 0)
"""The time that the packed files bear, so that the same folder is the same bytes."""
LARGEST = 200_000_000
"""Bytes of files that go along; what is left out is said."""


def packed(account: Account, facts: Facts, row: Row) -> bytes:
    """A ZIP: README.txt, which reads on its own, records.json, and under files/ what the account may read."""
    taken, left, size = list[tuple[str, bytes]](), list[str](), 0
    for name, digest, readable in _files(account, facts, row):
        raw = blobs.read(digest) if readable and blobs.holds(digest) and size < LARGEST else b""
        size += len(raw)
        if raw:
            taken.append((name, raw))
        else:
            left.append(name)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        _put(folder, "README.txt", _read_me(facts, row, left).encode())
        _put(folder, "records.json", _records(facts, row))
        for name, raw in taken:
            _put(folder, name, raw)
    return out.getvalue()


def _put(folder: zipfile.ZipFile, name: str, raw: bytes) -> None:
    info = zipfile.ZipInfo(name, STAMP)
    info.compress_type = zipfile.ZIP_DEFLATED
    folder.writestr(info, raw)


def _files(account: Account, facts: Facts, row: Row) -> Iterator[tuple[str, str, bool]]:
    """The files of its evidence: the name in the folder, the hash, and whether the account may read them."""
    for piece in proofs(facts, row).get("Evidence", ()):
        readable = may_read_piece(account, piece.id, piece.classification) and not disposed_on(piece.id)
        kept = [(one.now.name or one.now.ref, one.now.sha256) for one in files_of(piece.id, facts.as_of)]
        alone = [(piece.title or piece.id, piece.sha256)] if piece.sha256 and not kept else []
        for number, (name, digest) in enumerate((*kept, *alone), 1):
            yield f"files/{_safe(piece.id)}/{number}-{_safe(name)}", digest, readable


def _safe(name: str) -> str:
    """A name as a part of a path, whatever somebody called a file."""
    kept = "".join(
        letter if letter.isalnum() or letter in "-_. " else "-" for letter in PurePosixPath(name).name
    )
    return kept.strip(". ")[:100] or "file"


def _records(facts: Facts, row: Row) -> bytes:
    found = {"ProcessingActivity": [row]} | proofs(facts, row)
    plain = {type: [_plain(one) for one in rows] for type, rows in found.items()}
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _plain(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row._asdict().items() if value is not None}


def _read_me(facts: Facts, row: Row, left: Sequence[str]) -> str:
    model = registers()[row.type]
    lines = [
        f"{row.name or row.id}",
        "=" * len(row.name or row.id),
        "",
        f"As of {facts.as_of}. Reference: {row.id}.",
        "",
    ]
    for part in (*asked(row), *further(row)):
        own: Any = model._meta.get_field(part.field)
        label = str(own.verbose_name)
        article = f" (GDPR Art. {part.article})" if part.article else ""
        lines.append(f"{label}{article}: {_told(getattr(row, part.field))}")
    for type, rows in proofs(facts, row).items():
        lines += ["", title(type), "-" * len(title(type))]
        name = registers()[type].title_field
        lines += [f"{getattr(one, name) or one.id} ({one.id})" for one in rows]
    if left:
        lines += ["", "Named, but not in this folder (not kept here, not open to you, or too large):", *left]
    return "\n".join(lines) + "\n"


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {amount:g} days" for key, amount in value.items())
    if isinstance(value, tuple):
        return "; ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value is not None else "-"
