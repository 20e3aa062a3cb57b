"""Budget lines: which are of a current period and for the AIMS, and how far they are spent."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard.terms.figures import exact

_AIMS = re.compile(r"\bAIMS\b")


def lines_by_period(facts: Facts) -> dict[str, list[Row]]:
    """Budget lines with approved money, by their period."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("BudgetLine"):
        if row.approved:
            found[row.period].append(row)
    return found


def current_lines(now: Moment) -> list[Row]:
    """Budget lines of a current period with approved money, ordered by key."""
    periods = now.facts.prepared(lines_by_period)
    found = [row for period, rows in periods.items() if now.current(period) for row in rows]
    return sorted(found, key=lambda row: str(row.id))


def for_aims(line: Row) -> bool:
    """Whether a line is for the AIMS: split off for it; where that is not said, by its purpose."""
    if line.aims_split is None:
        return bool(_AIMS.search(line.purpose or ""))
    return line.aims_split is True


def spent_share(line: Row, elapsed: Fraction = Fraction(1)) -> Fraction | None:
    """spent / (approved x elapsed share); None while a figure is unknown or nothing was approved."""
    if line.spent is None or not line.approved:
        return None
    return exact(line.spent) / (exact(line.approved) * elapsed)


def line_before(facts: Facts, line: Row) -> Row | None:
    """For a line of a quarter, that of the same purpose of the quarter before."""
    quarter = cadence.quarter_before(line.period)
    return facts.get("BudgetLine", f"{quarter}/{line.purpose}") if quarter else None
