"""A facts file: record types with their records, judged whole before anything is done with it."""

from __future__ import annotations

import zoneinfo
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.core.shape import Field, Misfit, Shape
from tonetop.standard import catalogue, plain_yaml
from tonetop.standard.schema import BUILT_INS, row, shapes

BUSINESSES = ("software", "other")
HEADS = ("organisation", "parameters")


class Refused(ValueError):
    """A facts file that is not taken; the message is one sentence that names the place and what to do."""


@dataclass
class FactsFile:
    """Judged facts: rows by type (versions apart), parameter overrides, organisation; a source of versions."""

    records: dict[str, list[Row]] = field(default_factory=dict)
    parameters: dict[str, float] = field(default_factory=dict)
    organisation: dict[str, str] = field(default_factory=dict)

    def versions(self, type: str) -> Sequence[Row]:
        """Every version of every record of a type, in one order whatever the file's.

        So the same facts give the same reasons to the letter.
        """
        return sorted(self.records.get(type, ()), key=lambda version: (version.id, version.recorded_on or ""))

    def facts(self, as_of: str, known_on: str | None = None) -> Facts:
        """The facts as they held on a day and were known on another."""
        parameters = catalogue.parameters() | self.parameters
        return set_for(Facts(self, shapes(), as_of, known_on, parameters, self.organisation))


def set_for(facts: Facts) -> Facts:
    """The facts with the parameters that the organisation has set by records as of the day."""
    own = {row.parameter: row.value for row in facts.rows("ParameterSetting") if row.value is not None}
    facts.parameters.update(own)
    return facts


