"""Export registers as a file which can be imported again: CSV and workbooks, JSON and YAML as facts files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tonetop.records import clock
from tonetop.records.imports.given_words import CONFIRMATION, with_contents
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.sheets import formats
from tonetop.records.sheets.table import Line, Outgoing

ALL = "all"


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into the file: as of which day (default: today), as known on which, with source data or not.

    format: csv, xlsx, json or yaml, where the file's ending does not say it. with_source: imported columns
    that no field took go along, in CSV and workbooks. closed: by type, the fields that the reader may not read.
    """

    format: str = ""
    as_of: str | None = None
    known_on: str | None = None
    with_source: bool = False
    closed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


TODAY = Choice()


def export_register(types: Sequence[str], out: Path, choice: Choice = TODAY) -> int:
    """Write registers to a file; gives the number of records. Raises Refused.

    types: record types, or `all` for every register that holds something.
    """
    module = formats.writer_of(out, choice.format)
    everything = list(types) == [ALL]
    named = list(registers()) if everything else _known(types)
    records = {
        type: lines(type, choice.as_of, choice.known_on, choice.closed.get(type, ())) for type in named
    }
    if everything:
        records = {type: found for type, found in records.items() if found}
    raw = module.write(Outgoing(records, _organisation() if everything else {}, choice.with_source))
    try:
        out.write_bytes(raw)
    except OSError as error:
        raise Refused(f"{out}: cannot be written: {error.strerror}") from None
    return sum(map(len, records.values()))


def lines(
    type: str, as_of: str | None = None, known_on: str | None = None, closed: tuple[str, ...] = ()
) -> list[Line]:
    """A register's records as they hold on a day, in the order of their ids."""
    rows = registers()[type].objects.on(as_of or clock.today(), known_on).order_by("ref")
    told = [Line(row.plain(), row.source_data) for row in (one.without(closed) for one in rows)]
    return with_contents(told) if type == CONFIRMATION else told


def _known(types: Sequence[str]) -> Sequence[str]:
    for type in types:
        if type not in registers():
            raise Refused(f"{type} is no register; the registers are {', '.join(registers())}, or all")
    return list(dict.fromkeys(types))


def _organisation() -> dict[str, str]:
    held = clock.organisation()
    said = {"name": held.name, "time_zone": held.time_zone, "business": held.business}
    return {name: value for name, value in said.items() if value}
