"""A bill of materials on its way in: its parts become candidates of the AI system that it is of, or of one named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from tonetop.records.imports.batch import Batch, Candidate
from tonetop.records.registry import registers
from tonetop.standard.bom import Bom, Part, System, read
from tonetop.standard.bom.document import key
from tonetop.standard.bom.parts import CANDIDATE, REJECTED
from tonetop.standard.facts_file import Refused

PART, SYSTEM = "SystemPart", "AISystem"


def bring(plain: Any, name: str, system: str, batch: Batch) -> None:
    """Add what a bill of materials brings. system: whose parts they are (empty: as the file says). Raises Refused.

    A part that is held already is joined to the system, and keeps what people said of it where the file is silent.
    """
    try:
        told = read(plain)
    except Refused as refused:
        raise Refused(f"{name}: {refused}") from None
    if not told.parts:
        raise Refused(f"{name}: names no component and no service, so there is nothing to take")
    way = _Way(name, _owner(told, name, system, batch), batch)
    for part in told.parts:
        way.take(part)
    batch.candidates += way.candidates()


class _Way:
    """The parts of one file on their way: those taken by what they are, and ids by what the file calls them."""

    def __init__(self, file: str, owner: str, batch: Batch) -> None:
        self.file, self.owner, self.batch = file, owner, batch
        self.held = {key(one.plain()): one for one in _current(PART)}
        own = (one for one in _current("Asset") if owner and one.ai_system == owner)
        self.assets = {(one.name or "").casefold(): one.ref for one in own}
        self.taken: dict[str, tuple[Candidate, Part]] = {}
        self.refs: dict[str, str] = {}

    def take(self, part: Part) -> None:
        """Take one part, or say why it is not taken, or what is to be said of it."""
        candidate = Candidate(self.file, part.row, PART, {})
        if part.wrong:
            self.batch.refuse(candidate, part.wrong)
        elif part.key in self.taken:
            before, first = self.taken[part.key]
            self.batch.remark(candidate, "", f"stands in row {first.row} already")
            self.refs[part.ref] = before.plain["id"]
        elif part.plain["kind"] in ("service", "application") and self._asset(part):
            self.batch.remark(candidate, "", f"is Asset {self._asset(part)} of the system already")
        else:
            self._fill(candidate, part)

    def _fill(self, candidate: Candidate, part: Part) -> None:
        row = self.held.get(part.key)
        _fill(candidate, part, row, self.owner)
        self.taken[part.key] = candidate, part
        self.refs[part.ref] = candidate.plain["id"]
        if row is not None and row.state == REJECTED:
            day = row.decided_on or row.recorded_on
            self.batch.remark(candidate, "", f"was rejected on {day}, and stays so")

    def _asset(self, part: Part) -> str:
        return str(self.assets.get(part.plain["name"].casefold(), ""))

    def candidates(self) -> Iterator[Candidate]:
        """The parts that are taken, each with the data that it was trained on."""
        for candidate, part in self.taken.values():
            trained = [self.refs[ref] for ref in part.training_data if self.refs.get(ref)]
            if trained:
                candidate.plain["training_data"] = list(dict.fromkeys(trained))
            yield candidate


def _current(type: str) -> Any:
    return registers()[type].objects.filter(until_on=None, withdrawn_on=None)


def _owner(told: Bom, file: str, system: str, batch: Batch) -> str:
    """The AI system that the parts belong to: the one named, one of the same name, else a new one; empty for none."""
    if system:
        if not _current(SYSTEM).filter(ref=system).exists():
            raise Refused(f"{file}: there is no AI system {system} to which its parts could belong")
        return system
    if told.system is None:
        batch.remark(Candidate(file, 0, PART, {}), "", "names no AI system, so its parts belong to none yet")
        return ""
    same = list(_current(SYSTEM).filter(name__iexact=told.system.name).values_list("ref", flat=True)[:2])
    if len(same) == 1:
        return str(same[0])
    if same:
        raise Refused(f"{file}: several AI systems are called {told.system.name}; say which one is meant")
    candidate = Candidate(file, 0, SYSTEM, _new_system(told.system))
    batch.candidates.append(candidate)
    return str(candidate.plain["id"])


def _new_system(told: System) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": _ident("ai", told.name, told.name), "name": told.name, **told.flags}
    plain |= {"state": told.state} if told.state else {}
    return plain | ({"uses": told.uses} if told.uses else {})


def _fill(candidate: Candidate, part: Part, held: Any, owner: str) -> None:
    """What the file says of a part; a new one is a candidate, one that is held keeps its id and its state."""
    candidate.plain |= part.plain
    candidate.cells = part.kept
    before = list(held.systems or ()) if held is not None else []
    candidate.plain["systems"] = before + [owner for owner in [owner] if owner and owner not in before]
    if held is None:
        new = {"id": _ident("part", part.plain["name"], part.key), "state": CANDIDATE}
        candidate.plain |= new | {"told_by": candidate.file[:200]}
    else:
        candidate.plain |= {"id": held.ref, "kind": held.kind or part.plain["kind"]}


def _ident(begins: str, name: str, of: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-")
    return "-".join(filter(None, (begins, slug, sha256(of.casefold().encode()).hexdigest()[:12])))
