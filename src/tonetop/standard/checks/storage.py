"""PV-5 to PV-7: personal data is mapped where it lies, only what is needed is kept, and only for so long."""

from __future__ import annotations

from bisect import bisect_left

from tonetop.core.assess import Case, Node, Of, every, some
from tonetop.core.facts import Row
from tonetop.core.moment import Moment
from tonetop.standard.checks.rule import called, check, share_said
from tonetop.standard.terms.processing import personal_assets
from tonetop.standard.terms.storage import (
    Faults,
    Keeping,
    assets_without_fields,
    by_hand,
    by_last_run,
    doubtful_fields,
    fields,
    found_fields,
    keepings,
    last_seen,
    overdue_fields,
    records_of,
    stale_fields,
    undescribed,
    unhosted,
)

NO_SYSTEM = "a system that is not there"
OVERDUE_DAYS = 90
"""Days after its review within which an unneeded field is to be gone (PV-6)."""


@check(
    "PV-5",
    act="Scan for assets of each hosting kind, and give those with personal data an owner and categories",
    of=lambda now: list(now.rows("Asset")),
)
def mapped(now: Moment, of: Of) -> Case:
    days = now.parameter("asset_scan_days")
    seen, homeless = now.facts.prepared(last_seen), now.facts.prepared(unhosted)
    stale = [kind for kind, (day, _) in seen.items() if not now.within(day, days)]
    fresh = share_said(len(seen) - len(stale), len(seen), f"hosting kinds were looked through in {days} days")
    if stale:
        fresh += f"; not: {', '.join(stale)}"
    found = [row for kind in stale or seen for row in seen[kind][1]]
    personal, bare = now.facts.prepared(personal_assets), now.facts.prepared(undescribed)
    described = share_said(
        len(personal) - len(bare), len(personal), "assets with personal data have an owner and categories"
    )
    describe = f"Name owner and data categories of {called(bare[0])}" if bare else None
    scan = f"Scan for assets of the kind {stale[0]} and link what is found" if stale else None
    return Case(
        fail=some(
            Node(
                bool(homeless),
                f"{len(homeless)} of {len(of)} assets do not say where they run",
                homeless,
                act=f"Record where {called(homeless[0])} runs" if homeless else None,
            ),
            Node(len(stale) >= 2, fresh, found, act=scan),
            Node(bool(personal) and len(bare) / len(personal) > 0.05, described, bare, act=describe),
        ),
        passes=every(
            Node(not stale, fresh, found, act=scan), Node(not bare, described, bare or personal, act=describe)
        ),
    )


def _minimised(now: Moment) -> Of:
    """Assets with personal data; where there are none, the fields that are there on the day."""
    return now.facts.prepared(personal_assets) or fields(now)


@check(
    "PV-6", act="Review each field of the assets with personal data, remove what is not needed", of=_minimised
)
def minimised(now: Moment, of: Of) -> Case:
    days, whole = now.parameter("minimisation_review_days"), fields(now)
    bare, doubt = assets_without_fields(now), doubtful_fields(now)
    stale = stale_fields(now, days)
    unknown = share_said(len(doubt), len(whole), "fields are not known to be needed or not") + _found(now)
    decide = f"Decide whether {_field(doubt[0])} is needed" if doubt else None
    return Case(
        fail=some(
            Node(
                bool(bare),
                f"Assets with personal data and no field listed: {len(bare)}",
                bare,
                act=f"List the fields of {called(bare[0])}" if bare else None,
            ),
            _overdue(now),
            Node(bool(whole) and len(doubt) / len(whole) > 0.05, unknown, doubt, act=decide),
        ),
        passes=every(
            Node(not doubt, unknown, doubt or whole, act=decide),
            Node(
                not stale,
                share_said(len(whole) - len(stale), len(whole), f"fields were reviewed in {days} days"),
                stale or whole,
                act=_review(stale[0]) if stale else None,
            ),
        ),
    )


def _found(now: Moment) -> str:
    """Of the fields of doubtful need those that scans found, with the last scan; empty where none did."""
    rows = found_fields(now.facts)
    if not rows:
        return ""
    last = max(rows, key=lambda row: (row.found_on, row.id))
    return f"; {len(rows)} of these were found by scans, the last in {last.found_in} on {last.found_on}"


def _overdue(now: Moment) -> Node:
    """Whether a field that is not needed and not justified is still there long after its review."""
    rows = overdue_fields(now, OVERDUE_DAYS)
    said = f"Unneeded fields still there more than {OVERDUE_DAYS} days after their review: {len(rows)}"
    act = f"Remove {_field(rows[0])}, or justify it" if rows else None
    return Node(bool(rows), said, rows, act=act)


def _field(row: Row) -> str:
    return f"the field {row.field} of {row.system or NO_SYSTEM}"


def _review(row: Row) -> str:
    """The act for a field that was not reviewed in time; in one piece, as a language with cases needs it."""
    return f"Review the field {row.field} of {row.system or NO_SYSTEM} and record the day"


def _named(keeping: Keeping) -> str:
    return f"{keeping.category} in {called(keeping.asset)}"


@check(
    "PV-7",
    act="Delete each category of personal data automatically by its rule, and record each run",
    of=lambda now: now.facts.prepared(keepings),
)
def deleted(now: Moment, of: Of) -> Case:
    grace = int(now.parameter("deletion_run_grace_days"))
    faults = now.facts.prepared(Faults(grace))
    manual, runs = now.facts.prepared(by_hand), now.facts.prepared(by_last_run)
    old = runs[: bisect_left(runs, True, key=lambda keeping: now.within(keeping.ran, 365))]
    worst = next((one for one in faults if one.beyond(grace)), faults[0] if faults else None)
    wrong = f"{_named(worst)}: {worst.fault}" if worst else ""
    kept = f"{len(faults)} of {len(of)} categories of personal data are not kept to their limit"
    hands = share_said(
        len(of) - len(manual), len(of), "categories of personal data are deleted automatically"
    )
    late = share_said(len(runs) - len(old), len(of), "categories had a deletion run in 365 days")
    return Case(
        fail=Node(
            bool(faults),
            f"{kept}; {wrong}" if faults else kept,
            lambda: records_of(now.facts, faults),
            act=f"Mend this: {wrong}" if faults else None,
        ),
        passes=every(
            Node(
                not manual,
                hands,
                lambda: records_of(now.facts, manual or of),
                act=f"Automate the deletion of {_named(manual[0])}" if manual else None,
            ),
            Node(
                not old,
                late,
                lambda: records_of(now.facts, old or of),
                act=f"Run the deletion of {_named(old[0])}" if old else None,
            ),
        ),
    )
