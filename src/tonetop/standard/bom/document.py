"""Reads a bill of materials from outside: the system it is of, its parts, and of each what no field says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tonetop.standard.bom.parts import OWN, TYPES, Misshapen, Plain, component, fields
from tonetop.standard.facts_file import Refused

VERSIONS = ("1.4", "1.5", "1.6", "1.7")
MOST = 20_000
"""Parts that one file may name."""
DEEPEST = 20
LONGEST = 100_000
"""Characters of one part that are kept beside its fields."""
PREFIX = "cyclonedx:"
"""What the names of source data begin with that stood in a bill of materials."""
STATES = {"design": "planned", "operations": "live", "decommission": "retired"}
"""The state of a system by the phase that its bill of materials names last."""
_ASIDE = ("bom-ref", "components", "services")


@dataclass(slots=True)
class System:
    """The system that a bill of materials is of."""

    name: str
    state: str = ""
    flags: dict[str, bool] = field(default_factory=dict)
    uses: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """One component or service. row: its number in the file; kept: what no field says; wrong: why it is not taken."""

    row: int
    ref: str = ""
    plain: Plain = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    training_data: list[str] = field(default_factory=list)
    wrong: str = ""

    @property
    def key(self) -> str:
        """By which the same part is known again."""
        return key(self.plain)


@dataclass(slots=True)
class Bom:
    """What a bill of materials says."""

    system: System | None
    parts: list[Part]


def is_one(plain: Any) -> bool:
    """Whether a JSON file says that it is a bill of materials of CycloneDX."""
    return isinstance(plain, dict) and "bomFormat" in plain


def key(part: Mapping[str, Any]) -> str:
    """By which a part is known again: its package URL without qualifiers, else its kind, name and version."""
    purl = str(part.get("purl") or "")
    if purl:
        return purl.partition("?")[0].partition("#")[0].casefold()
    return "\n".join(str(part.get(name) or "").casefold() for name in ("kind", "name", "version"))


def read(plain: Mapping[str, Any]) -> Bom:
    """A bill of materials. Raises Refused with one sentence for what is no such file; parts tell what is wrong."""
    if plain.get("bomFormat") != "CycloneDX":
        raise Refused("bomFormat is not CycloneDX; other bills of materials are not read")
    version = plain.get("specVersion")
    if version not in VERSIONS:
        raise Refused(f"specVersion is {str(version)[:20]!r}; versions {', '.join(VERSIONS)} are read")
    told = _object(plain.get("metadata", {}), "metadata")
    head = _object(told.get("component", {}), "metadata.component")
    is_part = TYPES.get(str(head.get("type"))) not in (None, "application", "platform", "container", "file")
    found = [(one, False) for one in _walked({"components": [head]} if is_part else {}, "components")]
    found += [(one, False) for one in _walked({"components": [head]}, "components") if one is not head]
    found += [(one, False) for one in _walked(plain, "components")]
    found += [(one, True) for one in _walked(plain, "services")]
    if len(found) > MOST:
        raise Refused(f"names more than {MOST:,} parts; export the AI system's own ones alone")
    parts = [_part(row, one, service=service) for row, (one, service) in enumerate(found, 1)]
    try:
        return Bom(_system(head, told) if head and not is_part else None, parts)
    except Misshapen as wrong:
        raise Refused(f"metadata.component {wrong}") from None


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Refused(f"{name} is no object")
    return value


def _walked(of: Mapping[str, Any], name: str, depth: int = 0) -> Iterator[Any]:
    """Components or services, and those within them, in their order."""
    listed = of.get(name, [])
    if not isinstance(listed, list):
        raise Refused(f"{name} is no list")
    if depth > DEEPEST:
        raise Refused(f"{name} lie within each other deeper than {DEEPEST} levels")
    for one in listed:
        yield one
        if isinstance(one, dict):
            yield from _walked(one, name, depth + 1)


def _part(row: int, told: Any, *, service: bool) -> Part:
    if not isinstance(told, dict):
        return Part(row, wrong="is no object")
    try:
        plain = fields(told, service=service)
        part = Part(row, _ref(told), plain, kept(told, plain), list(_datasets(told)))
    except Misshapen as wrong:
        return Part(row, wrong=str(wrong))
    if sum(map(len, part.kept.values())) > LONGEST:
        return Part(row, wrong=f"says more than {LONGEST:,} characters that no field takes")
    return part


def kept(told: Mapping[str, Any], plain: Plain) -> dict[str, str]:
    """What a component says and its fields do not say just so, as JSON by key."""
    said = component(plain)
    mine = {name: value for name, value in _without_refs(told).items() if name not in _ASIDE}
    left = {name: value for name, value in mine.items() if said.get(name) != value}
    return {f"{PREFIX}{name}": json.dumps(v, ensure_ascii=False, sort_keys=True) for name, v in left.items()}


def _without_refs(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """A component without the data sets that its model card names by reference, which a field of its own holds."""
    card = told.get("modelCard") or {}
    how = card.get("modelParameters") or {}
    listed = how.get("datasets")
    if not isinstance(listed, list):
        return told
    rest = [one for one in listed if not (isinstance(one, dict) and "ref" in one)]
    how = {name: value for name, value in how.items() if name != "datasets"} | (
        {"datasets": rest} if rest else {}
    )
    bare = {name: value for name, value in card.items() if name != "modelParameters"}
    bare |= {"modelParameters": how} if how else {}
    return {name: value for name, value in told.items() if name != "modelCard"} | (
        {"modelCard": bare} if bare else {}
    )


def _ref(told: Mapping[str, Any]) -> str:
    ref = told.get("bom-ref", "")
    if not isinstance(ref, str):
        raise Misshapen("has a bom-ref that is no text")
    return ref


def _datasets(told: Mapping[str, Any]) -> Iterator[str]:
    """References of the data that a model was trained on."""
    how = (told.get("modelCard") or {}).get("modelParameters") or {}
    listed = how.get("datasets", [])
    if not isinstance(listed, list):
        raise Misshapen("has datasets that are no list")
    for one in listed:
        if isinstance(one, dict) and isinstance(one.get("ref"), str):
            yield one["ref"]


def _system(head: Mapping[str, Any], told: Mapping[str, Any]) -> System:
    plain = fields(head)
    system = System(plain["name"])
    cycles = told.get("lifecycles", [])
    if not isinstance(cycles, list):
        raise Refused("metadata.lifecycles is no list")
    phases = [one.get("phase") for one in cycles if isinstance(one, dict)]
    system.state = next((STATES[one] for one in reversed(phases) if one in STATES), "")
    listed = head.get("properties", [])
    for one in listed if isinstance(listed, list) else []:
        name, value = (
            (str(one.get(key, "")) for key in ("name", "value")) if isinstance(one, dict) else ("", "")
        )
        if name == f"{OWN}use":
            system.uses.append(value)
        elif name in (f"{OWN}high-impact", f"{OWN}personal-data") and value in ("true", "false"):
            system.flags[name.removeprefix(OWN).replace("-", "_")] = value == "true"
    return system
