"""Export registers as a file which can be imported again: CSV and workbooks, JSON and YAML as facts files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType

from tonetop.records import clock
from tonetop.records.imports.given_words import CONFIRMATION, with_contents
from tonetop.records.intake import Refused
from tonetop.records.listing import Wish, chosen
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.sheets import formats
from tonetop.records.sheets.table import Line, Outgoing

ALL = "all"
SAID = 200
"""How many characters of a filter's value are told."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into the file: as of which day (default: today), as known on which, with source data or not.

    format: csv, xlsx, json or yaml, where the file's ending does not say it. with_source: imported columns
    that no field took go along, in CSV and workbooks. closed: by type, the fields that the reader may not read.
    wish: what of one register; the file says of how many records it holds how many, and by which wish.
    """

    format: str = ""
    as_of: str | None = None
    known_on: str | None = None
    with_source: bool = False
    closed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wish: Wish | None = None


TODAY = Choice()


def export_register(types: Sequence[str], out: Path, choice: Choice = TODAY) -> int:
    """Write registers to a file; gives the number of records. Raises Refused.

    types: record types, or `all` for every register that holds something.
    """
    module = formats.writer_of(out, choice.format)
    everything = list(types) == [ALL]
    named = list(registers()) if everything else _known(types)
    if choice.wish is not None and (choice.wish.sort or told(choice.wish)):
        return _export_part(named, out, module, choice, choice.wish)
    records = {
        type: lines(type, choice.as_of, choice.known_on, choice.closed.get(type, ())) for type in named
    }
    if everything:
        records = {type: found for type, found in records.items() if found}
    _put(out, module.write(Outgoing(records, _organisation() if everything else {}, choice.with_source)))
    return sum(map(len, records.values()))


def _export_part(types: Sequence[str], out: Path, module: ModuleType, choice: Choice, wish: Wish) -> int:
    if len(types) != 1:
        raise Refused("one register at a time is searched, filtered or sorted; name one")
    (type,) = types
    model, day = registers()[type], choice.as_of or clock.today()
    narrows = told(wish)
    rows = chosen(model, day, choice.known_on, replace(wish, closed=choice.closed.get(type, ())))
    found, whole = _lines(type, rows, wish.closed), model.objects.on(day, choice.known_on).count()
    known = f", as known on {choice.known_on}" if choice.known_on else ""
    about = f"{type}, as of {day}{known}, {len(found)} of {whole} records; {'; '.join(narrows)}"
    _put(out, module.write(Outgoing({type: found}, {}, choice.with_source, about if narrows else "")))
    return len(found)


def told(wish: Wish) -> list[str]:
    """What a wish narrows by, in the names of the file's columns; nothing where it asks for all."""
    said = [f"search: {wish.find}"] if wish.find else []
    return said + [f"{name}: {value[:SAID] or 'empty'}" for name, value in wish.values.items()]


def _put(out: Path, raw: bytes) -> None:
    try:
        out.write_bytes(raw)
    except OSError as error:
        raise Refused(f"{out}: cannot be written: {error.strerror}") from None


def lines(
    type: str, as_of: str | None = None, known_on: str | None = None, closed: tuple[str, ...] = ()
) -> list[Line]:
    """A register's records as they hold on a day, in the order of their ids."""
    return _lines(
        type, registers()[type].objects.on(as_of or clock.today(), known_on).order_by("ref"), closed
    )


def _lines(type: str, rows: Iterable[Record], closed: tuple[str, ...]) -> list[Line]:
    held = [Line(row.plain(), row.source_data) for row in (one.without(closed) for one in rows)]
    return with_contents(held) if type == CONFIRMATION else held


def _known(types: Sequence[str]) -> Sequence[str]:
    for type in types:
        if type not in registers():
            raise Refused(f"{type} is no register; the registers are {', '.join(registers())}, or all")
    return list(dict.fromkeys(types))


def _organisation() -> dict[str, str]:
    held = clock.organisation()
    said = {"name": held.name, "time_zone": held.time_zone, "business": held.business}
    return {name: value for name, value in said.items() if value}
