"""Coverage: what was not looked at and why, and how much may have been missed where a sample was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tonetop.work.scan_declared import Declared
from tonetop.work.scan_found import Finding, Scanned


def coverage(scanned: Iterable[Scanned], declared: Declared | None) -> Iterator[Finding]:
    """One finding for each asset that was not read whole; for a sample with the 95 % bound of what it may miss."""
    for one in scanned:
        if one.asset.skipped:
            yield _of(one, one.rows, f"not read: {one.asset.skipped}")
        elif one.left:
            yield _of(one, _missing(one), one.left)
        elif one.rows is not None and one.rows_scanned < one.rows:
            yield _of(one, _missing(one), _bound(one))
    if declared is not None and declared.systems:
        named = ", ".join(f"{system.id} ({system.name})" for system in declared.systems)
        yield Finding(
            "coverage", "", "", declared.named(), None, None, f"held against {named}: {declared.chosen}"
        )


def _of(one: Scanned, count: int | None, why: str) -> Finding:
    return Finding("coverage", one.name, "", "", count, None, why)


def _missing(one: Scanned) -> int | None:
    return None if one.rows is None else one.rows - one.rows_scanned


def _bound(one: Scanned) -> str:
    """The rule of three: none found in n random values leaves at most 3/n of them, with 95 % confidence."""
    drawn = f"{one.rows_scanned:,} of {one.rows:,} rows were drawn at random"
    if one.rows_scanned < 3:
        return f"{drawn}: too few to say what the others hold"
    return f"{drawn}: a kind that was not found is in less than {3 / one.rows_scanned:.2%} of the rows (95 %)"
