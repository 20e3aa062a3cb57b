"""Declared against found: what a scan saw, held against what the registers say, as findings with their reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tonetop.core.facts import Row
from tonetop.discovery.categories import covers, is_none, keys_of
from tonetop.discovery.verdict import Verdict
from tonetop.work.scan_copies import copies
from tonetop.work.scan_countries import PLACES, Tally, countries
from tonetop.work.scan_coverage import coverage
from tonetop.work.scan_declared import Declared, value
from tonetop.work.scan_found import Column, Finding, Scanned
from tonetop.work.scan_retention import Count, Noted, retention

FEW = 5
"""Rows from which on it says something that all of them say the same."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Asks the source for exact numbers: rows before a day, and how often each value of a column of places occurs.

    noted: is told each count of a period.
    """

    count: Count
    tally: Tally
    noted: Noted = lambda one: None


def compare(
    scanned: Sequence[Scanned], declared: Declared | None, as_of: str, special: Collection[str], ask: Ask
) -> tuple[Finding, ...]:
    """All findings: what is there and not declared, declared and not there, unlawful, overdue, unused, copied, abroad.

    declared: None where nothing is declared of the source, so that nothing is held against it. special: keys of kinds
    that Art. 9 or 10 GDPR protects.
    """
    found: list[Finding] = []
    if declared is not None:
        found += _undeclared(scanned, declared)
        found += _absent(scanned, declared)
        found += _special(scanned, declared, special)
        found += retention(scanned, declared, as_of, ask.count, ask.noted)
        found += countries(scanned, declared, ask.tally)
        found += _unneeded(scanned, declared, as_of)
    found += _unused(scanned, declared)
    found += copies(scanned)
    found += coverage(scanned, declared)
    return tuple(found)


def held(scanned: Iterable[Scanned]) -> Iterator[tuple[Scanned, Column, Verdict]]:
    """Each kind that a column is taken to hold."""
    for one in scanned:
        for column in one.columns:
            for verdict in column.held():
                yield one, column, verdict


def _undeclared(scanned: Iterable[Scanned], declared: Declared) -> Iterator[Finding]:
    for one, column, verdict in held(scanned):
        if not declared.declares(one.name, column.name, verdict.kind) and not PLACES.search(column.name):
            of = f"no data category of {declared.named()}" if declared.activities else "no activity"
            why = f"{verdict.kind} was found ({verdict.why}), and {of} names it"
            count = _values(column, verdict)
            yield Finding("undeclared", one.name, column.name, declared.named(), count, None, why)


def _values(column: Column, verdict: Verdict) -> int:
    """About how many values are of the kind."""
    return round(verdict.share * column.non_null)


def _absent(scanned: Sequence[Scanned], declared: Declared) -> Iterator[Finding]:
    """Declared categories that no column holds; those that name no kind cannot be looked for."""
    kinds = {verdict.kind for _, _, verdict in held(scanned)}
    for category, activity in declared.categories():
        keys = keys_of(category)
        if is_none(category) or any(
            covers(keys, kind) or covers((kind,), key) for kind in kinds for key in keys
        ):
            continue
        if not keys:
            why = f"{category!r} names no kind of personal data that is known here; write what it consists of"
            yield Finding("cannot-be-evaluated", "", "", activity, None, None, why)
            continue
        left = sum(1 for one in scanned if one.asset.skipped or one.left)
        but = f"; {left} of {len(scanned)} assets were not read whole" if left else ""
        why = f"{category!r} is declared, and no column with it was found{but}"
        yield Finding("declared-not-found", "", "", activity, 0, None, why)


def _special(scanned: Iterable[Scanned], declared: Declared, special: Collection[str]) -> Iterator[Finding]:
    """Special categories for which no activity that declares them names the condition."""
    conditions = declared.conditions()
    for one, column, verdict in held(scanned):
        if not covers(special, verdict.kind) or _not_personal(declared, one, column):
            continue
        naming = [activity for activity in declared.activities if _names(activity, verdict.kind)]
        if any(activity in conditions for activity in naming or conditions):
            continue
        of = ", ".join(activity.id for activity in naming or declared.activities)
        why = f"{verdict.kind} is a special category ({verdict.why}); no condition of Art. 9(2) or 10 GDPR is named"
        count = _values(column, verdict)
        yield Finding("special-category-without-condition", one.name, column.name, of, count, None, why)


def _names(activity: Row, kind: str) -> bool:
    listed = (*(activity.data_categories or ()), *(value(activity, "special_categories") or ()))
    return any(covers(keys_of(category), kind) for category in listed)


def _not_personal(declared: Declared, one: Scanned, column: Column) -> bool:
    row = declared.field(one.name, column.name)
    return row is not None and bool(row.data_category) and is_none(row.data_category)


def _unneeded(scanned: Iterable[Scanned], declared: Declared, as_of: str) -> Iterator[Finding]:
    """Fields that are there although they were found not to be needed, or said to be removed."""
    for one in scanned:
        for column in one.columns:
            row = declared.field(one.name, column.name)
            if row is None or column.non_null == 0:
                continue
            if row.removed_on and row.removed_on <= as_of:
                why = f"the field inventory says that it was removed on {row.removed_on}, and it is there"
            elif row.needed == "no" and not row.justification:
                why = f"the field inventory says that it is not needed (reviewed {row.reviewed_on or 'on no day'})"
            else:
                continue
            yield Finding("never-used", one.name, column.name, declared.named(), column.non_null, None, why)


def _unused(scanned: Iterable[Scanned], declared: Declared | None) -> Iterator[Finding]:
    """Columns that are empty throughout, or say the same in every row."""
    activity = declared.named() if declared else ""
    for one in scanned:
        for column in one.columns:
            if column.unused and (one.rows or 0) >= (FEW if column.non_null else 2):
                what = (
                    "it is empty in every row"
                    if not column.non_null
                    else "it says the same wherever it is filled"
                )
                of = (
                    f"{one.rows_scanned:,} rows"
                    if one.rows_scanned == one.rows
                    else f"all {one.rows:,} rows, counted"
                )
                yield Finding(
                    "never-used", one.name, column.name, activity, column.non_null, None, f"{what} ({of})"
                )
