"""The one way in: whatever comes from a form, a file, the API or a command is judged here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tonetop.core.facts import Row
from tonetop.records.ledgered import composed
from tonetop.records.registry import registers
from tonetop.standard import facts_file, schema
from tonetop.standard.facts_file import Refused

__all__ = ["Entry", "Missing", "Overtaken", "Refused", "judged", "known", "take", "take_all"]

ADDRESSED = ("edit", "history", "withdraw")
"""What follows a record's id in addresses of every register, so that no id ends in it."""


class Overtaken(Refused):
    """Somebody changed the record since it was read; nothing was written."""


class Missing(Refused):
    """What is named is not there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A judged record on its way in: its type, its id (or key), its values, and source data kept verbatim.

    source: cells of an imported file that no field took; None leaves the record's source data as it is held.
    """

    type: str
    ref: str
    values: dict[str, Any]
    source: Mapping[str, str] | None = None


def take(type: str, plain: Mapping[str, Any], source: Mapping[str, str] | None = None) -> Entry:
    """Judge one plain record. Raises Refused with one sentence that names the record and the field."""
    return take_all([(type, plain, source)])[0]


def take_all(records: Iterable[tuple[str, Mapping[str, Any], Mapping[str, str] | None]]) -> list[Entry]:
    """Judge plain records together, so that they may refer to each other. Raises Refused for the first mistake."""
    entries, rows = [], dict[str, list[Row]]()
    for place, (type, plain, source) in enumerate(records, 1):
        entry = judged(type, plain, source, f"{type} record {place}")
        entries.append(entry)
        rows.setdefault(type, []).append(schema.row(type, entry.values))
    facts_file.references(rows, known)
    return entries


def judged(
    type: str, plain: Mapping[str, Any], source: Mapping[str, str] | None = None, place: str = ""
) -> Entry:
    """Judge one plain record, but not yet whether its references lead anywhere. Raises Refused."""
    if type not in schema.shapes():
        raise Refused(f"{type} is no record type; the types are {', '.join(schema.shapes())}")
    shape = schema.shapes()[type]
    values = composed(facts_file.record(shape, plain, place or type))
    entry = Entry(type, shape.ident(values), values, composed(source))
    ending = entry.ref.rpartition("/")
    if shape.has_id and ending[1] and ending[2] in ADDRESSED:
        raise Refused(f"{type} {entry.ref}: an id does not end in /{ending[2]}, for so do addresses")
    for name, value in (*values.items(), *(source or {}).items()):
        if _holds_nul(value) or "\0" in name:
            raise Refused(f"{place or type}: {name!r} holds the character U+0000, which no register keeps")
    for sentence in registers()[type].clean_values(values):
        raise Refused(f"{type} {entry.ref}: {sentence}")
    return entry


def _holds_nul(value: Any) -> bool:
    """Whether a text, or one within a list or mapping, holds the character that databases take for an end."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, Mapping):
        return any(_holds_nul(item) for pair in value.items() for item in pair)
    return isinstance(value, list | tuple) and any(map(_holds_nul, value))


def known(type: str, refs: Collection[str]) -> Sequence[str]:
    """Which of these ids the data folder holds a record of."""
    model = registers()[type]
    wanted, found = list(refs), list[str]()
    for start in range(0, len(wanted), 500):
        held = model.objects.filter(ref__in=wanted[start : start + 500])
        found.extend(held.values_list("ref", flat=True).distinct())
    return found
