"""Writes a bill of materials of an AI system as CycloneDX 1.6: the same records give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from tonetop.standard.bom.document import PREFIX, STATES
from tonetop.standard.bom.parts import OWN, Misshapen, Plain, component, fields

SPEC = "1.6"
_SPACE = UUID("5f1d2c0e-52d7-5d0c-9b0f-6a5a1c3d7e42")
"""The name space of our serial numbers."""


def written(system: Mapping[str, Any], parts: Sequence[Mapping[str, Any]], about: Mapping[str, str]) -> Plain:
    """The document. system: fields of an AISystem; about: organisation, day (YYYY-MM-DD), version of the program.

    parts: fields of the register, besides `ident`, by which `training_data` names others, and `source`, what was kept.
    """
    refs = _refs(parts)
    made = [_made(part, refs) for part in parts]
    plain: Plain = {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "version": 1,
        "metadata": _metadata(system, about),
        "components": [one for one, part in zip(made, parts, strict=True) if part["kind"] != "service"],
        "services": [one for one, part in zip(made, parts, strict=True) if part["kind"] == "service"],
        "dependencies": _dependencies(parts, refs),
    }
    unmoved = plain | {"metadata": {**plain["metadata"], "timestamp": ""}}
    serial = uuid5(_SPACE, json.dumps(unmoved, ensure_ascii=False, sort_keys=True))
    return {name: value for name, value in plain.items() if value != []} | {
        "serialNumber": f"urn:uuid:{serial}"
    }


def _metadata(system: Mapping[str, Any], about: Mapping[str, str]) -> Plain:
    properties = [
        {"name": f"{OWN}{name.replace('_', '-')}", "value": str(system[name]).lower()}
        for name in ("high_impact", "personal_data")
        if system.get(name) is not None
    ]
    properties += [{"name": f"{OWN}use", "value": use} for use in system.get("uses") or ()]
    head: Plain = {"type": "application", "bom-ref": "system", "name": system["name"]}
    phase = next((phase for phase, state in STATES.items() if state == system.get("state")), "")
    told: Plain = {"timestamp": f"{about['day']}T00:00:00Z"}
    told |= {"lifecycles": [{"phase": phase}]} if phase else {}
    tool = {"type": "application", "name": "Tonetop", "version": about["version"]}
    told |= {
        "tools": {"components": [tool]},
        "component": head | ({"properties": properties} if properties else {}),
    }
    return told | ({"manufacturer": {"name": about["organisation"]}} if about["organisation"] else {})


def _refs(parts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """By which each part is named within the document: what it is, and never an id of ours."""
    refs: dict[str, str] = {}
    taken = {"system"}
    for part in parts:
        ref = part.get("purl") or ":".join(filter(None, (part["kind"], part["name"], part.get("version"))))
        found, number = ref, 2
        while found in taken:
            found, number = f"{ref}#{number}", number + 1
        taken.add(found)
        refs[part["ident"]] = found
    return refs


def _made(part: Mapping[str, Any], refs: Mapping[str, str]) -> Plain:
    one = _with_kept(part)
    trained = sorted(refs[ident] for ident in part.get("training_data") or () if ident in refs)
    card = one.get("modelCard", {})
    how = card.get("modelParameters", {})
    inline = [told for told in how.get("datasets", ()) if "ref" not in told]
    if trained or inline:
        one["modelCard"] = card | {
            "modelParameters": how | {"datasets": [{"ref": ref} for ref in trained] + inline}
        }
    elif "datasets" in how:
        rest = {name: value for name, value in how.items() if name != "datasets"}
        one["modelCard"] = card | {"modelParameters": rest}
    return {"bom-ref": refs[part["ident"]]} | one


def _with_kept(part: Mapping[str, Any]) -> Plain:
    """The part's component, with what a file once said of it, as far as its fields still say the same."""
    service = part["kind"] == "service"
    said = component(part)
    source = part.get("source") or {}
    held = {
        name.removeprefix(PREFIX): json.loads(text)
        for name, text in source.items()
        if name.startswith(PREFIX)
    }
    if _same(said, said | held, service=service):
        return said | held
    for name, value in held.items():
        if _same(said, said | {name: value}, service=service):
            said |= {name: value}
    return said


def _same(one: Plain, other: Plain, *, service: bool) -> bool:
    try:
        return fields(one, service=service) == fields(other, service=service)
    except Misshapen:
        return False


def _dependencies(parts: Sequence[Mapping[str, Any]], refs: Mapping[str, str]) -> list[Plain]:
    """What depends on what: the system on every part, a model on the data that it was trained on."""
    told: list[Plain] = [{"ref": "system", "dependsOn": sorted(refs.values())}] if parts else []
    for part in parts:
        trained = sorted(refs[ident] for ident in part.get("training_data") or () if ident in refs)
        if trained:
            told.append({"ref": refs[part["ident"]], "dependsOn": trained})
    return told