def read(path: Path) -> FactsFile:
    """Read and judge a facts file, YAML or (by its ending .json) JSON. Raises Refused."""
    try:
        with path.open("rb") as file:
            raw = file.read(plain_yaml.MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {error.strerror}") from None
    try:
        plain = plain_yaml.read(raw, json_text=path.suffix.lower() == ".json")
    except plain_yaml.Unreadable as broken:
        raise Refused(f"{path}: {broken}") from None
    return take(plain, str(path))


Elsewhere = Callable[[str, Collection[str]], Collection[str]]
"""Tells which of some ids of a record type are known outside the file, where it is imported."""


def nowhere(type: str, idents: Collection[str]) -> Collection[str]:
    """No record is known outside the file."""
    return ()


def take(plain: Any, name: str = "facts", elsewhere: Elsewhere = nowhere) -> FactsFile:
    """Judge plain data as a facts file; `name` opens every refusal. Raises Refused for the first mistake."""
    if not isinstance(plain, Mapping):
        raise Refused(f"{name}: must be a mapping of record types, not {_kind(plain)}")
    found = FactsFile()
    try:
        for head, value in plain.items():
            if head == "organisation":
                found.organisation = _organisation(value)
            elif head == "parameters":
                found.parameters = _parameters(value)
            elif head in shapes():
                found.records[head] = [row(head, values) for values in _records(shapes()[head], value)]
            else:
                named = head if head.isidentifier() else repr(head)
                raise Refused(f"{named} is no record type; the types are {', '.join(shapes())}")
        _versions(found)
        references(found.records, elsewhere)
    except Refused as refused:
        raise Refused(f"{name}: {refused}") from None
    return found


def _kind(value: object) -> str:
    kinds = {list: "a list", str: "a text", dict: "a mapping", type(None): "null", bool: "true or false"}
    return kinds.get(type(value), "a number")


def _organisation(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise Refused(f"organisation must be a mapping, not {_kind(value)}")
    for name, said in value.items():
        if name not in ("name", "time_zone", "business"):
            raise Refused(
                f"organisation does not know the field {name}; it takes name, time_zone and business"
            )
        if not isinstance(said, str):
            raise Refused(f"organisation.{name} must be a text, not {_kind(said)}")
    zone = value.get("time_zone")
    if zone and not is_zone(zone):
        raise Refused(f"organisation.time_zone {zone!r} is no IANA time zone; write one such as Europe/Oslo")
    business = value.get("business")
    if business and business not in BUSINESSES:
        raise Refused(
            f"organisation.business does not know the word {business!r}; it takes software or other"
        )
    return {name: said for name, said in value.items() if said}


def is_zone(name: str) -> bool:
    """Whether a name is one of the IANA time zone database; what else lies in its folder is none."""
    if name.partition("/")[0] in ("posix", "right", "posixrules", "localtime"):
        return False
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _parameters(value: object) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise Refused(f"parameters must be a mapping, not {_kind(value)}")
    taken: dict[str, float] = {}
    for name, number in value.items():
        if name not in catalogue.parameters():
            raise Refused(f"parameters does not know {name}; the catalogue lists the parameters there are")
        try:
            taken[name] = Field(name, "number").take(number)
        except Misfit as misfit:
            raise Refused(f"parameters.{name} {misfit}") from None
    return taken


def _records(shape: Shape, value: object) -> Iterable[dict[str, Any]]:
    if not isinstance(value, list):
        raise Refused(f"{shape.type} must be a list of records, not {_kind(value)}")
    for place, raw in enumerate(value, 1):
        yield record(shape, raw, f"{shape.type} record {place}")


def record(shape: Shape, raw: object, place: str) -> dict[str, Any]:
    """Judge one plain record against its shape; missing fields stay out. Raises Refused."""
    if not isinstance(raw, Mapping):
        raise Refused(f"{place} must be a mapping of fields, not {_kind(raw)}")
    if shape.has_id and isinstance(raw.get("id"), str) and raw["id"]:
        place = f"{shape.type} {raw['id']}"
    taken: dict[str, Any] = {}
    for name, value in raw.items():
        judge = (
            Field("id", "text")
            if name == "id" and shape.has_id
            else shape.fields.get(name) or BUILT_INS.get(name)
        )
        if judge is None:
            raise Refused(
                f"{place} does not know the field {name}; {shape.type} takes {', '.join(shape.fields)}"
            )
        try:
            taken[name] = judge.take(value)
        except Misfit as misfit:
            raise Refused(f"{place}: {name} {misfit}") from None
    for name in shape.required():
        if taken.get(name) is None:
            raise Refused(f"{place} has no {name}; every {shape.type} needs one")
    return taken


def _versions(found: FactsFile) -> None:
    """Refuse two versions of one record that were recorded on the same day, or both on no day."""
    for type, rows in found.records.items():
        own = shapes()[type].own_dates
        seen: set[tuple[str, str | None]] = set()
        for version in rows:
            dated = next((getattr(version, name) for name in own if getattr(version, name)), None)
            stamp = (version.id, version.recorded_on or dated)
            if stamp in seen:
                when = f"both recorded on {stamp[1]}" if stamp[1] else "both without a day of recording"
                raise Refused(
                    f"{type} {version.id} stands twice, {when}; give each version its own recorded_on"
                )
            seen.add(stamp)


def references(records: Mapping[str, Sequence[Row]], elsewhere: Elsewhere = nowhere) -> None:
    """Refuse the first reference that leads nowhere or to another type. Raises Refused."""
    there = {
        type: {version.id for version in rows} for type, rows in records.items() if shapes()[type].has_id
    }
    for type, idents in _wanted(records).items():
        missing = idents - there.get(type, set())
        if missing:
            there.setdefault(type, set()).update(elsewhere(type, missing))
    for type, rows in records.items():
        linking = [(judge.name, _leads_to(judge)) for judge in linking_fields(shapes()[type])]
        for version in rows:
            for name, to in linking:
                for ident in targets(getattr(version, name)):
                    if not any(ident in there.get(target, ()) for target in to):
                        raise Refused(f"{type} {version.id}: {_astray(name, ident, to, there)}")


def _leads_to(judge: Field) -> tuple[str, ...]:
    """The types a reference may lead to; `any` is every type whose records have an id."""
    if judge.to and judge.to != ("any",):
        return judge.to
    return tuple(type for type, own in shapes().items() if own.has_id)


def _wanted(records: Mapping[str, Sequence[Row]]) -> dict[str, set[str]]:
    """Ids that are referred to, by each type they may be of."""
    found: dict[str, set[str]] = defaultdict(set)
    for type, rows in records.items():
        for judge in linking_fields(shapes()[type]):
            named = {ident for version in rows for ident in targets(getattr(version, judge.name))}
            for target in _leads_to(judge) if named else ():
                found[target] |= named
    return found


def _astray(name: str, ident: str, to: tuple[str, ...], there: Mapping[str, set[str]]) -> str:
    wanted = "record" if len(to) > 5 else " or ".join(to)
    others = [type for type, idents in there.items() if ident in idents]
    other = f"; that id is of {', '.join(others)}" if others else ""
    return f"{name} names {ident!r}, but there is no {wanted} of that id{other}"


def linking_fields(shape: Shape) -> list[Field]:
    """The fields of a shape that hold references, entered_by among them."""
    own = [judge for judge in shape.fields.values() if judge.to or judge.kind == "inputs"]
    return [*own, BUILT_INS["entered_by"]]


def targets(value: Any) -> Iterable[str]:
    """The ids that a reference, a list of them, or a mapping of lists names."""
    if not value:
        return ()
    if isinstance(value, str):
        return (value,)
    return [ident for ids in value.values() for ident in ids] if isinstance(value, dict) else value
