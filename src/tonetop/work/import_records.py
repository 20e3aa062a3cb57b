"""Import files into the registers: looked at first if wished, then all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db import transaction

from tonetop.records import clock, intake, write
from tonetop.records.happening import tell
from tonetop.records.imports.accounting import Fate, fates
from tonetop.records.imports.batch import Batch, Brought, Refusal, Remark, without_values
from tonetop.records.imports.claims import claims, without_words
from tonetop.records.imports.files import Wanted, read
from tonetop.records.imports.given_words import fitted
from tonetop.records.imports.judging import Judged, judge
from tonetop.records.imports.settings import organisation_changes
from tonetop.records.intake import Refused
from tonetop.records.mapping import shipped
from tonetop.records.mapping.model import TableMap
from tonetop.records.models import Import, Record
from tonetop.records.registry import registers
from tonetop.records.sealing import seal_after_commit
from tonetop.records.write import By, Change
from tonetop.work.settle import settle

SOME = 250
"""How many records are written at a time, all in one transaction."""
FIRST = 5
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


@dataclass(slots=True)
class Report:
    """What an import did, or would do (preview); `import_id` is None when nothing was stored.

    Each row is taken (created or changed), unchanged or refused. in_order: how many records could be taken.
    first: how the first records would stand.
    """

    import_id: int | None = None
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    in_order: int = 0
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    files: list[Brought] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    organisation: dict[str, str] = field(default_factory=dict)
    first: list[dict[str, Any]] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """How many new versions there are."""
        return self.created + self.changed

    def plain(self) -> dict[str, Any]:
        """As the contract's JSON."""
        return {
            "import": self.import_id,
            "taken": self.taken,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": [refusal.plain() for refusal in self.refused],
            "remarks": [remark.plain() for remark in self.remarks],
            "columns": [fate.plain() for fate in self.fates],
            "organisation": self.organisation,
        }


@dataclass(frozen=True, slots=True)
class Way:
    """How files are imported: by which mapping (a file, or one that ships), as which register.

    system: the AI system whose parts a bill of materials names.
    restore: whether it brings back what was exported here, into a folder without records: then who entered what stays.
    take_valid: whether rows in order are taken when others are refused. progress: who is told how far it is.
    """

    mapping: str = ""
    type: str = ""
    system: str = ""
    take_valid: bool = False
    progress: Progress = lambda what, done, of: None
    restore: bool = False


PLAINLY = Way()


def preview(paths: Sequence[Path], by: By, way: Way = PLAINLY) -> Report:
    """What an import would do; nothing is stored. Raises Refused."""
    batch = _read(paths, _wanted(way), way)
    judged = _judged(batch, way)
    report = _report(batch, judged, organisation_changes(batch.organisation))
    changes = _changes(judged, way)
    _count(report, write.rehearse(changes, by))
    report.unchanged += len(judged) - len(changes)
    report.first = [_shown(one) for one in judged[:FIRST]]
    return report


def run(paths: Sequence[Path], by: By, way: Way = PLAINLY) -> Report:
    """Import files: all; when a row is refused, nothing, or the others, as wished. Raises Refused."""
    wanted = _wanted(way)
    with transaction.atomic():
        way.progress("Reading", 0, 0)
        batch = _read(paths, wanted, way)
        way.progress("Judging", 0, 0)
        judged = _judged(batch, way)
        report = _report(batch, judged, organisation_changes(batch.organisation))
        changes = _changes(judged, way)
        report.unchanged += len(judged) - len(changes)
        if report.refused and not way.take_valid:
            return report
        if _store(report, changes, by, (way, wanted.mapping)) is None:
            transaction.set_rollback(True)
    return report


def _read(paths: Sequence[Path], wanted: Wanted, way: Way) -> Batch:
    """The records of files; of those that are somebody's word without who entered them, unless it is a restore."""
    batch = read(paths, wanted, intake.known)
    if not way.restore:
        without_words(batch)
    elif any(model.objects.exists() for model in registers().values()):
        raise Refused("what is brought back needs a data folder without records; name an empty or new one")
    return batch


def _judged(batch: Batch, way: Way) -> list[Judged]:
    """What may be written; of a restore's words those alone that were given for what it brings."""
    judged = judge(batch, acts=way.restore)
    return fitted(judged, batch) if way.restore else judged


