"""Copies: columns of different assets that hold the same personal values, told by sketches of their values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tonetop.discovery.categories import covers
from tonetop.work.scan_found import Column, Finding, Scanned

COMMON = (
    "user.unique_id", "user.behavior", "user.childrens", "user.health_and_medical", "user.financial.account_balance",
    "user.demographic", "user.contact.address.city", "user.contact.address.country", "user.contact.address.state",
    "user.contact.address.postal_code", "user.job_title", "user.workplace", "user.contact.organization",
    "user.name.first", "user.name.given", "user.name.last", "user.name.family", "user.education",
)  # fmt: skip
"""Kinds whose values many people share, so that the same ones in two places say nothing."""
FEWEST = 5
"""Different values below which nothing is said of a copy."""
CONTAINED = 0.5
"""From which share of its values found elsewhere on a column is told as a copy."""
SPARE = re.compile(
    r"copy|backup|bak|old|tmp|temp|test|export|archive|dump|stage|staging|kopie|_\d{4,8}|snapshot", re.I
)
"""Words in names of what is likely the copy, not the original."""


def copies(scanned: Sequence[Scanned]) -> Iterator[Finding]:
    """Each column whose values stand elsewhere too, once, with the place that holds most of them."""
    places = [(one, column) for one in scanned for column in one.columns if _tells(column)]
    for one, column in places:
        best: tuple[float, Scanned, Column] | None = None
        for other, same in places:
            if other.name == one.name or not _alike(column, same) or _precedes(one, column, other, same):
                continue
            share = column.sketch.values.shared(same.sketch.values)
            if share >= CONTAINED and (best is None or share > best[0]):
                best = share, other, same
        if best:
            yield _finding(one, column, *best)


def _tells(column: Column) -> bool:
    held = column.held()
    return bool(held) and not covers(COMMON, held[0].kind) and column.sketch.values.distinct() >= FEWEST


def _alike(one: Column, other: Column) -> bool:
    return one.held()[0].kind == other.held()[0].kind


def _precedes(one: Scanned, column: Column, other: Scanned, same: Column) -> bool:
    """Whether the first is the original: by its name, else by holding more values, else by the order of names."""
    marks = [bool(SPARE.search(place.name)) for place in (one, other)]
    if marks[0] != marks[1]:
        return marks[1]
    sizes = [part.sketch.values.distinct() for part in (column, same)]
    if sizes[0] != sizes[1]:
        return sizes[0] > sizes[1]
    return one.name < other.name


def _finding(one: Scanned, column: Column, share: float, other: Scanned, same: Column) -> Finding:
    distinct = column.sketch.values.distinct()
    about = "" if column.sketch.values.level == 0 == same.sketch.values.level else "about "
    called = f"{other.name}, {same.name}"
    why = f"{about}{share:.0%} of its {about}{distinct:,} different values stand in {called}, too"
    return Finding("copy", one.name, column.name, "", round(share * distinct), None, why)
