"""What is declared of a source: the systems that it is, their activities, categories, fields and retention rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from tonetop.core.facts import Facts, Row
from tonetop.discovery.categories import covers, is_none, is_wide, keys_of
from tonetop.discovery.source import Unreachable
from tonetop.work.datasets import is_about, names

ACTIVITIES, ASSETS, FIELDS, RULES = "ProcessingActivity", "Asset", "FieldInventory", "RetentionRule"
NUMBER = "user.unique_id"
"""A person's number comes with any of their data, and needs no word of its own."""
CONDITION = re.compile(
    r"\bart(?:icle|ikel|\.)?\s*(?:9|10)\b|\b9\s*\(2\)|explicit consent|ausdrückliche", re.I
)
"""A legal basis that names the condition under which special categories may be processed."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A period after which a category must be gone. activity, rule: ids of what declares it (one may be empty)."""

    category: str
    days: int
    rule: str
    activity: str
    trigger: str = ""
    held: str = ""


class Category(NamedTuple):
    """A category as it is declared, with the activities that name it and whether the register of systems does."""

    name: str
    activities: tuple[Row, ...]
    of_system: bool


@dataclass(frozen=True, slots=True)
class Declared:
    """The declarations of one source. chosen: how its systems were told; known: names of all systems there are."""

    systems: tuple[Row, ...]
    activities: tuple[Row, ...]
    fields: tuple[Row, ...]
    limits: tuple[Limit, ...]
    chosen: str
    known: frozenset[str] = frozenset()

    def named(self, asset: str = "", column: str = "") -> str:
        """The activities about an asset or a column (empty: all), for a finding that concerns them."""
        about = self.about(asset, column) if asset else self.activities
        return ", ".join(activity.id for activity in about)

    def about(self, asset: str, column: str = "") -> tuple[Row, ...]:
        """The activities that are about an asset or a column: whose datasets hold it, or name nothing of the source."""
        own = names(self.systems)
        return tuple(one for one in self.activities if is_about(one, own, self.known, asset, column))

    def categories(self) -> list[Category]:
        """Each declared category once, with those who name it."""
        by: dict[str, list[Row]] = {}
        for activity in self.activities:
            for category in categories_of(activity):
                if activity not in by.setdefault(category, []):
                    by[category].append(activity)
        own = [category for system in self.systems for category in value(system, "data_categories") or ()]
        every = dict.fromkeys((*by, *own))
        return [Category(name, tuple(by.get(name, ())), name in own) for name in every]

    def said(self, asset: str, column: str) -> list[str]:
        """The categories that are declared of a column, by the activities about it and by its systems."""
        about = self.about(asset, column)
        return [
            one.name
            for one in self.categories()
            if one.of_system or any(activity in about for activity in one.activities)
        ]

    def keys(self, asset: str, column: str) -> frozenset[str]:
        """The kinds that are declared of a column, each standing for all below it."""
        return frozenset(key for category in self.said(asset, column) for key in keys_of(category))

    def field(self, asset: str, column: str) -> Row | None:
        """The line of the field inventory about a column, by `column`, `table.column` or `schema.table.column`."""
        full = f"{asset}.{column}".lower()
        for row in self.fields:
            named = (row.field or "").lower()
            if named and (full == named or full.endswith(f".{named}")):
                return row
        return None

    def is_not_personal(self, asset: str, column: str) -> bool:
        """Whether people said of a column that it holds no personal data."""
        row = self.field(asset, column)
        return row is not None and bool(row.data_category) and is_none(row.data_category)

    def listed(self, asset: str, column: str, kind: str) -> bool:
        """Whether the field inventory says of this very column that the kind in it is needed.

        A line of which nobody said so names what is there, and declares nothing.
        """
        row = self.field(asset, column)
        return row is not None and row.needed == "yes" and covers(keys_of(row.data_category or ""), kind)

    def declares(self, asset: str, column: str, kind: str) -> bool:
        """Whether a kind may be in a column: by its activities and systems, or by what was said of that field."""
        keys = self.keys(asset, column)
        if covers(keys, kind) or (kind == NUMBER and keys):
            return True
        return self.is_not_personal(asset, column) or self.listed(asset, column, kind)

    def too_wide(self, asset: str, column: str, kind: str) -> list[str]:
        """The categories that alone declare a kind of a column, each so wide that it declares whatever is found."""
        if kind == NUMBER or self.is_not_personal(asset, column) or self.listed(asset, column, kind):
            return []
        telling = [one for one in self.said(asset, column) if covers(keys_of(one), kind)]
        return telling if all(is_wide(one) for one in telling) else []

    def outside(self, asset: str, column: str, kind: str) -> list[Row]:
        """The activities that name a kind and are not about the column, so that their purpose does not reach it."""
        about = self.about(asset, column)
        return [one for one in self.activities if one not in about and names_kind(one, kind)]

    def lacks_condition(self, asset: str, column: str, kind: str) -> bool:
        """Whether no activity about a column names the condition under which a special category may be there."""
        if self.is_not_personal(asset, column):
            return False
        about = self.about(asset, column)
        conditions = [one for one in about if names_condition(one)]
        naming = [one for one in about if names_kind(one, kind)]
        return not any(one in conditions for one in naming or conditions)


