"""A framework of one's own from a file, YAML in our small form or a catalogue in OSCAL: look, take, withdraw."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from tonetop.records import clock, intake, write
from tonetop.records.intake import Entry, Refused
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.write import By, Change, Overtaken
from tonetop.standard import framework, oscal, plain_yaml
from tonetop.standard.framework import Asked, Framework

TYPE = "FrameworkRequirement"
WHOLE = "OSCAL"
"""Under what name a record keeps the whole of what it was read from, as source data."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file brought: its framework, how many requirements were new, changed or the same, what had no place."""

    framework: Framework
    made: int
    same: int
    left: dict[str, int] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        about = {"framework": self.framework.key, "name": self.framework.name}
        held = len(self.framework.requirements)
        return about | {"requirements": held, "taken": self.made, "unchanged": self.same, "left": self.left}


def read(path: Path, key: str = "") -> tuple[Framework, dict[str, int]]:
    """The framework of a file, and what of it has no place; key: what it is called here. Raises Refused."""
    key = key or path.stem
    try:
        told = plain_yaml.read(path.read_bytes(), json_text=path.suffix.lower() == ".json")
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {error.strerror}") from None
    except plain_yaml.Unreadable as broken:
        raise Refused(f"{path}: {broken}") from None
    try:
        if oscal.is_oscal(told):
            found = oscal.read(key, told)
            return found.framework, found.left
        return framework.read(key, told), {}
    except framework.Misdescribed as wrong:
        raise Refused(f"{path.name}: {wrong}") from None


NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True, slots=True)
class Fate:
    """What a file brings for one requirement: nothing yet of it here, another version, or the same as here.

    fields: which fields change.
    """

    asked: Asked
    state: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What taking a file would do: the fate of each requirement, numbers that stand here and not in the file."""

    framework: Framework
    fates: tuple[Fate, ...]
    gone: tuple[str, ...]
    left: dict[str, int] = field(default_factory=dict)

    def count(self, state: str) -> int:
        """How many requirements have a fate."""
        return sum(fate.state == state for fate in self.fates)

    @property
    def links(self) -> int:
        """How many links of the crosswalk it holds: clauses and controls of ISO/IEC 42001 that back a requirement."""
        return sum(len(asked.backed_by) for asked in self.framework.requirements)

    @property
    def unbacked(self) -> int:
        """How many requirements nothing here backs."""
        return sum(not asked.backed_by for asked in self.framework.requirements)

    @property
    def seen(self) -> str:
        """A hash of what was looked at, which the word to take it gives back."""
        told = (self.framework, self.fates, self.gone)
        return sha256(repr(told).encode()).hexdigest()


def look(path: Path, key: str = "") -> Outlook:
    """What taking a file would do; nothing is stored. Raises Refused."""
    found, left = _own(path, key)
    entries = _entries(found)
    done = write.rehearse([Change(entry) for entry in entries], By())
    held = {row.ref: row for row in standing(found.key)}
    fates = [
        Fate(asked, *_fate(entry, held.get(entry.ref), row))
        for asked, entry, row in zip(found.requirements, entries, done, strict=True)
    ]
    gone = sorted(row.number for ref, row in held.items() if ref not in {entry.ref for entry in entries})
    return Outlook(found, tuple(fates), tuple(gone), left)


def _fate(entry: Entry, held: Any, made: Record | None) -> tuple[str, tuple[str, ...]]:
    if made is None:
        return SAME, ()
    if held is None:
        return NEW, ()
    before = write.values_of(held)
    names = sorted({*before, *entry.values} - {"id"})
    return CHANGED, tuple(name for name in names if before.get(name) != entry.values.get(name))


def standing(key: str) -> list[Any]:
    """The requirements of a framework of one's own that stand today."""
    return list(registers()[TYPE].objects.on(clock.today()).filter(framework=key).order_by("ref"))


def take(path: Path, by: By, key: str = "", preview: bool = False, seen: str = "") -> Taken:
    """Take a file; an equal requirement is left as it is, another a new version.

    seen: the hash of the look that was confirmed, if there was one. Raises Refused, Overtaken.
    """
    found, left = _own(path, key)
    if seen and look(path, key).seen != seen:
        raise Overtaken("what stands here changed since you looked; look at the file again")
    changes = [Change(entry) for entry in _entries(found)]
    done = (write.rehearse if preview else write.save_all)(changes, by)
    made = sum(row is not None for row in done)
    return Taken(found, made, len(changes) - made, left)


def withdraw(key: str, by: By, seen: int | None = None) -> int:
    """Withdraw a framework of one's own from today on; gives how many requirements that were.

    seen: how many stood when it was asked. Raises Refused, Overtaken.
    """
    if key in framework.shipped():
        raise Refused(f"{key} ships with the product and stays")
    rows = standing(key)
    if not rows:
        raise Refused(f"there is no framework {key} of your own")
    if seen is not None and seen != len(rows):
        raise Overtaken("its requirements changed since you looked; look again")
    today = clock.today()
    write.save_all([_withdrawal(row, today) for row in rows], by)
    return len(rows)


def _withdrawal(row: Record, today: str) -> Change:
    values = write.values_of(row) | {"withdrawn_on": today}
    return Change(Entry(TYPE, row.ref, values, row.source_data), row.revision, withdraw=True)


def _own(path: Path, key: str) -> tuple[Framework, dict[str, int]]:
    found, left = read(path, key)
    if found.key in framework.shipped():
        raise Refused(f"{found.key} ships with the product; give yours another name with --name")
    return found, left


def _entries(found: Framework) -> list[Entry]:
    told = [(TYPE, _plain(found, asked), _source(asked)) for asked in found.requirements]
    return intake.take_all(told)


def _plain(found: Framework, asked: Asked) -> dict[str, Any]:
    plain = {
        "framework": found.key,
        "number": asked.number,
        "title": asked.title,
        "part": asked.part,
        "statement": asked.statement,
        "backed_by": list(asked.backed_by),
        "status": asked.status,
    }
    return {name: value for name, value in plain.items() if value}


def _source(asked: Asked) -> dict[str, str]:
    """The whole of what it was read from, so that nothing of the file is lost."""
    return {WHOLE: asked.source} if asked.source else {}


def whole(source: dict[str, str]) -> Any:
    """What a record was read from, as it stood in the file."""
    return json.loads(source[WHOLE])
