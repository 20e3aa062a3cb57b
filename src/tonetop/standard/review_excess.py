"""What a management review is told of data that nobody declared or needs: how much, how old, the oldest with owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tonetop.standard.review import Line, Pack, Table

INPUT, CHECK = "privacy_gaps", "PV-6"
OLDEST = 3
"""How many are named; all stand in the asset inventory."""
COLUMNS = (("name", "What"), ("text", "System"), ("person", "Owner"), ("number", "Days"))


@dataclass(frozen=True, slots=True)
class Beyond:
    """One field: what it holds, the type and id of its system (empty for none), its name, the owner's id, its age."""

    what: str
    type: str
    id: str
    system: str
    owner: str
    days: int


def told(pack: Pack, found: Sequence[Beyond]) -> Pack:
    """The pack with what was found under its privacy gaps, the oldest first; as it was where nothing was found."""
    if not found:
        return pack
    table = _table(found)
    named = tuple(one.id for one in found[:OLDEST] if one.id)
    inputs = (
        replace(
            one,
            tables=(*one.tables[:1], table, *one.tables[1:]),
            records=tuple(dict.fromkeys((*one.records, *named))),
        )
        if one.key == INPUT
        else one
        for one in pack.inputs
    )
    return replace(pack, inputs=tuple(inputs))


def _table(found: Sequence[Beyond]) -> Table:
    said = f"{len(found)} fields hold more than is declared or needed, the oldest for {found[0].days} days"
    if len(found) == 1:
        said = f"One field holds more than is declared or needed, for {found[0].days} days"
    lines = [Line("Check", CHECK, (said, "", "", ""), "open")]
    for one in found[:OLDEST]:
        cells = (one.what, one.system, one.owner, str(one.days))
        lines.append(Line(one.type or "Check", one.id or CHECK, cells, "open"))
    return Table("More than is declared or needed", COLUMNS, tuple(lines))