def categories_of(activity: Row) -> tuple[str, ...]:
    """The categories that an activity names, special ones among them."""
    return (*(value(activity, "data_categories") or ()), *(value(activity, "special_categories") or ()))


def names_kind(activity: Row, kind: str) -> bool:
    """Whether a category of an activity means a kind."""
    return any(covers(keys_of(category), kind) for category in categories_of(activity))


def names_condition(activity: Row) -> bool:
    """Whether an activity names a condition for special categories."""
    return bool(value(activity, "special_condition") or CONDITION.search(activity.legal_basis or ""))


def value(row: Row, name: str) -> Any:
    """A field of a record; None where its type has no such field."""
    return getattr(row, name, None)


def awaits_word(field: Row) -> bool:
    """Whether a scan entered a line of the field inventory, and nobody has said yet whether it is needed.

    Such a line declares nothing.
    """
    return bool(field.found_on) and not field.reviewed_on and field.needed not in ("yes", "no")


def demand_system(facts: Facts, system: str) -> None:
    """Refuse a system that the declarations do not have, before anything is read. Raises Unreachable."""
    if system and not _named([*facts.rows(ASSETS), *facts.rows("AISystem")], system):
        raise Unreachable(
            f"--system {system!r}: no asset or AI system of the declarations has this id or name"
        )


def declared(  # noqa: PLR0913, PLR0917 - what is told of a source
    facts: Facts,
    source: str,
    tables: Iterable[str],
    system: str = "",
    alone: bool = False,
    called: str | None = None,
) -> Declared | None:
    """What is declared of a source and its tables; None where no system stands for it.

    system: the id or name of the asset that it is, as a person says. alone: whether the facts were given for this
    source, so that all their systems are meant where none bears its name. called: what the source is called where it is
    listed (empty: its own name alone), of a scan that is kept: a system is told by the very same name then, and what is
    alike is for a person to say; None where nothing is kept, so that what is alike serves.
    """
    every = [*facts.rows(ASSETS), *facts.rows("AISystem")]
    if called is None or system or alone:
        systems, chosen = _systems(every, source, tables, system)
    else:
        systems, chosen = same_name(every, (called, own_name(source))), "by the very name of the source"
    if not systems and alone:
        systems, chosen = every, "all systems of the declarations, for none bears its name"
    ids = {one.id for one in systems}
    ids |= {one.ai_system for one in systems if value(one, "ai_system")}
    activities = [one for one in facts.rows(ACTIVITIES) if ids & set(one.systems or ())]
    if alone and not activities and not every:
        activities, chosen = list(facts.rows(ACTIVITIES)), "all activities, for no system is declared"
    rules = [one for one in facts.rows(RULES) if one.system in ids or (alone and not one.system)]
    if not systems and not activities and not rules:
        return None
    limits = tuple(_limits(activities, rules))
    return Declared(tuple(systems), tuple(activities), _fields(facts, ids), limits, chosen, names(every))


