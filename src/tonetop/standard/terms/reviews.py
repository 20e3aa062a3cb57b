"""Management reviews: which were held, and which of their input groups stayed empty."""

from __future__ import annotations

from functools import cache

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import has
from tonetop.core.series import series
from tonetop.standard import catalogue
from tonetop.standard.terms.meetings import decided_at


def management_reviews(facts: Facts) -> list[Row]:
    """Management reviews that were held, in order of date, then id."""
    return facts.prepared(series("Meeting", "held_on").where(has("kind", "management-review"))).rows


@cache
def input_groups() -> dict[str, tuple[str, ...]]:
    """The keys of a review's inputs by their letter under 9.3.2 (catalogue: management_review.inputs)."""
    found: dict[str, tuple[str, ...]] = {}
    for item in catalogue.data()["management_review"]["inputs"]:
        letter = item["clause"].split()[-1][0]
        found[letter] = (*found.get(letter, ()), item["key"])
    return found


def empty_groups(meeting: Row) -> list[str]:
    """Letters of the input groups of which no part names a record."""
    inputs = meeting.inputs or {}
    return [letter for letter, keys in input_groups().items() if not any(inputs.get(key) for key in keys)]


def improvements_decided(facts: Facts, meeting: Row) -> list[Row]:
    """Decisions on improvement taken at a meeting; that none is needed counts with a reason (LD-7.2)."""
    rows = (row for row in decided_at(facts, meeting) if row.kind == "improvement")
    return [row for row in rows if row.status != "none-needed" or row.rationale]
