"""What Word, PowerPoint and Excel files have in common: who made them and when, relations, macros, what is embedded."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from tonetop.documents.formats.days import iso_day
from tonetop.documents.formats.xml import child, name, tree, value
from tonetop.documents.manuscript import Manuscript
from tonetop.documents.package import Package

CORE = "docProps/core.xml"
MACROS = "it carries macros, which were left alone"
EMBEDDED = "it carries other files within, which were left alone"


def about(package: Package) -> dict[str, str]:
    """Title, author, created and modified as the file itself names them; not checked by anybody."""
    if CORE not in package:
        return {}
    root = tree(package.read(CORE), CORE)
    told = {name(element): "".join(element.itertext()) for element in root}
    return {
        "title": told.get("title", ""),
        "author": told.get("creator", "") or told.get("lastModifiedBy", ""),
        "created": iso_day(told.get("created", "")),
        "modified": iso_day(told.get("modified", "")),
    }


def related(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to within the file: id -> (kind, name of the part), in the file's order."""
    path = PurePosixPath(part)
    listed = str(path.parent / "_rels" / f"{path.name}.rels")
    if listed not in package:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for link in tree(package.read(listed), listed):
        if value(link, "TargetMode").lower() != "external":
            kind = value(link, "Type").rpartition("/")[2]
            found[value(link, "Id")] = (kind, _within(path.parent, value(link, "Target")))
    return found


def _within(folder: PurePosixPath, target: str) -> str:
    """The name of a part, seen from the folder of another; `..` climbs no further than the top."""
    steps: list[str] = [] if target.startswith("/") else list(folder.parts)
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def left_alone(package: Package, script: Manuscript) -> None:
    """Say which things of the file no reader opens."""
    names = [entry.lower() for entry in package.names()]
    if any(entry.endswith("vbaproject.bin") for entry in names):
        script.notice("macros", MACROS)
    if any("/embeddings/" in entry or "/activex/" in entry for entry in names):
        script.notice("embedded files", EMBEDDED)


def is_on(properties: Any, flag: str) -> bool:
    """Whether a property such as w:vanish is there and not switched off."""
    found = child(properties, flag) if properties is not None else None
    return found is not None and value(found, "val").lower() not in ("0", "false", "off", "none")