def declared_of(facts: Facts, ids: Iterable[str]) -> Declared:
    """What is declared of a source that stands for these systems, today; without periods."""
    wanted = set(ids)
    every = [*facts.rows(ASSETS), *facts.rows("AISystem")]
    systems = tuple(one for one in every if one.id in wanted)
    wanted |= {one.ai_system for one in systems if value(one, "ai_system")}
    activities = tuple(one for one in facts.rows(ACTIVITIES) if wanted & set(one.systems or ()))
    return Declared(systems, activities, _fields(facts, wanted), (), "", names(every))


def _fields(facts: Facts, ids: Collection[str]) -> tuple[Row, ...]:
    return tuple(one for one in facts.rows(FIELDS) if one.system in ids and not awaits_word(one))


def _named(every: list[Row], system: str) -> list[Row]:
    return [one for one in every if system.lower() in (one.id.lower(), (one.name or "").lower())]


def _systems(every: list[Row], source: str, tables: Iterable[str], system: str) -> tuple[list[Row], str]:
    if system:
        return _named(every, system), f"{system}, as was said"
    own = set(_words(own_name(source)))
    by_name = [one for one in every if _alike(own, one)]
    if by_name:
        return by_name, "by the name of the source"
    parts = [set(_words(table)) for table in tables]
    by_table = [one for one in every if any(_alike(part, one) for part in parts)]
    return by_table, "by the names of its tables"


def folded(name: str) -> str:
    """A name without case, spaces and signs, by which the very same name is told."""
    return "".join(re.findall(r"[^\W_]+", name.casefold()))


def same_name(every: Iterable[Row], names: Iterable[str]) -> list[Row]:
    """The systems whose name or id is one of these names, whatever its case, spaces and signs."""
    wanted = {folded(name) for name in names} - {""}
    return [one for one in every if {folded(one.name or ""), folded(one.id)} & wanted]


def _words(text: str) -> list[str]:
    return [
        word
        for word in re.findall(r"[a-z0-9]+", text.lower())
        if word not in ("the", "db", "database", "sqlite")
    ]


def own_name(source: str) -> str:
    """A source's own name: the last part of its path or address, without its ending."""
    path = PurePosixPath(source.partition("?")[0].rstrip("/"))
    return path.stem if path.suffix else path.name


def _alike(words: set[str], one: Row) -> bool:
    """Whether a system's name or id has all the words, or they have all of it."""
    named = [set(_words(text)) for text in (one.name or "", one.id) if text]
    return bool(words) and any(own and (own <= words or words <= own) for own in named)


def _limits(activities: Iterable[Row], rules: Iterable[Row]) -> list[Limit]:
    """Periods of rules, and those of activities for categories that no rule takes."""
    made, taken = [], set()
    for rule in rules:
        if rule.period_days is not None and rule.data_category:
            of = [a.id for a in activities if _shares(a, rule.data_category)]
            held = value(rule, "hold_since") or ""
            trigger = value(rule, "trigger") or ""
            made.append(
                Limit(rule.data_category, int(rule.period_days), rule.id, ", ".join(of), trigger, held)
            )
            taken.add(keys_of(rule.data_category) or rule.data_category)
    for activity in activities:
        limits: Mapping[str, float] = activity.erasure_limits or {}
        for category, days in limits.items():
            if (keys_of(category) or category) not in taken:
                made.append(Limit(category, int(days), "", activity.id))
    return made


def _shares(activity: Row, category: str) -> bool:
    wanted = keys_of(category)
    for own in activity.data_categories or ():
        if own == category or any(covers(keys_of(own), key) for key in wanted):
            return True
    return False
