"""Retention rules against rows: which columns they are about, from which day they count, and how many are overdue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from tonetop.discovery.categories import covers, keys_of, plain
from tonetop.discovery.source import Asset, Overdue
from tonetop.work.scan_declared import Declared, Limit
from tonetop.work.scan_found import Column, Finding, RuleCount, Scanned

Count = Callable[[Asset, str, date], Overdue | None]
"""Asks the source how many rows of an asset have a day before another in a column."""
Noted = Callable[[RuleCount], None]
"""Is told each count that could be made by a rule, also one of nothing."""
CHANGED = "(last change)"
MODIFIED = frozenset(("modified", "mtime", "last change", CHANGED))
ENDS = r"closed|ended|end_?date|terminat|leav|left|exit|cancel|completed|resolved|deactivat|churn|expired"
SEEN = r"last_?(?:seen|login|log_?in|activity|active|contact|order|purchase|used|access|visit)"
MADE = r"creat|register|regist|insert|added|signup|sign_?up|joined|received|collected|recorded|submitted|opened|since"
HAPPENED = (
    r"order|invoice|payment|rental|event|visit|issued|booking|transaction|logged|(?:^|_)date$|(?:^|_)at$|time"
)
TOUCHED = r"updat|modif|chang|touch|sync|load"
AHEAD = r"birth|dob|born|expir|valid_?(?:to|until)|due|planned|next|until"
RANKS = tuple(re.compile(words, re.I) for words in (ENDS, SEEN, MADE, HAPPENED, TOUCHED))


class _Clock(NamedTuple):
    """The column from which a period counts, and whether the rule names it."""

    column: str
    is_named: bool


def retention(
    scanned: Sequence[Scanned], declared: Declared, as_of: str, count: Count, noted: Noted
) -> Iterator[Finding]:
    """For each period what is overdue, with the exact count and the oldest day, or why that cannot be said."""
    for limit in declared.limits:
        places = list(concerned(_reached(scanned, declared, limit), limit))
        if not places:
            what = (
                "no asset holds the category"
                if keys_of(limit.category)
                else "it names no kind, table or file"
            )
            yield _unsaid("", "", limit, f"{what}, so no rows can be counted")
        for one in places:
            about = {activity.id for activity in declared.about(one.name)}
            of = ", ".join(id for id in limit.activity.split(", ") if id in about)
            yield from _judged(one, replace(limit, activity=of), as_of, count, noted)


def _reached(scanned: Sequence[Scanned], declared: Declared, limit: Limit) -> Sequence[Scanned]:
    """The assets that whatever declares a period reaches: all for a rule, what it is about for an activity."""
    if limit.rule:
        return scanned
    return [one for one in scanned if any(a.id == limit.activity for a in declared.about(one.name))]


def concerned(scanned: Iterable[Scanned], limit: Limit) -> Iterator[Scanned]:
    """The assets that a period is about: as its trigger says, else by name and by the kinds they hold."""
    table = limit.trigger.rpartition(".")[0].lower()
    readable = [one for one in scanned if not one.asset.skipped]
    if table:
        yield from (
            one for one in readable if one.name.lower() == table or one.name.lower().endswith(f".{table}")
        )
        return
    keys = keys_of(limit.category)
    holding = [one for one in readable if any(covers(keys, v.kind) for c in one.columns for v in c.held())]
    named = [one for one in readable if _is_named(one.name, limit.category)]
    both = [one for one in holding if one in named]
    yield from both or named or holding


def _is_named(asset: str, category: str) -> bool:
    """Whether a category speaks of a table: `customers` of `public.customer`."""
    words = {word.rstrip("s") for word in plain(category).split()}
    table = plain(
        re.sub(r"\.(csv|tsv|json|jsonl|parquet|xlsx|txt)$", "", asset, flags=re.I).replace("/", ".")
    )
    own = [word.rstrip("s") for word in table.split()]
    return bool(own) and own[-1] in words


def _judged(one: Scanned, limit: Limit, as_of: str, count: Count, noted: Noted) -> Iterator[Finding]:
    if one.rows == 0:
        noted(RuleCount(limit.rule, one.name, "", 0, 0, None))
        return
    clock = clock_of(one, limit)
    if clock is None:
        wanted = (
            f"no column {limit.trigger}" if limit.trigger else "no column with days from which it could count"
        )
        yield _unsaid(one.name, "", limit, f"{one.name} has {wanted}")
        return
    before = date.fromisoformat(as_of) - timedelta(days=limit.days)
    found = count(one.asset, clock.column, before)
    if found is None:
        yield _unsaid(one.name, clock.column, limit, f"the values of {clock.column} cannot be read as days")
        return
    noted(RuleCount(limit.rule, one.name, clock.column, found.count, found.undated, found.oldest))
    if found.count:
        yield _late(one, limit, clock, before, found)
    if found.undated:
        rows = "row has" if found.undated == 1 else "rows have"
        why = f"{found.undated:,} {rows} no day in {clock.column}, so the period of {_named(limit)} never ends for them"
        if clock.is_named or not re.search(ENDS, clock.column, re.I):
            yield Finding(
                "cannot-be-evaluated", one.name, clock.column, limit.activity, found.undated, None, why
            )


def _late(one: Scanned, limit: Limit, clock: _Clock, before: date, found: Overdue) -> Finding:
    since = clock.column if clock.is_named else f"{clock.column} (assumed: the rule names no column)"
    why = f"{_named(limit)}: {limit.days} days counted from {since}, so all before {before} is overdue"
    if limit.held:
        why = f"on hold since {limit.held}, so nothing is to be deleted; {why}"
    kind = "coverage" if limit.held else "overdue"
    return Finding(kind, one.name, clock.column, limit.activity, found.count, found.oldest, why)


def _unsaid(asset: str, column: str, limit: Limit, why: str) -> Finding:
    return Finding(
        "cannot-be-evaluated", asset, column, limit.activity, None, None, f"{_named(limit)}: {why}"
    )


def _named(limit: Limit) -> str:
    by = limit.rule or f"the erasure limit of {limit.activity}"
    return f"{by} ({limit.category})"


def clock_of(one: Scanned, limit: Limit) -> _Clock | None:
    """The column from which a period counts: as the rule names it, else the likeliest of its columns with days."""
    if limit.trigger:
        name = limit.trigger.rpartition(".")[2]
        if name.lower() in MODIFIED and one.column(name) is None:
            return _Clock(CHANGED, True) if one.asset.changed else None
        column = one.column(name)
        return _Clock(column.name, True) if column else None
    ranked = sorted(
        (rank, place, c.name) for place, c in enumerate(one.columns) if (rank := _rank(c)) is not None
    )
    if ranked:
        return _Clock(ranked[0][2], False)
    return _Clock(CHANGED, False) if one.asset.changed else None


def _rank(column: Column) -> int | None:
    """How likely a period counts from a column, 0 the likeliest; None for what bears no days, or days ahead."""
    has_days = column.type in ("date", "time") or column.sketch.earliest is not None
    is_birth = any("birth" in verdict.kind for verdict in column.held())
    if not has_days or is_birth or not column.non_null or re.search(AHEAD, column.name, re.I):
        return None
    return next((place for place, words in enumerate(RANKS) if words.search(column.name)), len(RANKS))
