"""A batch: the records that files bring, and what is to be said of every row and column of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tonetop.records.sheets.cells import verbatim
from tonetop.records.sheets.register import SOURCE

_QUOTED = re.compile(r"""(?<!\w)(['"])(?:\\.|(?!\1)[^\\])*\1(?!\w)""")
_NUMBER = re.compile(r"(?<=\bbut is )-?[\d.]\S*|(?<=\bthe number )-?[\d.]\S*")


def without_values(why: str, columns: Collection[str] = ()) -> str:
    """A sentence about a row without what it quotes of its cells; names of columns stay.

    Cells may hold personal data, and what an import keeps of them for good nobody could erase by a record's name.
    """
    named = {repr(column) for column in columns}
    quoteless = _QUOTED.sub(lambda found: found[0] if found[0] in named else "…", why)
    return _NUMBER.sub("…", quoteless)


class Refusal(NamedTuple):
    """A row that cannot be taken: the file, the row's number there (0: the whole file), and why."""

    file: str
    row: int
    why: str

    def plain(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {"file": self.file, "row": self.row, "why": self.why}


class Remark(NamedTuple):
    """What is to be said of a row that is taken, such as a field left empty; row 0: of the whole file."""

    file: str
    row: int
    field: str
    why: str

    def plain(self) -> dict[str, Any]:
        """As the contract writes it."""
        return {"file": self.file, "row": self.row, "field": self.field, "why": self.why}


@dataclass(slots=True)
class Candidate:
    """One record on its way in.

    row: its number in the file, 0 in a facts file. plain: its values; a field of None is said to be empty,
    a missing one is left as it is held, unless `whole`. cells: the row as it stood, as far as it may become
    source data. took: which columns fed which field. mapped: whether a mapping made it. sparing: whether cells that
    became values whole are no source data; spared: the columns of such. held, beside: its values, and the source
    data of other columns, as the data folder has them.
    """

    file: str
    row: int
    type: str
    plain: dict[str, Any]
    whole: bool = False
    cells: Mapping[str, str] = field(default_factory=dict)
    took: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mapped: bool = False
    sparing: bool = False
    spared: set[str] = field(default_factory=set)
    held: Mapping[str, Any] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)

    def source(self) -> dict[str, str] | None:
        """The cells that no field holds just as they stand, verbatim, and what is held of other columns.

        Empty cells are left out. None where there are no cells: source data stays as it is held.
        """
        if not self.cells:
            return None
        told = self._told()
        left = {column: text for column, text in self.cells.items() if column not in self.spared}
        own = {column: text for column, text in left.items() if text and (column, text) not in told}
        return {**self.beside, **own}

    def spare(self, name: str) -> None:
        """Let the cells that fed a field be no source data."""
        self.spared.update(self.took.get(name, ()))

    def _told(self) -> set[tuple[str, str]]:
        """The cells whose whole text is a field's value."""
        alone = {name: columns[0] for name, columns in self.took.items() if len(columns) == 1}
        return {(c, text) for name, c in alone.items() if isinstance(text := self.plain.get(name), str)}


class Sheet(NamedTuple):
    """One table of a file as it was read: its name, record type, mapping, columns, encoding and delimiter."""

    name: str
    type: str
    mapping: str
    columns: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    """The fields that each column feeds; a column without any is kept as source data."""
    encoding: str = ""
    delimiter: str = ""

    def cell(self, column: str) -> str:
        """What a column's cells are called among a candidate's: a register's own by their field."""
        fed = self.fields[column]
        return fed[0] if fed and not self.mapping else verbatim(column).removeprefix(SOURCE)


@dataclass(slots=True)
class Brought:
    """One file: its name, SHA-256, size in bytes, its tables (none in a facts file)."""

    name: str
    sha256: str
    size: int
    sheets: list[Sheet] = field(default_factory=list)


@dataclass(slots=True)
class Batch:
    """All that one import brings."""

    files: list[Brought] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    organisation: dict[str, str] = field(default_factory=dict)
    left: int = 0
    """How many records stay as they are, since somebody withdrew them."""

    def refuse(self, candidate: Candidate, why: str) -> None:
        """Leave a record out and say why."""
        self.refused.append(Refusal(candidate.file, candidate.row, why))

    def remark(self, candidate: Candidate, name: str, why: str) -> None:
        """Say something of a record that is taken."""
        self.remarks.append(Remark(candidate.file, candidate.row, name, why))