def _changes(judged: Sequence[Judged], way: Way) -> list[Change]:
    """What is written; a restore brings back what acts made, so it counts as one."""
    changes = [one.change for one in judged if one.change is not None]
    return [replace(one, act=True) for one in changes] if way.restore else changes


def _wanted(way: Way) -> Wanted:
    return Wanted(shipped.find(way.mapping) if way.mapping else None, way.type, way.system)


def _report(batch: Batch, judged: Sequence[Judged], organisation: dict[str, str]) -> Report:
    return Report(
        unchanged=batch.left,
        in_order=len(judged),
        refused=sorted(batch.refused),
        remarks=sorted([*batch.remarks, *claims(judged)]),
        files=batch.files,
        fates=list(fates(batch.files, [one.candidate for one in judged])),
        organisation=organisation,
    )


def _count(report: Report, made: Sequence[Record | None]) -> None:
    for row in made:
        if row is None:
            report.unchanged += 1
        elif row.revision == 1:
            report.created += 1
        else:
            report.changed += 1


def _store(
    report: Report, changes: Sequence[Change], by: By, how: tuple[Way, TableMap | None]
) -> Import | None:
    """Write everything; None when there was nothing to change."""
    way, mapping = how
    about = _about(report, mapping.name if mapping else "")
    restored = {"restored": True} if way.restore else {}
    kept = Import.objects.create(**about, on=clock.today(), by=by.account)
    made: list[Record | None] = []
    for some in _grouped(changes):
        way.progress("Writing", len(made), len(changes))
        made += write.save_all(some, by, because=f"import {kept.pk}")
    way.progress("Writing", len(made), len(changes))
    _count(report, made)
    if report.organisation:
        settle(report.organisation, by)
    if not report.taken and not report.organisation:
        return None
    report.import_id = kept.pk
    kept.taken = [[row.__class__.__name__, row.ref, row.revision] for row in made if row is not None]
    kept.unchanged = report.unchanged
    kept.save()
    tell("Import", str(kept.pk), "import.made", _event(report, mapping) | restored, by)
    seal_after_commit()
    return kept


def _grouped(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    """People go first, so that the rank of those who act is known; then so many at a time."""
    people = [change for change in changes if change.entry.type == "Person"]
    others = [change for change in changes if change.entry.type != "Person"]
    for group in (people, others):
        for start in range(0, len(group), SOME):
            yield group[start : start + SOME]


def _about(report: Report, mapping: str) -> dict[str, Any]:
    names = ", ".join(brought.name for brought in report.files)
    hashes = [brought.sha256 for brought in report.files]
    columns = {column for brought in report.files for sheet in brought.sheets for column in sheet.columns}
    listed = "".join(f"{brought.sha256}  {brought.name}\n" for brought in report.files)
    return {
        "file": names if len(names) <= 400 else f"{names[:396]} …",
        "sha256": hashes[0] if len(hashes) == 1 else hashlib.sha256(listed.encode()).hexdigest(),
        "mapping": mapping,
        "refused": [_kept(refusal.plain(), columns) for refusal in report.refused],
        "remarks": [_kept(remark.plain(), columns) for remark in report.remarks],
        "files": [
            asdict(replace(brought, sheets=[])) | {"sheets": [sheet._asdict() for sheet in brought.sheets]}
            for brought in report.files
        ],
    }


def _kept(told: dict[str, Any], columns: set[str]) -> dict[str, Any]:
    """What stays of a sentence about a row: the place and the reason; the value was shown to whoever imported."""
    return told | {"why": without_values(told["why"], columns)}


def _event(report: Report, mapping: TableMap | None) -> dict[str, Any]:
    """What the ledger says of the import as a whole: nothing personal, hence no cell of any row."""
    by = {"name": mapping.name, "sha256": mapping.sha256} if mapping else None
    return {
        "files": [{"name": b.name, "sha256": b.sha256, "size": b.size} for b in report.files],
        "mapping": by,
        "created": report.created,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": len(report.refused),
    }


def _shown(one: Judged) -> dict[str, Any]:
    """A record as it would stand."""
    values = {name: list(v) if isinstance(v, tuple) else v for name, v in one.entry.values.items()}
    kept = len(one.entry.source or {})
    return {"type": one.entry.type, "ref": one.entry.ref, "row": one.candidate.row} | {
        "values": values,
        "source_data": kept,
    }
