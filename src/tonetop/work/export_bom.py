"""Export an AI system as a bill of materials (CycloneDX 1.6): its parts, the services it runs on, what code shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tonetop import __version__
from tonetop.core.facts import Facts
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.scans import KeptScan
from tonetop.standard.bom import written
from tonetop.standard.bom.document import key
from tonetop.standard.bom.parts import CANDIDATE, IN_USE, LISTS, TEXTS
from tonetop.work.assess import assess
from tonetop.work.run_scan import latest

Plain = dict[str, Any]
MEDIA = "application/vnd.cyclonedx+json; version=1.6"


def export_bom(
    out: Path, system: str, *, candidates: bool = False, as_of: str | None = None, known_on: str | None = None
) -> int:
    """Write the bill of materials of a system; gives the number of parts. Raises Refused."""
    if not out.name.lower().endswith(".json"):
        raise Refused(f"{out}: a bill of materials is written as JSON; end the name with .cdx.json")
    plain = bom(assess(as_of, known_on).facts, system, candidates=candidates, known_on=known_on)
    try:
        out.write_bytes(raw(plain))
    except OSError as error:
        raise Refused(f"{out}: cannot be written: {error.strerror}") from None
    return len(plain.get("components", ())) + len(plain.get("services", ()))


def raw(plain: Plain) -> bytes:
    """A bill of materials as a file."""
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def bom(facts: Facts, ref: str, *, candidates: bool = False, known_on: str | None = None) -> Plain:
    """The bill of materials of a system on the day of the facts. Raises Refused for a system there is not."""
    system = facts.get("AISystem", ref)
    if system is None or not system.name:
        raise Refused(f"there is no AI system {ref!r} with a name on {facts.as_of}")
    states = (IN_USE, CANDIDATE) if candidates else (IN_USE,)
    listed = [_plain(row) for row in parts_of(facts.as_of, ref, known_on) if row.state in states]
    told = listed + list(services(facts, ref))
    if candidates:
        known = {name for one in told for name in (one["name"].casefold(), key(one))}
        told += [one for one in in_code(ref, facts.as_of) if one["name"].casefold() not in known]
    about = {"organisation": clock.organisation().name or "", "day": facts.as_of, "version": __version__}
    return written(system._asdict(), told, about)


def parts_of(as_of: str, system: str, known_on: str | None = None) -> list[Any]:
    """The versions of a system's parts that hold on a day, in the order of kind and name."""
    rows = registers()["SystemPart"].objects.on(as_of, known_on)
    own = [row for row in rows if system in (row.systems or ()) and row.name]
    return sorted(own, key=lambda row: (row.kind or "", row.name.casefold(), row.version or "", row.ref))


def _plain(row: Record) -> Plain:
    names = ("name", "kind", *TEXTS, *LISTS, "training_data")
    told = {name: value for name in names if (value := getattr(row, name))}
    return {"kind": "other"} | told | {"ident": row.ref, "source": row.source_data}


def services(facts: Facts, system: str) -> Iterator[Plain]:
    """The assets on which a system runs, as services."""
    for asset in facts.rows("Asset"):
        if asset.ai_system == system and asset.name:
            told: Plain = {"ident": f"Asset:{asset.id}", "kind": "service", "name": asset.name}
            told |= {"supplier": asset.vendor} if asset.vendor else {}
            yield told | ({"data_categories": asset.data_categories} if asset.data_categories else {})


def in_code(system: str, as_of: str) -> list[Plain]:
    """What the last scans of a system's sources found of AI in code: each once, with its places."""
    found: dict[str, Plain] = {}
    for scan in latest():
        if scan.as_of <= as_of and system in scan.systems:
            _found(scan, found)
    return [found[name] for name in sorted(found, key=str.casefold)]


def _found(scan: KeptScan, found: dict[str, Plain]) -> None:
    for use in scan.found["ai_use"]:
        new = {"kind": "library", "name": use["what"], "places": [], "told_by": f"scan of {scan.source}"}
        one = found.setdefault(use["what"], new | {"ident": f"code:{use['what']}"})
        if use["where"] not in one["places"]:
            one["places"].append(use["where"])
