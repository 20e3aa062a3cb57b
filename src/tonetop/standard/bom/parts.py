"""One component or service of a bill of materials, and the fields of the register that say the same; both ways.

Source: the JSON schema of CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/), ECMA-424.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Plain = dict[str, Any]

TYPES = {
    "machine-learning-model": "model",
    "data": "dataset",
    "library": "library",
    "framework": "framework",
    "application": "application",
    "platform": "platform",
    "container": "container",
    "file": "file",
}
"""What a component's type is called here; a service is told by where it stands."""
KINDS = (*TYPES.values(), "service", "other")
STATES = ("candidate", "in-use", "rejected", "ended")
CANDIDATE, IN_USE, REJECTED, ENDED = STATES
APPROACHES = ("supervised", "unsupervised", "reinforcement-learning", "semi-supervised", "self-supervised")
WRITTEN = {kind: type for type, kind in TYPES.items()} | {"other": "device"}
LISTS = (
    "licences",
    "hashes",
    "addresses",
    "data_categories",
    "measures",
    "uses",
    "users",
    "limitations",
    "places",
)
TEXTS = ("version", "supplier", "description", "purl", "classification", "task", "approach", "architecture")
OWN = "tonetop:"
"""What the names of our own properties begin with: a field for which CycloneDX has no place in such a component."""
COMMON = frozenset(
    (
        *(
            "Apache-2.0",
            "MIT",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "ISC",
            "MPL-2.0",
            "EPL-2.0",
            "Unlicense",
            "0BSD",
        ),
        *("GPL-2.0-only", "GPL-3.0-only", "LGPL-2.1-only", "LGPL-3.0-only", "AGPL-3.0-only", "CC0-1.0"),
        *("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "ODbL-1.0", "PDDL-1.0", "PSF-2.0"),
        *(
            "GPL-2.0-or-later",
            "GPL-3.0-or-later",
            "LGPL-2.1-or-later",
            "LGPL-3.0-or-later",
            "AGPL-3.0-or-later",
        ),
    )
)
"""Licences that are written by their id of SPDX's list; any other is written by its name."""
ALGORITHMS = (
    *("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512", "SHA3-256", "SHA3-384", "SHA3-512"),
    *("BLAKE2b-256", "BLAKE2b-384", "BLAKE2b-512", "BLAKE3"),
)
_HASH = re.compile(rf"({'|'.join(ALGORITHMS)}):([0-9a-fA-F]{{32,128}})")
_MEASURE = re.compile(r"(.*?\S)\s+(\S*\d\S*)(?:\s+\((.*)\))?")


class Misshapen(ValueError):
    """A component that is not as CycloneDX writes one; the message completes the sentence "row 3 …"."""


def is_hash(text: str) -> bool:
    """Whether a text names an algorithm that CycloneDX knows, and as many digits as one gives."""
    return _HASH.fullmatch(text) is not None


def fields(component: Mapping[str, Any], *, service: bool = False) -> Plain:
    """The fields that a component, or a service, fills; what it is trained on is settled by the document.

    Raises Misshapen, with the key that is not as it should be.
    """
    name = _text(component, "name")
    if not name:
        raise Misshapen("has no name")
    group = _text(component, "group")
    plain: Plain = {
        "name": f"{group}/{name}" if group else name,
        "kind": "service" if service else TYPES.get(_text(component, "type"), "other"),
        "version": _text(component, "version"),
        "supplier": _text(_mapping(component, "provider" if service else "supplier"), "name"),
        "description": _text(component, "description"),
        "licences": [_licence(one) for one in _mappings(component, "licenses")],
        "purl": _text(component, "purl"),
        "hashes": [f"{_text(h, 'alg')}:{_text(h, 'content')}" for h in _mappings(component, "hashes")],
        "addresses": _texts(component, "endpoints"),
        "places": [_place(one) for one in _mappings(_mapping(component, "evidence"), "occurrences")],
    }
    plain |= _data(component, service=service) | _learning(_mapping(component, "modelCard"))
    plain |= _own(_mappings(component, "properties"))
    return {name: value for name, value in plain.items() if value}


def _own(properties: list[Mapping[str, Any]]) -> Plain:
    """The fields that stand among the properties, as we write them."""
    told: Plain = {}
    for one in properties:
        name = _text(one, "name").removeprefix(OWN).replace("-", "_")
        if f"{OWN}{name.replace('_', '-')}" != _text(one, "name"):
            continue
        if name in LISTS:
            told.setdefault(name, []).append(_text(one, "value"))
        elif name in TEXTS and (name != "approach" or _text(one, "value") in APPROACHES):
            told[name] = _text(one, "value")
    return told


def component(part: Mapping[str, Any]) -> Plain:
    """The component or service that says what a part's fields say, without its reference and what it depends on."""
    said = _native(part)
    back = fields(said, service=part["kind"] == "service")
    left = [name for name in TEXTS if part.get(name) and part[name] != back.get(name)]
    told = [{"name": f"{OWN}{name}", "value": part[name]} for name in left]
    for name in LISTS:
        if list(part.get(name) or ()) != back.get(name, []):
            told += [{"name": f"{OWN}{name.replace('_', '-')}", "value": one} for one in part[name]]
    return said | ({"properties": told} if told else {})


def _native(part: Mapping[str, Any]) -> Plain:
    """What CycloneDX has a place for."""
    service = part["kind"] == "service"
    said: Plain = {} if service else {"type": WRITTEN[part["kind"]]}
    if part.get("supplier"):
        said["provider" if service else "supplier"] = {"name": part["supplier"]}
    said |= {name: part[name] for name in ("name", "version", "description") if part.get(name)}
    if part.get("licences"):
        said["licenses"] = licences(part["licences"])
    if service:
        said |= {"endpoints": list(part["addresses"])} if part.get("addresses") else {}
        data = [{"flow": "unknown", "classification": one} for one in part.get("data_categories") or ()]
        return said | ({"data": data} if data else {})
    hashes = [told.partition(":") for told in part.get("hashes") or ()]
    if hashes:
        said["hashes"] = [{"alg": alg, "content": content} for alg, _, content in hashes]
    said |= {"purl": part["purl"]} if part.get("purl") else {}
    said |= _data_of(part) | _card(part)
    places = [_occurrence(told) for told in part.get("places") or ()]
    return said | ({"evidence": {"occurrences": places}} if places else {})


def licences(told: Any) -> list[Plain]:
    """Licences as CycloneDX writes them: one expression, or each by its id or name."""
    listed = list(told)
    if len(listed) == 1 and re.search(r"\s(AND|OR|WITH)\s", listed[0]):
        return [{"expression": listed[0]}]
    return [{"license": {"id" if one in COMMON else "name": one}} for one in listed]


def _licence(one: Mapping[str, Any]) -> str:
    held = _mapping(one, "license")
    found = _text(one, "expression") or _text(held, "id") or _text(held, "name")
    if not found:
        raise Misshapen("has a licence without id, name or expression")
    return found


def _place(one: Mapping[str, Any]) -> str:
    line = one.get("line")
    if line is not None and (not isinstance(line, int) or isinstance(line, bool)):
        raise Misshapen("has a line in evidence.occurrences that is no number")
    return f"{_text(one, 'location')}:{line}" if line is not None else _text(one, "location")


def _occurrence(told: str) -> Plain:
    path, _, line = told.rpartition(":")
    return {"location": path, "line": int(line)} if path and line.isdecimal() else {"location": told}


def _data(component: Mapping[str, Any], *, service: bool) -> Plain:
    found = _mappings(component, "data")
    if service:
        return {"data_categories": [text for one in found if (text := _text(one, "classification"))]}
    sensitive = [text for one in found for text in _texts(one, "sensitiveData")]
    said = {text for one in found if (text := _text(one, "classification"))}
    return {"data_categories": sensitive, "classification": said.pop() if len(said) == 1 else ""}


def _data_of(part: Mapping[str, Any]) -> Plain:
    told: Plain = {}
    if part.get("classification"):
        told["classification"] = part["classification"]
    if part.get("data_categories"):
        told["sensitiveData"] = list(part["data_categories"])
    return {"data": [{"type": "dataset", **told}]} if part["kind"] == "dataset" else {}


def _learning(card: Mapping[str, Any]) -> Plain:
    how, about = _mapping(card, "modelParameters"), _mapping(card, "considerations")
    approach = _text(_mapping(how, "approach"), "type")
    shape = (_text(how, "architectureFamily"), _text(how, "modelArchitecture"))
    measures = _mappings(_mapping(card, "quantitativeAnalysis"), "performanceMetrics")
    return {
        "task": _text(how, "task"),
        "approach": approach if approach in APPROACHES else "",
        "architecture": " · ".join(text for text in shape if text),
        "measures": [told for one in measures if (told := _measure(one))],
        "uses": _texts(about, "useCases"),
        "users": _texts(about, "users"),
        "limitations": _texts(about, "technicalLimitations"),
    }


def _measure(one: Mapping[str, Any]) -> str:
    told = f"{_text(one, 'type')} {_text(one, 'value')}".strip()
    return f"{told} ({_text(one, 'slice')})" if _text(one, "slice") else told


def _card(part: Mapping[str, Any]) -> Plain:
    """The model card of a model, as far as anything of it is known."""
    if part["kind"] != "model":
        return {}
    how: Plain = {"task": part["task"]} if part.get("task") else {}
    if part.get("approach"):
        how["approach"] = {"type": part["approach"]}
    family, dot, shape = (part.get("architecture") or "").partition(" · ")
    if dot:
        how["architectureFamily"] = family
    if shape or family:
        how["modelArchitecture"] = shape or family
    about = {"useCases": "uses", "users": "users", "technicalLimitations": "limitations"}
    told = {key: list(part[name]) for key, name in about.items() if part.get(name)}
    card: Plain = {"modelParameters": how} if how else {}
    measures = [_told(one) for one in part.get("measures") or ()]
    card |= {"quantitativeAnalysis": {"performanceMetrics": measures}} if measures else {}
    card |= {"considerations": told} if told else {}
    return {"modelCard": card} if card else {}


def _told(measure: str) -> Plain:
    found = _MEASURE.fullmatch(measure)
    if found is None:
        return {"type": measure}
    told = {"type": found[1], "value": found[2]}
    return told | ({"slice": found[3]} if found[3] else {})


def _text(of: Mapping[str, Any], key: str) -> str:
    value = of.get(key)
    if value is not None and not isinstance(value, str):
        raise Misshapen(f"has a {key} that is no text")
    return (value or "").strip()


def _mapping(of: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = of.get(key)
    if value is not None and not isinstance(value, dict):
        raise Misshapen(f"has a {key} that is no object")
    return value or {}


def _listed(of: Mapping[str, Any], key: str, item: type, what: str) -> list[Any]:
    value = of.get(key)
    if value is not None and not (isinstance(value, list) and all(isinstance(one, item) for one in value)):
        raise Misshapen(f"has {key} that are no list of {what}")
    return value or []


def _mappings(of: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return _listed(of, key, dict, "objects")


def _texts(of: Mapping[str, Any], key: str) -> list[str]:
    return [one.strip() for one in _listed(of, key, str, "texts") if one.strip()]
