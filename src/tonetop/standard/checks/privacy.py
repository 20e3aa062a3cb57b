"""PV-1 to PV-4, PV-8: processing of personal data is on record and public, its gaps are seen by the top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from tonetop.core.assess import FAIL, PARTIAL, Case, Check, Node, Of, every, outcome, some
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.core.window import EVER, Windows, has
from tonetop.standard.checks.rule import called, check, share_said
from tonetop.standard.checks.storage import deleted, mapped, minimised
from tonetop.standard.terms.meetings import decided_at, top_attending, with_top
from tonetop.standard.terms.processing import (
    activities,
    current_notice,
    hidden_purposes,
    links,
    live_personal_systems,
    personal_assets,
    serving,
    unlinked,
    unnamed_assets,
    unnamed_systems,
    unreviewed,
    unsecured,
    untold,
)
from tonetop.standard.terms.systems import live


def _processing(now: Moment) -> Of:
    """Activities; where there are none, the systems with personal data."""
    facts = now.facts
    return facts.prepared(activities) or facts.prepared(personal_assets) or live_personal_systems(now)


def _mapped(now: Moment) -> Iterable[Row]:
    """The activities, the systems with personal data that stand in them, and the assets of AI systems there."""
    systems = live_personal_systems(now)
    held = {row.id for row in systems}
    assets = (row for row in now.facts.prepared(serving) if row.ai_system in held)
    return chain(now.facts.prepared(activities), now.facts.prepared(personal_assets), systems, assets)


@check(
    "PV-1",
    act="Describe each processing of personal data whole, with the systems that it runs on",
    of=_processing,
)
def recorded(now: Moment, of: Of) -> Case:
    bare = now.facts.prepared(untold)
    systems = [row for row in now.facts.prepared(unnamed_systems) if live(now, row)]
    missing = [*now.facts.prepared(unnamed_assets), *systems]
    loose = now.facts.prepared(unsecured)
    whole = len(now.facts.prepared(activities))
    lacking = f"; {called(bare[0][0])} lacks {', '.join(bare[0][1])}" if bare else ""
    return Case(
        fail=some(
            Node(
                bool(missing),
                f"Systems with personal data that stand in no processing activity: {len(missing)}",
                missing,
                act=f"Name {called(missing[0])} in the processing activity it serves" if missing else None,
            ),
            Node(
                bool(bare),
                f"{len(bare)} of {whole} processing activities are not described whole{lacking}",
                [row for row, _ in bare],
                act=f"Complete {called(bare[0][0])}: {', '.join(bare[0][1])}" if bare else None,
            ),
        ),
        passes=Node(
            not loose,
            share_said(whole - len(loose), whole, "processing activities tell erasure limits and security"),
            lambda: loose or _mapped(now),
            act=f"Add erasure limits and security to {called(loose[0])}" if loose else None,
        ),
    )


def ordinary(facts: Facts, activity: Row) -> bool:
    """Whether the risk of an activity is not known to be high; a predicate."""
    return activity.high_risk is not True


def _late(now: Moment, grace: int) -> list[Row]:
    """Activities without a review within their cadence and so many days more."""
    days, high = now.parameter("ropa_review_days"), now.parameter("ropa_high_risk_review_days")
    type, date = "ProcessingActivity", "last_reviewed_on"
    late = Windows(
        now.window(type, EVER, date, until=days + grace).where(ordinary),
        now.window(type, EVER, date, until=high + grace).where(has("high_risk", True)),
    )
    return [*now.facts.prepared(unreviewed), *late]


def _last_reviewed(row: Row) -> str:
    day = row.last_reviewed_on
    return f"{called(row)} was last reviewed on {day}" if day else f"{called(row)} was never reviewed"


@check(
    "PV-2",
    act="Review each processing activity on its cadence and record the day",
    of=lambda now: now.facts.prepared(activities),
)
def reviewed(now: Moment, of: Of) -> Case:
    late, overdue = _late(now, 0), _late(now, 30)
    first = (overdue or late or [None])[0]
    told = f"; {_last_reviewed(first)}" if first else ""
    act = f"Review {called(first)} and record the day" if first is not None else None
    return Case(
        fail=Node(
            bool(overdue),
            f"{len(overdue)} of {len(of)} activities are 30 days or more over their review{told}",
            overdue,
            act=act,
        ),
        passes=Node(
            not late,
            share_said(len(of) - len(late), len(of), "processing activities were reviewed in time") + told,
            late or of,
            act=act,
        ),
    )


@check(
    "PV-3",
    act="Tie each processing activity to its system, vendor, policy, retention rule and impact assessment",
    of=lambda now: now.facts.prepared(activities),
)
def tied(now: Moment, of: Of) -> Case:
    loose = now.facts.prepared(unlinked)
    grave = [row for row, missing in loose if len(missing) >= 2]
    told = f"; {called(loose[0][0])} lacks {', '.join(loose[0][1])}" if loose else ""
    act = f"Tie {called(loose[0][0])} to its {', '.join(loose[0][1])}" if loose else None
    linked = share_said(len(of) - len(loose), len(of), "processing activities have all their links")
    return Case(
        fail=Node(
            bool(grave),
            f"{len(grave)} of {len(of)} processing activities lack two links or more{told}",
            grave,
            act=act,
        ),
        passes=Node(not loose, linked + told, lambda: _tied(now, [row for row, _ in loose] or of), act=act),
    )


def _tied(now: Moment, rows: Iterable[Row]) -> Iterator[Row]:
    return (found for row in rows for found in links(now.facts, row))


@check("PV-4", act="Publish a privacy notice with its address, and check each month that it can be reached")
def public(now: Moment, of: Of) -> Case:
    notice = now.facts.prepared(current_notice)
    if notice is None:
        none = Node(True, "No privacy notice is published at an address", now.rows("PrivacyNotice"))
        return Case(fail=none, passes=Node(False, none.why))
    hidden = now.facts.prepared(hidden_purposes)
    parts = _three(now, notice)
    missing = sum(not part.holds for part in parts)
    act = f"Name the purpose {next(iter(hidden))} in the privacy notice" if hidden else None
    return Case(
        fail=some(
            Node(
                bool(hidden),
                f"Purposes that the notice {notice.id} does not name: {', '.join(hidden) or 'none'}",
                [notice, *(row for rows in hidden.values() for row in rows)],
                act=act,
            ),
            Node(
                missing >= 2,
                f"{missing} of 3 are not shown of the notice {notice.id}: in reach, in date, covering AI",
                (notice,),
                act=next((part.act for part in parts if not part.holds), None),
            ),
        ),
        passes=every(*parts),
    )


def _three(now: Moment, notice: Row) -> tuple[Node, Node, Node]:
    """The three points of a notice: in reach, in date, and covering AI where that is needed."""
    checked, days = notice.last_checked_reachable_on, now.parameter("notice_review_days")
    systems = live_personal_systems(now)
    covers = "covers" if notice.covers_ai is True else "is not known to cover"
    ai = f"Live AI systems with personal data: {len(systems)}; the notice {covers} AI"
    return (
        Node(
            now.within(checked, 30),
            f"The notice was last found in reach on {checked}"
            if checked
            else "Nobody checked that it is in reach",
            (notice,),
            act="Check that the privacy notice can be reached and record the day",
        ),
        Node(
            now.within(notice.published_on, days),
            f"The notice was published on {notice.published_on}, {days} days being allowed",
            (notice,),
            act="Publish the privacy notice anew after a review",
        ),
        Node(
            not systems or notice.covers_ai is True,
            ai,
            lambda: chain((notice,), systems),
            act="Tell in the privacy notice how AI uses personal data",
        ),
    )


OTHERS: tuple[Check, ...] = (recorded, reviewed, tied, public, mapped, minimised, deleted)
"""PV-1 to PV-7."""


def _gaps(now: Moment) -> Of:
    """Ids of the other privacy checks that are fail or partial on the day."""
    return [other.id for other in OTHERS if outcome(other, now)[0] in (FAIL, PARTIAL)]


def gaps_named(facts: Facts, meeting: Row) -> bool:
    """Whether a meeting had privacy gaps as input; a predicate."""
    return bool((meeting.inputs or {}).get("privacy_gaps"))


def gaps_shown(facts: Facts, meeting: Row) -> bool:
    """Whether a meeting with top had privacy gaps as input and decided something with owner; a predicate."""
    owned = any(row.owner for row in decided_at(facts, meeting))
    return gaps_named(facts, meeting) and owned and with_top(facts, meeting)


def _sitting(now: Moment, meeting: Row) -> Iterable[Row]:
    """The top managers who attended a meeting, and what it decided."""
    return chain(top_attending(now.facts, meeting), decided_at(now.facts, meeting))


@check(
    "PV-8",
    act="Put the privacy gaps before a meeting with top management and decide who closes them",
    of=_gaps,
)
def shown(now: Moment, of: Of) -> Case:
    year, recent = now.window("Meeting").where(gaps_shown), now.window("Meeting", 180).where(gaps_shown)
    gaps = f"short: {', '.join(of)}"
    last = f", last on {year[-1].held_on}" if len(year) else ""
    looked_at = year if len(year) else now.window("Meeting").where(gaps_named)

    def records() -> Iterable[Row]:
        return chain(looked_at, (row for meeting in looked_at[-20:] for row in _sitting(now, meeting)))

    return Case(
        fail=Node(
            not year,
            f"Privacy gaps were decided on at the top in {len(year)} meetings of 365 days; {gaps}",
            records,
        ),
        passes=Node(
            bool(recent),
            f"Privacy gaps were decided on at the top in {len(recent)} meetings of 180 days{last}; {gaps}",
            records,
        ),
    )
