"""Applies a mapping to a table: each row becomes a record on its way in, or is refused."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

from tonetop.core.shape import Misfit
from tonetop.records.imports.batch import Batch, Candidate, Refusal, Remark, Sheet
from tonetop.records.mapping import dates
from tonetop.records.mapping.model import FieldRule, IdRule, TableMap, first
from tonetop.records.sheets import cells
from tonetop.records.sheets.table import Row, Table, like
from tonetop.standard.facts_file import Refused

DIGITS, SHOWN = 12, 12
"""How many hexadecimal digits of its key's SHA-256 a made id ends with; how many columns a refusal names."""


class Nothing(Exception):
    """The cell is empty, or says that there is nothing to say."""


def apply(table: Table, by: TableMap, file: str, batch: Batch) -> Sheet:
    """Add the table's records, refusals and remarks to the batch. Raises Refused when columns are missing."""
    columns = {like(column): column for column in table.columns}
    gone = by.missing(columns)
    if gone:
        raise Refused(
            f"{file}: the mapping {by.name} needs the column {gone[0]!r}, which is not there; there are "
            + ", ".join([*map(repr, table.columns[:SHOWN]), *(["…"] if len(table.columns) > SHOWN else [])])
        )
    sources = {rule.judge.name: tuple(rule.sources(columns)) for rule in by.fields}
    sources |= {"id": by.id.fed_by(columns)} if by.id else {}
    absent = [rule.judge.name for rule in by.fields if rule.columns and not sources[rule.judge.name]]
    if absent:
        why = f"the file has no column for {', '.join(absent)}; what is held there stays"
        batch.remarks.append(Remark(file, 0, "", why))
    work = _Work(by, columns, sources, file)
    for row in table.rows:
        found = work.row(row, batch)
        if isinstance(found, Candidate):
            batch.candidates.append(found)
        else:
            batch.refused.append(found)
    fed = {c: tuple(name for name, feeds in sources.items() if c in feeds) for c in table.columns}
    return Sheet(table.name, by.shape.type, by.name, table.columns, fed, table.encoding, table.delimiter)


class _Work:
    """One table under one mapping; counts repeated keys, so that each row keeps an id of its own."""

    def __init__(
        self, by: TableMap, columns: Mapping[str, str], sources: Mapping[str, tuple[str, ...]], file: str
    ) -> None:
        self.by, self.columns, self.sources, self.file = by, columns, sources, file
        self.repeated: Counter[tuple[str, ...]] = Counter()

    def row(self, row: Row, batch: Batch) -> Candidate | Refusal:
        plain: dict[str, Any] = {}
        remarks: list[Remark] = []
        for rule in self.by.fields:
            name = rule.judge.name
            try:
                plain[name] = self._value(rule, row, remarks)
            except Nothing:
                continue
            except Misfit as misfit:
                remarks.append(Remark(self.file, row.number, name, f"{name} is not taken: it {misfit}"))
        why = self._needed(plain) or self._identified(plain, row)
        if why:
            return Refusal(self.file, row.number, why)
        batch.remarks += remarks
        made = Candidate(self.file, row.number, self.by.shape.type, plain, cells=row.cells, took=self.sources)
        made.mapped, made.sparing = True, not self.by.verbatim
        if made.sparing:
            wrong = {remark.field for remark in remarks}
            for name in ("id", *plain):
                if name not in wrong and not _links(self.by, name):
                    made.spare(name)
        return made

    def _needed(self, plain: Mapping[str, Any]) -> str | None:
        gone = [name for name in (*self.by.needs, *self._key()) if plain.get(name) is None]
        return f"has no {gone[0]}, which {self.by.name} asks of every row" if gone else None

    def _key(self) -> tuple[str, ...]:
        return () if self.by.shape.has_id else self.by.shape.required()

    def _value(self, rule: FieldRule, row: Row, remarks: list[Remark]) -> Any:
        if rule.constant is not None:
            return rule.constant
        texts = [row.cells[column].strip() for column in self.sources[rule.judge.name]]
        none = {like(text) for text in rule.empty}
        texts = [text for text in texts if text and (like(text) in none or like(text) not in self.by.nothing)]
        if not texts:
            raise Nothing
        text = (rule.joined_by or "").join(texts)
        if like(text) in none:
            return ()
        if rule.split is None:
            return rule.judge.take(_meant(rule, text))
        return self._items(rule, text, row, remarks)

    def _items(self, rule: FieldRule, text: str, row: Row, remarks: list[Remark]) -> Any:
        """A list's items; one that does not fit is left out with a remark, and the whole cell is kept."""
        found: list[Any] = []
        for item in filter(None, map(str.strip, text.split(rule.split))):
            try:
                found += rule.judge.take(_meant(rule, item))
            except Nothing:
                continue
            except Misfit as misfit:
                name = rule.judge.name
                remarks.append(Remark(self.file, row.number, name, f"{name} is not taken: it {misfit}"))
        return tuple(dict.fromkeys(found))

    def _identified(self, plain: dict[str, Any], row: Row) -> str | None:
        """Put the record's id in; why it has none, otherwise."""
        rule = self.by.id
        if rule is None:
            return None
        own = first(rule.column, self.columns)
        plain["id"] = row.cells[own].strip() if own else self._made(rule, row)
        return None if plain["id"] else f"has no {own!r}, where its id stands"

    def _made(self, rule: IdRule, row: Row) -> str:
        key = tuple(" ".join(row.cells[column].split()) for column in self.sources["id"])
        self.repeated[key] += 1
        digest = hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:DIGITS]
        told = (first(named, self.columns) for named in rule.shown)
        shown = [_plain_word(row.cells[column]) for column in told if column]
        count = f"-{self.repeated[key]}" if self.repeated[key] > 1 else ""
        return "-".join(filter(None, [rule.begins, *shown, digest])) + count


def _links(by: TableMap, name: str) -> bool:
    """Whether a field leads to records, so that its cell may turn out to lead nowhere."""
    return name in by.shape.fields and by.shape.fields[name].kind in ("reference", "references")


def _meant(rule: FieldRule, text: str) -> Any:
    """What a text stands for. Raises Misfit for an unknown word, Nothing for one that is left out."""
    if rule.words:
        if like(text) not in rule.words:
            raise Misfit(f"has no word for {text!r} in the mapping")
        meant = rule.words[like(text)]
        if meant is None:
            raise Nothing
        return meant
    if rule.dates:
        return dates.day(text, rule.dates)
    if rule.split is not None:
        return [text]
    return cells.parsed(rule.judge, text)


def _plain_word(text: str) -> str:
    """Letters and digits alone, as they are safe in an id."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", folded).strip("-")[:20]
