"""Catalogues in OSCAL (NIST) as frameworks: every control is taken, whole; what else the file holds is counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tonetop.standard.framework import Asked, Framework, Misdescribed

DEEPEST = 12
"""How deep groups, controls and parts may be nested."""


@dataclass(frozen=True, slots=True)
class Read:
    """A catalogue that was read: the framework, and how many things of each kind have no place among requirements."""

    framework: Framework
    left: dict[str, int]


def is_oscal(told: Any) -> bool:
    """Whether plain data is an OSCAL document of some kind."""
    return isinstance(told, dict) and len(told) == 1 and isinstance(next(iter(told.values())), dict)


def read(key: str, told: Any) -> Read:
    """The framework of a catalogue, each control (those below others too) with all of it. Raises Misdescribed."""
    if not is_oscal(told) or "catalog" not in told:
        kind = next(iter(told), "nothing") if isinstance(told, dict) else "no mapping"
        raise Misdescribed(f"{key}: is no OSCAL catalogue; it holds {kind}")
    held = told["catalog"]
    about = held.get("metadata") or {}
    left: dict[str, int] = {"metadata": len(about)}
    if held.get("back-matter"):
        left["back-matter"] = sum(len(one) for one in held["back-matter"].values() if isinstance(one, list))
    asked = tuple(_group(key, held, "", left, 0))
    if not asked:
        raise Misdescribed(f"{key}: holds no control")
    name = " ".join(str(about.get("title") or key).split())
    version = str(about.get("version") or "")
    return Read(Framework(key, name, version, "OSCAL", _apart(asked)), {k: n for k, n in left.items() if n})


def _group(key: str, held: Any, part: str, left: dict[str, int], depth: int) -> Iterator[Asked]:
    """The controls of a group, then those of the groups within it."""
    if not isinstance(held, dict) or depth > DEEPEST:
        raise Misdescribed(f"{key}: {part or 'the catalogue'}: is no group, or nested too deep")
    for name, value in held.items():
        if name not in ("id", "uuid", "title", "class", "controls", "groups", "metadata", "back-matter"):
            left[f"groups: {name}"] = left.get(f"groups: {name}", 0) + (
                len(value) if isinstance(value, list) else 1
            )
    for control in held.get("controls") or ():
        yield from _control(key, control, part, depth)
    for group in held.get("groups") or ():
        title = str(group.get("title") or group.get("id") or "") if isinstance(group, dict) else ""
        yield from _group(key, group, title, left, depth + 1)


def _control(key: str, control: Any, part: str, depth: int) -> Iterator[Asked]:
    if not isinstance(control, dict) or not control.get("id") or depth > DEEPEST:
        raise Misdescribed(f"{key}: {part or 'the catalogue'}: a control without id, or nested too deep")
    props = _props(control)
    own = {name: value for name, value in control.items() if name != "controls"}
    status = "withdrawn" if props.get("status", "").casefold() == "withdrawn" else "active"
    number = props.get("label") or str(control["id"]).upper()
    title = " ".join(str(control.get("title") or control["id"]).split())
    text = "\n".join(_prose(part for part in control.get("parts") or () if part.get("name") == "statement"))
    yield Asked(number, title, part, text, (), status, json.dumps(own, ensure_ascii=False, sort_keys=True))
    for below in control.get("controls") or ():
        yield from _control(key, below, part, depth + 1)


def _props(held: dict[str, Any]) -> dict[str, str]:
    """The properties by name; OSCAL before 1.0 writes `properties`. Of several the first that has no class counts."""
    found: dict[str, str] = {}
    rows = held.get("props") or held.get("properties") or ()
    for row in sorted(rows, key=lambda row: bool(row.get("class"))):
        found.setdefault(str(row.get("name")), str(row.get("value") or ""))
    return found


def _prose(parts: Any) -> Iterator[str]:
    """The texts of parts, those within each behind it, each with its label."""
    for part in parts:
        label, prose = _props(part).get("label", ""), str(part.get("prose") or "")
        if prose:
            yield f"{label} {prose}".strip()
        yield from _prose(part.get("parts") or ())


def _apart(asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """The same, numbers that stand twice told apart by their place."""
    seen: dict[str, int] = {}
    found = []
    for one in asked:
        seen[one.number] = seen.get(one.number, 0) + 1
        number = one.number if seen[one.number] == 1 else f"{one.number} [{seen[one.number]}]"
        found.append(Asked(number, one.title, one.part, one.statement, (), one.status, one.source))
    return tuple(found)
