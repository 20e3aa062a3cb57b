"""Posts of the AIMS: how far they are filled, whether their holders lack competence, which stand vacant."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window, has
from tonetop.standard.terms.figures import exact
from tonetop.standard.terms.people import roles_in_force

WATCHED = ("conformity", "reporting")
"""Roles that must not stand vacant (LD-3.4)."""

VACANT_DAYS = 60


def allocations_by_period(facts: Facts) -> dict[str, list[Row]]:
    """Staff allocations by their period."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("StaffAllocation"):
        found[row.period].append(row)
    return found


def current_posts(now: Moment) -> list[Row]:
    """Staff allocations of a current period, ordered by key."""
    periods = now.facts.prepared(allocations_by_period)
    found = [row for period, rows in periods.items() if now.current(period) for row in rows]
    return sorted(found, key=lambda row: str(row.id))


def fill(post: Row) -> Fraction | None:
    """fte_filled / fte_required; None where nothing is required or a figure is unknown."""
    if not post.fte_required or post.fte_filled is None:
        return None
    return exact(post.fte_filled) / exact(post.fte_required)


def unmeasured(post: Row) -> bool:
    """Whether a post's fill is unknown, as against nothing being required."""
    return post.fte_required is None or (post.fte_required > 0 and post.fte_filled is None)


def worst_post(now: Moment) -> Row | None:
    """The current post with the lowest fill, the first by key among equals; None when no fill is known."""
    return min((row for row in current_posts(now) if fill(row) is not None), key=_fill, default=None)


def _fill(post: Row) -> Fraction:
    return fill(post) or Fraction()


def _tenures(facts: Facts) -> dict[str, list[tuple[str, str, Row]]]:
    """By watched role, the first and the last day (open: the calendar's) on which a version had a holder."""
    found: dict[str, list[tuple[str, str, Row]]] = defaultdict(list)
    several = facts.history("RoleAssignment").several()
    for held in facts.rows("RoleAssignment"):
        past = [v for v in several.get(held.id, ()) if (v.effective_on or "") < (held.effective_on or "")]
        ends = [cadence.shift(after.effective_on, -1) for after in (*past[1:], held)] if past else []
        for version, end in zip((*past, held), (*ends, cadence.LAST), strict=True):
            begins = version.valid_from or version.assigned_on
            if version.role in WATCHED and begins and facts.get("Person", version.person):
                first, last = max(begins, version.effective_on or begins), min(version.valid_to or end, end)
                found[version.role].append((first, last, held))
    return found


def vacancies(now: Moment) -> list[tuple[str, str, Row]]:
    """Watched roles with a holder once and none for more than 60 days: role, last day held, assignment."""
    found = []
    for role, tenures in sorted(now.facts.prepared(_tenures).items()):
        begun = [(last, held) for first, last, held in tenures if first <= last and now.reached(first)]
        last, held = max(begun, key=lambda tenure: (tenure[0], tenure[1].id), default=(None, None))
        if last is not None and now.older(last, VACANT_DAYS):
            found.append((role, last, held))
    return found


def latest_competences(facts: Facts) -> dict[tuple[str, str], Row]:
    """The latest competence record of each person and role."""
    found: dict[tuple[str, str], Row] = {}
    for row in facts.rows("CompetenceRecord"):
        if row.person and row.role:
            best = found.get((row.person, row.role))
            if best is None or (row.assessed_on or "") > (best.assessed_on or ""):
                found[row.person, row.role] = row
    return found


def has_gap(facts: Facts, record: Row) -> bool:
    """Whether a competence record is the latest of its person and role and names a gap; a predicate."""
    latest = facts.prepared(latest_competences).get((record.person, record.role))
    return bool(record.gap) and latest is not None and latest.id == record.id


def unplanned_gaps(facts: Facts) -> list[Row]:
    """Latest competence records with a gap for which no plan has a day."""
    latest = facts.prepared(latest_competences).values()
    return sorted((row for row in latest if row.gap and not row.plan_due), key=lambda row: str(row.id))


def overdue_gaps(now: Moment) -> Window:
    """Latest competence records with a gap whose plan is past due."""
    return now.before("CompetenceRecord", "plan_due").where(has_gap)


def role_words(now: Moment) -> dict[str, Row]:
    """The role words of assignments in force, each with one assignment."""
    words = now.facts.shapes["RoleAssignment"].fields["role"].words
    held = {word: roles_in_force(now).where(has("role", word)) for word in words}
    return {word: next(iter(rows)) for word, rows in held.items() if len(rows)}
