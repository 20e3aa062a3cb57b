"""Declared against found: what a scan saw, held against what the registers say, as findings with their reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Row
from tonetop.discovery.categories import covers, is_none, keys_of
from tonetop.discovery.verdict import Verdict
from tonetop.work.scan_copies import copies
from tonetop.work.scan_countries import PLACES, Tally, countries
from tonetop.work.scan_coverage import coverage
from tonetop.work.scan_declared import Category, Declared, names_kind, value
from tonetop.work.scan_found import Column, Finding, Scanned
from tonetop.work.scan_retention import Count, Noted, retention

FEW = 5
"""Rows from which on it says something that all of them say the same."""
IDLE = 365
"""Days without a write after which it is asked whether anybody needs an asset."""
NAMED = 3
"""Places that a sentence names; of others it says how many."""


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
        found += _wide(scanned, declared)
        found += _absent(scanned, declared)
        found += _special(scanned, declared, special)
        found += retention(scanned, declared, as_of, ask.count, ask.noted)
        found += countries(scanned, declared, ask.tally)
        found += _unneeded(scanned, declared, as_of)
    found += _unused(scanned, declared)
    found += _idle(scanned, declared, as_of)
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
        if declared.declares(one.name, column.name, verdict.kind) or PLACES.search(column.name):
            continue
        named, called, kind = declared.named(one.name, column.name), one.name, verdict.kind
        why = f"{kind} was found ({verdict.why}), and no activity names it"
        if named:
            why = f"{kind} was found ({verdict.why}), and no data category of {named} names it"
        elif declared.activities:
            why = f"{kind} was found ({verdict.why}), and no activity is about {called}"
        why = "; ".join((why, *_besides(declared, one, column, verdict)))
        yield Finding("undeclared", one.name, column.name, named, _values(column, verdict), None, why)


def _besides(declared: Declared, one: Scanned, column: Column, verdict: Verdict) -> Iterator[str]:
    """Who names a kind that is declared of a column by nobody: an activity about other places, or a field's line."""
    for activity in declared.outside(one.name, column.name, verdict.kind):
        text = ", ".join(value(activity, "datasets") or ())
        yield f"outside the purpose: {activity.id} declares it for {text} only"
    row = declared.field(one.name, column.name)
    if row is not None and covers(keys_of(row.data_category or ""), verdict.kind):
        yield "it stands in the field inventory, and nobody said there that it is needed"


def _values(column: Column, verdict: Verdict) -> int:
    """About how many values are of the kind."""
    return round(verdict.share * column.filled)


def _wide(scanned: Sequence[Scanned], declared: Declared) -> Iterator[Finding]:
    """Categories so wide that whatever is found is declared by them: of what only they name, nothing can be said."""
    alone: dict[str, list[str]] = {}
    for one, column, verdict in held(scanned):
        for name in declared.too_wide(one.name, column.name, verdict.kind):
            alone.setdefault(name, []).append(f"{verdict.kind} in {one.name}.{column.name}")
    for said in declared.categories():
        found, category = list(dict.fromkeys(alone.get(said.name, ()))), said.name
        if found:
            places = _some(found)
            why = f"{category!r} is so wide that it declares everything; nothing narrower names {places}"
            why += "; write what it consists of"
            yield Finding("cannot-be-evaluated", "", "", _ids(said.activities), None, None, why)


def _absent(scanned: Sequence[Scanned], declared: Declared) -> Iterator[Finding]:
    """Declared categories that no column holds; those that name no kind cannot be looked for."""
    held_kinds = [(one, column, verdict.kind) for one, column, verdict in held(scanned)]
    left = sum(1 for one in scanned if one.asset.skipped or one.left)
    but = f"; {left} of {len(scanned)} assets were not read whole" if left else ""
    for said in declared.categories():
        keys, category = keys_of(said.name), said.name
        if is_none(category):
            continue
        if not keys:
            why = f"{category!r} names no kind of personal data that is known here; write what it consists of"
            yield Finding("cannot-be-evaluated", "", "", _ids(said.activities), None, None, why)
            continue
        holding = [(one, column) for one, column, kind in held_kinds if _means(keys, kind)]
        lacking = _lacking(declared, said, holding)
        if lacking or not (holding or said.activities):
            of = _ids(lacking)
            why = f"{category!r} is declared, and no column with it was found"
            if holding:
                places = _some([f"{one.name}.{column.name}" for one, column in holding])
                why = (
                    f"{category!r} is declared, and no column with it was found in what {of} is about; "
                    f"it stands in {places}"
                )
            yield Finding("declared-not-found", "", "", of, 0, None, why + but)


def _means(keys: Collection[str], kind: str) -> bool:
    return any(covers(keys, kind) or covers((kind,), key) for key in keys)


def _lacking(declared: Declared, category: Category, holding: Sequence[tuple[Scanned, Column]]) -> list[Row]:
    """The activities that declare a category, and are about no column that holds it."""
    having = {row.id for one, column in holding for row in declared.about(one.name, column.name)}
    return [activity for activity in category.activities if activity.id not in having]


def _some(places: Sequence[str]) -> str:
    """Some places by name, and how many there are besides."""
    named, more = ", ".join(places[:NAMED]), places[NAMED:]
    return f"{named} and {len(more)} more" if more else named


def _ids(activities: Iterable[Row]) -> str:
    return ", ".join(activity.id for activity in activities)


def _special(scanned: Iterable[Scanned], declared: Declared, special: Collection[str]) -> Iterator[Finding]:
    """Special categories for which no activity that declares them names the condition."""
    for one, column, verdict in held(scanned):
        if not covers(special, verdict.kind) or not declared.lacks_condition(
            one.name, column.name, verdict.kind
        ):
            continue
        about = declared.about(one.name, column.name)
        naming = [activity for activity in about if names_kind(activity, verdict.kind)]
        of = _ids(naming or about)
        why = f"{verdict.kind} is a special category ({verdict.why}); no condition of Art. 9(2) or 10 GDPR is named"
        count = _values(column, verdict)
        yield Finding("special-category-without-condition", one.name, column.name, of, count, None, why)


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
            of = declared.named(one.name, column.name)
            yield Finding("never-used", one.name, column.name, of, column.non_null, None, why)


def _unused(scanned: Iterable[Scanned], declared: Declared | None) -> Iterator[Finding]:
    """Columns that are empty throughout, or say the same in every row."""
    for one in scanned:
        for column in one.columns:
            activity = declared.named(one.name, column.name) if declared else ""
            if column.unused and (one.rows or 0) >= (FEW if column.non_null else 2):
                filled = column.non_null if column.sketch.filled else 0  # empty texts fill nothing
                what = "it says the same wherever it is filled" if filled else "it is empty in every row"
                of = (
                    f"{one.rows_scanned:,} rows"
                    if one.rows_scanned == one.rows
                    else f"all {one.rows:,} rows, counted"
                )
                yield Finding("never-used", one.name, column.name, activity, filled, None, f"{what} ({of})")


def _idle(scanned: Iterable[Scanned], declared: Declared | None, as_of: str) -> Iterator[Finding]:
    """Assets with personal data to which nothing was written for long, where the source tells; of reads none tells."""
    before = cadence.shift(as_of, -IDLE)
    for one in scanned:
        since = one.asset.idle
        if since is None or since >= before or not any(column.held() for column in one.columns):
            continue
        activity = declared.named(one.name) if declared else ""
        why = f"nothing was written to it since {since}, more than {IDLE} days; when it was last read cannot be told"
        yield Finding("never-used", one.name, "", activity, one.rows, since, why)
