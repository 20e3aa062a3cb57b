"""The assets and suppliers on which AI systems hang, those too that somebody took off without another's word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.history import History
from tonetop.standard.bom.parts import ENDED, IN_USE, REJECTED
from tonetop.standard.gating import word
from tonetop.standard.gating.names import firm_key
from tonetop.standard.terms.systems import risks_by_subject

TYPES = ("SystemPart", "Asset")
"""The records that say what an AI system hangs on."""
Tie = tuple[str, str]
"""On what something hangs (the id of an AI system or asset), and the key of a supplier's name; of an asset its id."""


def is_part(part: Row) -> bool:
    """Whether a part is one of its AI systems: nobody rejected it, and it has not ended."""
    return part.state not in (REJECTED, ENDED)


@dataclass(slots=True)
class Hanging:
    """What hangs on AI systems and assets: suppliers' names by their key, by what they supply; assets by AI system.

    systems: the AI systems by their asset. sources: by the key of a name, the parts and assets that give it, by type
    and id, as they are, or were when they last gave it. left: suppliers that were taken off, and are asked until
    another person lets them go, each with the record that last gave it.
    """

    suppliers: dict[str, dict[str, str]] = field(default_factory=dict)
    assets: dict[str, dict[str, None]] = field(default_factory=dict)
    systems: dict[str, dict[str, None]] = field(default_factory=dict)
    sources: dict[str, dict[Tie, Row]] = field(default_factory=dict)
    left: dict[Tie, Row] = field(default_factory=dict)

    def tie(self, row: Row) -> None:
        """Take in what a record says."""
        for ident, key in supplies(row):
            self._supplied(ident, key, row)
        for ident, asset in belongs(row):
            self._belongs(ident, asset)

    def keep(self, tie: Tie, row: Row) -> None:
        """Take in what a record said before it was taken off."""
        if tie in belongs(row):
            self._belongs(*tie)
            return
        if tie[1] not in self.suppliers.get(tie[0], {}):
            self.left[tie] = row
        self._supplied(*tie, row)

    def _supplied(self, ident: str, key: str, row: Row) -> None:
        self.suppliers.setdefault(ident, {}).setdefault(key, supplier_of(row).strip())
        self.sources.setdefault(key, {}).setdefault((row.type, row.id), row)

    def _belongs(self, ident: str, asset: str) -> None:
        self.assets.setdefault(ident, {})[asset] = None
        self.systems.setdefault(asset, {})[ident] = None


def supplier_of(row: Row) -> str:
    """The supplier whom a part or asset names; empty for nobody."""
    return (row.supplier if row.type == "SystemPart" else row.vendor) or ""


def supplies(row: Row) -> list[Tie]:
    """On what the supplier of a part or asset hangs; of an asset on itself and its AI system."""
    key = firm_key(supplier_of(row))
    if not key or (row.type == "SystemPart" and not is_part(row)):
        return []
    idents = row.systems or () if row.type == "SystemPart" else (row.id, row.ai_system)
    return [(ident, key) for ident in idents if ident]


def belongs(row: Row) -> list[Tie]:
    """The AI system to which an asset belongs."""
    return [(row.ai_system, row.id)] if row.type == "Asset" and row.ai_system else []


def hanging(facts: Facts) -> Hanging:
    """What hangs on what on the facts' day; a preparation of facts."""
    found = Hanging()
    for row in chain.from_iterable(map(facts.rows, TYPES)):
        found.tie(row)
    for type in TYPES:
        history, own = facts.history(type), dict[str, list[Row]]()
        several = history.several()
        for version in history.versions:
            if version.id in several or version.withdrawn_on:
                own.setdefault(version.id, []).append(version)
        for versions in own.values():
            for tie, was in _left(facts, history, versions):
                found.keep(tie, was)
    return found


def _left(facts: Facts, history: History, versions: Sequence[Row]) -> Iterator[tuple[Tie, Row]]:
    """What versions of one record said by the day and the record as it stands does not, while nobody let it go."""
    now = facts.get(versions[0].type, versions[0].id)
    standing = [] if now is None else [*supplies(now), *belongs(now)]
    last: dict[Tie, int] = {}
    for place, was in enumerate(versions):
        begun = (was.effective_on or history.recorded(was) or "") <= facts.as_of
        in_use = was.type != "SystemPart" or was.state in (None, IN_USE)
        if begun and in_use and not (place and was.withdrawn_on):
            last |= {tie: place for tie in (*supplies(was), *belongs(was)) if tie not in standing}
    for tie, place in last.items():
        if not _let_go(facts, versions, place, tie[0]):
            yield tie, versions[place]


def _let_go(facts: Facts, versions: Sequence[Row], place: int, ident: str) -> bool:
    """Whether another person let go by a later version, in their own word, what that version was the last to say.

    Another than who answers for it, and than who took it off; where nobody is named as that, it cannot be told.
    """
    later = enumerate(versions[place + 1 :], place + 2)
    said = [(number, one) for number, one in later if one.released_by and one.release_reason]
    said = [(number, one) for number, one in said if (one.released_on or cadence.LAST) <= facts.as_of]
    off = versions[place + 1].entered_by if said else None
    if not off:
        return False
    not_they = {*answerable(facts, ident), *(one.owner for one in versions), off}
    return any(
        one.released_by not in not_they
        and word.of_version(facts, one, one, number)
        and not word.denied(facts, one)
        for number, one in said
    )


def assets_of(facts: Facts, idents: Iterable[str]) -> list[str]:
    """The ids of the assets that belong to AI systems, or were taken off them and not let go."""
    found = facts.prepared(hanging).assets
    return [asset for ident in idents for asset in found.get(ident, ())]


def risks_at(facts: Facts, ident: str) -> list[Row]:
    """The risks of a record, in order of id; of one that was withdrawn those that named it."""
    return [*(facts.part(risks_by_subject, ident) or ()), *facts.prepared(unhinged).get(ident, ())]


def unhinged(facts: Facts) -> dict[str, list[Row]]:
    """Risks by what they are of, where that was withdrawn, so that facts do not name it; a preparation."""
    history, found = facts.history("RiskAssessment"), dict[str, list[Row]]()
    for row in facts.rows("RiskAssessment"):
        was = None if row.subject else history.on(row.id, facts.as_of)
        if was is not None and was.subject:
            found.setdefault(was.subject, []).append(row)
    return found


def answerable(facts: Facts, ident: str) -> frozenset[str]:
    """Who ever answered for an AI system or asset, or for a process through which the system went."""
    system, asset = facts.get("AISystem", ident), facts.get("Asset", ident)
    found = set[str]()
    for row in filter(None, (system, asset)):
        found |= word.ever(facts, row, "owner")
    for process in word.ever(facts, system, "process") if system is not None else ():
        row = facts.get("BusinessProcess", process)
        found |= word.ever(facts, row, "owner") if row is not None else set()
    return frozenset(found)
