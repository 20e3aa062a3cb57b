"""Import what a learning system says people completed: columns guessed and confirmed, every row accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction

from tonetop.records import clock, intake, write
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Import
from tonetop.records.registry import registers
from tonetop.records.sealing import seal_after_commit
from tonetop.records.sheets.formats import content, reader_of
from tonetop.records.sheets.table import Reading, Row, Table
from tonetop.records.write import By, Change
from tonetop.work.learning_columns import Meant, Trainees, fits, trainees
from tonetop.work.permission import manager

TYPE = "TrainingRecord"
NEW, CHANGED, KNOWN = "new", "changed", "known"
OPEN, NOBODY, SEVERAL, NO_DAY, TO_COME, NO_COURSE, TWICE = (
    *("not completed", "nobody", "several", "no day", "to come", "no course", "twice"),
)
TAKEN = (NEW, CHANGED)
REASONS = {
    OPEN: "the course is not completed",
    NOBODY: "no person of the register has this id, name or e-mail address",
    SEVERAL: "several people of the register have this name",
    NO_DAY: "there is no day of completion that the chosen form of dates reads",
    TO_COME: "the day of completion is still to come",
    NO_COURSE: "no course is named",
    TWICE: "the same completion stands in an earlier row",
}


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one row: its number, what it says of whom, the outcome, and the record it makes."""

    row: int
    who: str
    outcome: str
    person: str = ""
    course: str = ""
    day: str = ""
    expires: str = ""

    def plain(self) -> dict[str, str]:
        """The training record in its plain form."""
        known = {"person": self.person, "course": self.course, "completed_on": self.day}
        return known | ({"expires_on": self.expires} if self.expires else {})


@dataclass(frozen=True, slots=True)
class Outlook:
    """A file as it would come in: its columns, what they are taken to mean, and the fate of each row."""

    name: str
    columns: tuple[str, ...]
    meant: Meant
    fates: list[Fate]

    def count(self, *outcomes: str) -> int:
        """How many rows have one of these outcomes."""
        return sum(fate.outcome in outcomes for fate in self.fates)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome; they add up to the rows of the file."""
        return dict(Counter(fate.outcome for fate in self.fates))


def table_of(path: Path) -> Table:
    """The first table of a file. Raises Refused for what is no table."""
    reader = reader_of(path)
    if not hasattr(reader, "read"):
        raise Refused(f"{path.name}: is no table; export the completions as CSV or Excel")
    tables: list[Table] = reader.read(content(path), path.name, Reading())
    found = next((table for table in tables if table.rows), None)
    if found is None:
        raise Refused(f"{path.name}: holds no rows below its headings")
    return found


def look(account: Account, path: Path, meant: Meant) -> Outlook:
    """What a file would bring, with its columns meant so; nothing is stored. Raises Forbidden, Refused."""
    return _look(path, meant, manager(account))


def _look(path: Path, meant: Meant, by: By) -> Outlook:
    table = table_of(path)
    if not {meant.person, meant.completed_on} <= set(table.columns):
        raise Refused("choose the column that tells the person and the one that tells the day of completion")
    fates = list(_fates(table.rows, meant, trainees()))
    made = iter(write.rehearse(_changes(fates), by))
    judged = [_judged(fate, next(made)) if fate.outcome == NEW else fate for fate in fates]
    return Outlook(path.name, table.columns, meant, judged)


def _judged(fate: Fate, row: Any) -> Fate:
    outcome = KNOWN if row is None else NEW if row.revision == 1 else CHANGED
    return replace(fate, outcome=outcome)


def _fates(rows: Sequence[Row], meant: Meant, people: Trainees) -> Iterator[Fate]:
    seen: set[tuple[str, str, str]] = set()
    today = clock.today()
    for row in rows:
        fate = _fate(row, meant, people, today)
        key = (fate.person, fate.course, fate.day)
        yield replace(fate, outcome=TWICE) if fate.outcome == NEW and key in seen else fate
        seen.add(key)


def _fate(row: Row, meant: Meant, people: Trainees, today: str) -> Fate:
    who = row.cells[meant.person].strip()
    found = people.find(who)
    course = people.course(meant.course_of(row.cells))
    day = meant.day(row.cells[meant.completed_on])
    expires = meant.day(row.cells.get(meant.expires_on, "")) or ""
    outcome = _outcome(
        (not meant.done(row.cells), OPEN),
        (len(found) > 1, SEVERAL),
        (not found, NOBODY),
        (not course, NO_COURSE),
        (not day, NO_DAY),
        (bool(day) and str(day) > today, TO_COME),
    )
    return Fate(row.number, who, outcome, found[0] if len(found) == 1 else "", course, day or "", expires)


def _outcome(*reasons: tuple[bool, str]) -> str:
    return next((outcome for holds, outcome in reasons if holds), NEW)


def _changes(fates: Sequence[Fate]) -> list[Change]:
    """The records that rows make; what a file does not tell of one on record stays as it is held."""
    entries = intake.take_all((TYPE, fate.plain(), None) for fate in fates if fate.outcome == NEW)
    held = _expiries([entry.ref for entry in entries])
    for entry in entries:
        if entry.ref in held:
            entry.values.setdefault("expires_on", held[entry.ref])
    return [Change(entry) for entry in entries]


def _expiries(refs: Sequence[str]) -> dict[str, str]:
    rows = registers()[TYPE].objects.filter(until_on=None).exclude(expires_on=None)
    return {
        ref: expires
        for start in range(0, len(refs), 500)
        for ref, expires in rows.filter(ref__in=refs[start : start + 500]).values_list("ref", "expires_on")
    }


def take(account: Account, path: Path, meant: Meant) -> Import:
    """Take the rows that are in order, and keep of the others where they stood and why.

    It can be taken back like every import. Raises Forbidden, Refused.
    """
    by = manager(account)
    with transaction.atomic():
        outlook = _look(path, meant, by)
        if not outlook.count(*TAKEN):
            raise Refused("no row of the file is new; nothing was stored")
        kept = Import.objects.create(**_about(path, outlook), on=clock.today(), by=by.account)
        wanted = [replace(fate, outcome=NEW) for fate in outlook.fates if fate.outcome in TAKEN]
        made = write.save_all(_changes(wanted), by, because=f"import {kept.pk}")
        kept.taken = [[TYPE, row.ref, row.revision] for row in made if row is not None]
        kept.save()
        tell("Import", str(kept.pk), "import.made", _event(kept, outlook), by)
        seal_after_commit()
    return kept


def _about(path: Path, outlook: Outlook) -> dict[str, Any]:
    raw = content(path)
    digest = sha256(raw).hexdigest()
    left = [fate for fate in outlook.fates if fate.outcome in REASONS]
    return {
        "file": path.name[:400],
        "sha256": digest,
        "unchanged": outlook.count(KNOWN),
        "refused": [{"file": path.name, "row": fate.row, "why": REASONS[fate.outcome]} for fate in left],
        "files": [{"name": path.name, "sha256": digest, "size": len(raw), "sheets": []}],
    }


def _event(kept: Import, outlook: Outlook) -> dict[str, Any]:
    """What the ledger says of the import: counts and the file's hash, no cell of any row."""
    return {
        "files": [{name: kept.files[0][name] for name in ("name", "sha256", "size")}],
        "mapping": None,
        "created": outlook.count(NEW),
        "changed": outlook.count(CHANGED),
        "unchanged": kept.unchanged,
        "refused": len(kept.refused),
    }


def guessed(path: Path) -> Meant:
    """What a file's columns seem to mean. Raises Refused."""
    table = table_of(path)
    return fits(table.columns, table.rows)
