"""Accept facts that documents proposed: their files become evidence, and their records go in as one import."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tonetop.documents.unread import written
from tonetop.records import blobs
from tonetop.records.intake import Refused
from tonetop.records.write import By
from tonetop.standard import plain_yaml
from tonetop.work.evidence_files import held_in
from tonetop.work.examine import files_of
from tonetop.work.import_records import PLAINLY, Report, Way, run
from tonetop.work.keep_evidence import Brought, in_parts, type_of

Files = Mapping[str, Brought]
"""Documents by the hash of their bytes."""


def accept_facts(file: Path, files: Files, by: By, way: Way = PLAINLY) -> Report:
    """Take a facts file; documents that its evidence names by their hash are kept first, so that it is held.

    All or nothing, of the files too; it is undone as any import. Raises Refused.
    """
    kept = [digest for digest in _named(file) if digest in files and not blobs.holds(digest)]
    try:
        for digest in kept:
            stored = blobs.store(files[digest].parts, type_of(files[digest].name))
            if stored.sha256 != digest:
                kept.append(stored.sha256)
                raise Refused(
                    f"{files[digest].name}: was changed since it was read; read the documents once more"
                )
        report = run([file], by, way)
    except Refused:
        _let_go(kept)
        raise
    if report.import_id is None:
        _let_go(kept)
    return report


def accept_records(facts: Mapping[str, Any], files: Files, by: By, name: str) -> Report:
    """The same of records at hand, under a name for the import. Raises Refused, also for a record that is refused."""
    with tempfile.TemporaryDirectory(prefix="tonetop-") as place:
        file = Path(place) / f"{name}.json"
        file.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        try:
            report = accept_facts(file, files, by)
        except Refused as refused:
            said = str(refused).removeprefix(f"{file}: ").removeprefix(f"{file.name}: ")
            raise refused.__class__(said) from None
    if report.refused:
        raise Refused(report.refused[0].why)
    return report


def documents_in(folder: Path) -> dict[str, Brought]:
    """The files of a folder by the hash of their bytes. Raises Refused for what is no folder."""
    if not folder.is_dir():
        raise Refused(f"{folder}: is no folder; give the folder that the facts were proposed from")
    found = {}
    for name in files_of(folder):
        place = folder / name
        if place.is_file() and not place.is_symlink():
            with place.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found[digest] = Brought(written(name), in_parts(place))
    return found


def _let_go(kept: Iterable[str]) -> None:
    """Destroy what was kept for records that were not taken, unless others hold it by now."""
    gone = list(kept)
    held = held_in(gone)
    for digest in gone:
        if digest not in held:
            blobs.let_go(digest)


def _named(file: Path) -> Iterator[str]:
    """The hashes that a facts file's evidence names; what is wrong with the file is left to the import to say."""
    try:
        plain = plain_yaml.read(
            file.read_bytes()[: plain_yaml.MAX_BYTES], json_text=file.suffix.lower() == ".json"
        )
    except (OSError, plain_yaml.Unreadable):
        return
    evidence = plain.get("Evidence") if isinstance(plain, dict) else None
    for one in evidence if isinstance(evidence, list) else ():
        if isinstance(one, dict) and isinstance(one.get("sha256"), str):
            yield one["sha256"].lower()
