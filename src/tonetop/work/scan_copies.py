"""Copies: columns of different assets that hold the same personal values, told by sketches of their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

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
    return bool(held) and not covers(COMMON, held[0].kind) and distinct(column) >= FEWEST


def distinct(column: Column) -> int:
    """About how many different values there are: as they are told by their sample, and no more than are filled."""
    return min(column.sketch.values.distinct(), column.sketch.filled)


def _alike(one: Column, other: Column) -> bool:
    return one.held()[0].kind == other.held()[0].kind


def _precedes(one: Scanned, column: Column, other: Scanned, same: Column) -> bool:
    """Whether the first is the original: by its name, else by holding more values, else by the order of names."""
    marks = [bool(SPARE.search(place.name)) for place in (one, other)]
    if marks[0] != marks[1]:
        return marks[1]
    sizes = [distinct(part) for part in (column, same)]
    if sizes[0] != sizes[1]:
        return sizes[0] > sizes[1]
    return one.name < other.name


def _finding(one: Scanned, column: Column, share: float, other: Scanned, same: Column) -> Finding:
    many = distinct(column)
    about = "" if _exact(column, same) else "about "
    called = f"{other.name}, {same.name}"
    why = f"{about}{share:.0%} of its {about}{many:,} different values stand in {called}, too"
    count = min(round(share * many), distinct(same))
    return Finding("copy", one.name, column.name, "", count, None, why)


def _exact(one: Column, other: Column) -> bool:
    return one.sketch.values.level == 0 == other.sketch.values.level


def elsewhere(
    scanned: Sequence[Scanned], others: Iterable[tuple[str, Sequence[Scanned]]]
) -> Iterator[Finding]:
    """Each column whose values another source holds too, or that holds those of another, once for each source.

    others: the latest scans of other sources by name, whose hashes were salted with the same secret.
    """
    own = [(one, column) for one in scanned for column in one.columns if _tells(column)]
    for source, held in others:
        theirs = [(one, column) for one in held for column in one.columns if _tells(column)]
        for one, column in own:
            alike = [(other, same) for other, same in theirs if _alike(column, same)]
            best = max(alike, key=lambda place: _most(column, place[1]), default=None)
            if best is not None and _most(column, best[1]) >= CONTAINED:
                yield _beyond(one, column, source, *best)


def _most(one: Column, other: Column) -> float:
    """The larger share of the values of one that the other holds too."""
    mine, theirs = one.sketch.values, other.sketch.values
    return max(mine.shared(theirs), theirs.shared(mine))


def _beyond(one: Scanned, column: Column, source: str, other: Scanned, same: Column) -> Finding:
    called = f"{source}, {other.name}, {same.name}"
    share = column.sketch.values.shared(same.sketch.values)
    if share >= CONTAINED:
        many = distinct(column)
        why = (
            f"about {share:.0%} of its about {many:,} different values stand in another source, too: {called}"
        )
        if _exact(column, same):
            why = f"{share:.0%} of its {many:,} different values stand in another source, too: {called}"
    else:
        share, many = same.sketch.values.shared(column.sketch.values), distinct(same)
        why = f"it holds about {share:.0%} of the about {many:,} different values of another source: {called}"
        if _exact(column, same):
            why = f"it holds {share:.0%} of the {many:,} different values of another source: {called}"
    count = min(round(share * many), distinct(column), distinct(same))
    return Finding("copy", one.name, column.name, "", count, None, why)
