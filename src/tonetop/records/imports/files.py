"""Reads files of every kind into one batch: facts files, registers' exports, and tables with a mapping."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tonetop.core.history import Row as Version
from tonetop.core.shape import Misfit, Shape
from tonetop.records.imports import boms
from tonetop.records.imports.batch import Batch, Brought, Candidate, Sheet
from tonetop.records.mapping import applying, shipped
from tonetop.records.mapping.model import TableMap
from tonetop.records.sheets import cells, formats, register
from tonetop.records.sheets.register import SOURCE
from tonetop.records.sheets.table import Reading, Row, Table
from tonetop.standard import bom, facts_file
from tonetop.standard.facts_file import Elsewhere, FactsFile, Refused
from tonetop.standard.impact import canada
from tonetop.standard.schema import shapes


class Wanted(NamedTuple):
    """How the files are to be read: by which mapping, as which register's tables, as parts of which AI system."""

    mapping: TableMap | None = None
    type: str = ""
    system: str = ""


class _Facts(NamedTuple):
    name: str
    plain: Any


def read(paths: Sequence[Path], wanted: Wanted, elsewhere: Elsewhere) -> Batch:
    """Read all files; `elsewhere` tells which ids are held. Raises Refused for what is no row's fault."""
    if wanted.type and wanted.type not in shapes():
        raise Refused(f"--type {wanted.type} is no record type; the types are {', '.join(shapes())}")
    batch = Batch()
    told: list[_Facts] = []
    for path in paths:
        module = formats.reader_of(path)
        raw = formats.content(path)
        brought = Brought(path.name, hashlib.sha256(raw).hexdigest(), len(raw))
        batch.files.append(brought)
        if hasattr(module, "read_facts"):
            plain = module.read_facts(raw, str(path))
            if bom.is_one(plain):
                boms.bring(plain, path.name, wanted.system, batch)
                continue
            told.append(_Facts(path.name, canada.records(plain) if canada.is_one(plain) else plain))
        else:
            options = wanted.mapping.reading if wanted.mapping else Reading()
            _tables(module.read(raw, str(path), options), brought, path, wanted, batch)
    if told and wanted.mapping and len(told) == len(paths):
        raise Refused(f"{told[0].name}: is a facts file, which takes no mapping; leave --map out")
    for each in told:
        _take_facts(each, told, elsewhere, batch)
    return batch


def _take_facts(each: _Facts, told: Sequence[_Facts], elsewhere: Elsewhere, batch: Batch) -> None:
    beside = _beside([other for other in told if other is not each], batch.candidates)

    def known(type: str, idents: Collection[str]) -> Collection[str]:
        return {*(ident for ident in idents if ident in beside(type)), *elsewhere(type, idents)}

    found = facts_file.take(each.plain, each.name, known)
    for name, said in found.organisation.items():
        if batch.organisation.setdefault(name, said) != said:
            raise Refused(f"{each.name}: organisation.{name} is {said!r}, but another file says otherwise")
    batch.candidates += _candidates(found, each.name)


def _beside(others: Sequence[_Facts], candidates: Sequence[Candidate]) -> Callable[[str], set[str]]:
    """The ids of each type that come in beside a file."""

    def ids(type: str) -> set[str]:
        found = {c.plain["id"] for c in candidates if c.type == type and isinstance(c.plain.get("id"), str)}
        for other in others:
            records = other.plain.get(type) if isinstance(other.plain, dict) else None
            plain = (
                [record for record in records if isinstance(record, dict)]
                if isinstance(records, list)
                else []
            )
            found |= {record["id"] for record in plain if isinstance(record.get("id"), str)}
        return found

    return ids


def _candidates(found: FactsFile, name: str) -> list[Candidate]:
    made = [
        Candidate(name, 0, type, _plain(shapes()[type], version), whole=True)
        for type, versions in found.records.items()
        for version in versions
    ]
    settings = ({"parameter": name, "value": value} for name, value in found.parameters.items())
    return made + [Candidate(name, 0, "ParameterSetting", plain) for plain in settings]


def _plain(shape: Shape, version: Version) -> dict[str, Any]:
    values = {name: value for name, value in version._asdict().items() if value is not None}
    if not shape.has_id:
        del values["id"]
    return values


def _tables(tables: list[Table], brought: Brought, path: Path, wanted: Wanted, batch: Batch) -> None:
    if wanted.mapping and not wanted.mapping.reading.sheet:
        tables = tables[:1]
    if not tables:
        raise Refused(f"{path.name}: holds no rows; the first row names the columns")
    for table in tables:
        if wanted.mapping:
            brought.sheets.append(applying.apply(table, wanted.mapping, brought.name, batch))
        else:
            type = wanted.type or _type_of(table, path)
            brought.sheets.append(_register(table, shapes()[type], brought.name, batch))


def _type_of(table: Table, path: Path) -> str:
    """The record type that a sheet, a file or its headings name. Raises Refused, with what would help."""
    for name in (table.name, path.stem):
        named = register.type_named(name)
        if named:
            return named
    possible = register.types_of(table.columns)
    if len(possible) == 1:
        return possible[0]
    if possible:
        raise Refused(f"{path.name}: may be a register of {' or '.join(possible)}; say which with --type")
    fitting = shipped.fitting(table)
    if fitting:
        hint = f"the mapping {fitting[0]} fits it: add --map {fitting[0]}"
    else:
        hint = (
            f"say with --map how its columns are meant; mappings that ship are {', '.join(shipped.names())}"
        )
    raise Refused(f"{path.name}: its columns are no register's fields; {hint}")


def _register(table: Table, shape: Shape, file: str, batch: Batch) -> Sheet:
    """Add a register's own table: a heading that is a field fills it, any other is kept as source data."""
    judges = register.judges(shape)
    fed = {column: column.strip() for column in table.columns if column.strip() in judges}
    gone = [name for name in shape.required() if name not in fed.values()]
    if gone:
        raise Refused(
            f"{file}: has no column {gone[0]}, without which no {shape.type} can be told from another"
        )
    rest = {c: cells.verbatim(c).removeprefix(SOURCE) for c in table.columns if c not in fed}
    for row in table.rows:
        candidate = Candidate(file, row.number, shape.type, {}, cells=_beside_fields(row, rest))
        try:
            for column, name in fed.items():
                candidate.plain[name] = _value(judges[name], row.cells[column])
        except Misfit as misfit:
            batch.refuse(candidate, f"{name} {misfit}")
            continue
        batch.candidates.append(candidate)
    feeds = {column: (fed[column],) if column in fed else () for column in table.columns}
    return Sheet(table.name, shape.type, "", table.columns, feeds, table.encoding, table.delimiter)


def _value(judge: Any, cell: str) -> Any:
    value = cells.read(judge, cell)
    return None if value is None else judge.take(value)


def _beside_fields(row: Row, rest: Mapping[str, str]) -> dict[str, str]:
    """The cells of columns that are no fields; source data of our own exports is read back as it was."""
    return {
        name: cells.verbatim(row.cells[column]) if name != column else row.cells[column]
        for column, name in rest.items()
    }
