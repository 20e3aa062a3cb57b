"""LD-2, the gates at work: waivers are few, reasoned and end, and a gate can say no."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from math import ceil

from tonetop.core.assess import Case, Node, Of, every, some
from tonetop.core.facts import Row
from tonetop.core.moment import Moment, Window, has, lacks
from tonetop.standard.checks.rule import check, share_said
from tonetop.standard.terms.passages import lapsed_waivers, waived_without_authority
from tonetop.standard.terms.people import warrants


def passages(now: Moment) -> Window:
    """Gate passages of 365 days."""
    return now.window("GatePassage")


def _with_warrants(now: Moment, waivers: Iterable[Row]) -> Iterable[Row]:
    """Waivers with the delegations under which they were decided."""
    found = list(waivers)
    return chain(
        found, (role for row in found for role in warrants(now.facts, row.decided_by, row.occurred_on))
    )


@check("LD-2.4", act="Waive gates rarely, by one who may, with a reason and an end", of=passages)
def waived(now: Moment, of: Of) -> Case:
    waivers = passages(now).where(has("outcome", "waived"))
    share = len(waivers) / len(of)
    few = share_said(len(waivers), len(of), "gate passages in 365 days were waived")
    unreasoned = waivers.where(lacks("waiver_reason"))
    endless = waivers.where(lacks("waiver_expires_on"))
    unauthorised = waivers.where(waived_without_authority)
    missing = len(unreasoned) + len(endless) + len(unauthorised)
    bare = (
        f"{len(unreasoned)} of {len(waivers)} waivers lack a reason, {len(endless)} an end,"
        f" {len(unauthorised)} a decision with authority"
    )
    flawed = [row for window in (unreasoned, endless, unauthorised) for row in window[:100]]
    lapsed = lapsed_waivers(now)
    act = f"Take the subject of waiver {lapsed[0].id} through its gate now" if lapsed else None
    mend = (
        f"Complete the waiver {flawed[0].id}: reason, end and a decision with authority" if flawed else None
    )
    return Case(
        fail=some(
            Node(share > now.parameter("waiver_rate_partial"), few, waivers),
            Node(missing >= 2, bare, flawed, act=mend),
            Node(bool(lapsed), f"Waivers that ended without a later passage: {len(lapsed)}", lapsed, act=act),
        ),
        passes=every(
            Node(share <= now.parameter("waiver_rate_pass"), few, waivers or of),
            Node(not missing, bare, lambda: _with_warrants(now, flawed or waivers), act=mend),
        ),
    )


@check(
    "LD-2.7",
    act="Ask the owners of the gates what they would reject, and record the next refusal or condition",
    of=passages,
)
def refused(now: Moment, of: Of) -> Case:
    found = passages(now)
    refusals = found.where(has("outcome", "rejected", "conditional"))
    said = f"{refusals.many} of {found.many} gate passages in 365 days were rejected or conditional"
    telling = found.reaches(ceil(now.parameter("rubber_stamp_min_n")))
    records = refusals or of
    return Case(
        fail=Node(not refusals and telling, said, records), passes=Node(bool(refusals), said, records)
    )
