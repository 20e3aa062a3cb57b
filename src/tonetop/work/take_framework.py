"""Take a framework of one's own from a file: YAML in our small form, or a catalogue in OSCAL; all of it or nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tonetop.records import intake, write
from tonetop.records.intake import Refused
from tonetop.records.write import By, Change
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


def take(path: Path, by: By, key: str = "", preview: bool = False) -> Taken:
    """Take a file; an equal requirement is left as it is, another a new version. Raises Refused."""
    found, left = read(path, key)
    if found.key in framework.shipped():
        raise Refused(f"{found.key} ships with the product; give yours another name with --name")
    told = [(TYPE, _plain(found, asked), _source(asked)) for asked in found.requirements]
    changes = [Change(entry) for entry in intake.take_all(told)]
    done = (write.rehearse if preview else write.save_all)(changes, by)
    made = sum(row is not None for row in done)
    return Taken(found, made, len(changes) - made, left)


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
