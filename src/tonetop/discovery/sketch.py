"""What is kept of a column once its values were looked at: counts, days and salted hashes, never a value."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

KEPT = 256  # salted hashes kept per column


@dataclass(frozen=True, slots=True)
class Values:
    """A sample of a column's different values as salted hashes, to tell copies and how many differ.

    Each hash comes with its level (the leading zero bits of an unsalted hash of the value). Kept are all values of
    at least `level`, the lowest at which no more than `KEPT` are left: which they are depends on the values alone,
    not on their order, so that two samples can be merged and compared.
    """

    level: int = 0
    kept: dict[str, int] = field(default_factory=dict)

    def joined(self, other: Values) -> Values:
        """The sample of both columns' values together."""
        level = max(self.level, other.level)
        kept = {hashed: zeros for hashed, zeros in (self.kept | other.kept).items() if zeros >= level}
        while len(kept) > KEPT:
            level += 1
            kept = {hashed: zeros for hashed, zeros in kept.items() if zeros >= level}
        return Values(level, kept)

    def distinct(self) -> int:
        """About how many different values there are; exact while no more than `KEPT`."""
        return len(self.kept) << self.level

    def shared(self, other: Values) -> float:
        """The share of this column's different values that the other holds too, of those that both could keep."""
        level = max(self.level, other.level)
        own = {hashed for hashed, zeros in self.kept.items() if zeros >= level}
        return len(own & other.kept.keys()) / len(own) if own else 0.0


@dataclass(frozen=True, slots=True)
class ColumnSketch:
    """Counts over one column.

    `hits` counts values that are of a kind as a whole, `within` values in whose text a kind occurs, `traits` values
    with a trait (of length, of form, of words in dictionaries). `earliest` and `latest` are days, of columns of days.
    """

    type: str
    rows: int = 0
    nulls: int = 0
    empty: int = 0
    hits: dict[str, int] = field(default_factory=dict)
    within: dict[str, int] = field(default_factory=dict)
    traits: dict[str, int] = field(default_factory=dict)
    earliest: date | None = None
    latest: date | None = None
    values: Values = field(default_factory=Values)

    @property
    def filled(self) -> int:
        """Values that say something."""
        return self.rows - self.nulls - self.empty

    @property
    def constant(self) -> bool:
        """Whether all values that there are, are one and the same."""
        return self.filled > 1 and self.values.level == 0 and len(self.values.kept) == 1

    def joined(self, other: ColumnSketch) -> ColumnSketch:
        """The sketch of both parts of the column."""
        days = [day for day in (self.earliest, other.earliest) if day]
        last = [day for day in (self.latest, other.latest) if day]
        return ColumnSketch(
            _type(self, other),
            self.rows + other.rows,
            self.nulls + other.nulls,
            self.empty + other.empty,
            _sum(self.hits, other.hits),
            _sum(self.within, other.within),
            _sum(self.traits, other.traits),
            min(days, default=None),
            max(last, default=None),
            self.values.joined(other.values),
        )

    def plain(self) -> dict[str, Any]:
        """Numbers, days and hashes for JSON."""
        return {
            "type": self.type,
            "rows": self.rows,
            "nulls": self.nulls,
            "empty": self.empty,
            "hits": self.hits,
            "within": self.within,
            "traits": self.traits,
            "earliest": self.earliest and self.earliest.isoformat(),
            "latest": self.latest and self.latest.isoformat(),
            "level": self.values.level,
            "values": self.values.kept,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> ColumnSketch:
        """The sketch that `plain` told."""
        known = dict(plain)
        values = Values(known.pop("level"), known.pop("values"))
        days = [known.pop(name) for name in ("earliest", "latest")]
        earliest, latest = [date.fromisoformat(day) if day else None for day in days]
        return cls(**known, earliest=earliest, latest=latest, values=values)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What was counted over the rows of an asset that were looked at."""

    rows: int = 0
    columns: dict[str, ColumnSketch] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The sketch for JSON; holds no value of the asset as it stands there."""
        return {"rows": self.rows, "columns": {name: one.plain() for name, one in self.columns.items()}}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Sketch:
        """The sketch that `plain` told."""
        columns = {name: ColumnSketch.from_plain(one) for name, one in plain["columns"].items()}
        return cls(plain["rows"], columns)


def merge(one: Sketch, other: Sketch) -> Sketch:
    """The sketch of both parts of an asset, in whatever order they were looked at."""
    names = [*one.columns, *(name for name in other.columns if name not in one.columns)]
    columns = {
        name: one.columns.get(name, _absent(one, other.columns.get(name))).joined(
            other.columns.get(name, _absent(other, one.columns.get(name)))
        )
        for name in names
    }
    return Sketch(one.rows + other.rows, columns)


def _absent(sketch: Sketch, known: ColumnSketch | None) -> ColumnSketch:
    """A column that a part does not have: nothing but nulls."""
    return ColumnSketch(known.type if known else "text", sketch.rows, sketch.rows)


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return dict(sorted((Counter(one) + Counter(other)).items()))


def _type(one: ColumnSketch, other: ColumnSketch) -> str:
    """The type of a column whose parts were read apart: what says nothing yields, integers join numbers, else text."""
    if one.filled == 0 or other.filled == 0:
        return max((one, other), key=lambda part: (part.filled > 0, part.type != "text", part.type)).type
    types = {one.type, other.type}
    if len(types) == 1:
        return one.type
    return "number" if types == {"integer", "number"} else "text"
