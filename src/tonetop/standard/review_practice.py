"""What good practice puts before a management review besides 9.3.2: means, risks, impacts, policy, privacy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tonetop.core import cadence
from tonetop.core.assess import FAIL, PARTIAL, Result, Signals, relied
from tonetop.core.facts import Facts, Row
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment
from tonetop.standard.review import Found, Gatherer, Line, Pack, Table, after, kept, put_together, table, text
from tonetop.standard.review_inputs import GATHERED
from tonetop.standard.terms.risks import high_risks

AHEAD_DAYS = 90
"""How far ahead the next impact assessments are told."""
RELIED = 40
"""How many records a list of signals names at most."""


def gathered(found: Assessment, since: str, notes: Mapping[str, str]) -> Pack:
    """The whole pack as of the assessment's day; since: the day of the last review, empty for none."""
    signals: dict[str, Gatherer] = {
        "privacy_gaps": lambda facts, *_: privacy_gaps(facts, found.privacy),
        "pitfall_signals": lambda facts, *_: pitfall_signals(facts, found.pitfalls),
    }
    held = {key: kept(gather) for key, gather in (GATHERED | PRACTICE).items()}
    return put_together(found.facts, since, notes, held | signals)


def resources(facts: Facts, since: str, note: str) -> Found:
    """Requests decided since or waiting, budget lines and posts of the periods since the last review."""
    requests = [
        row
        for row in facts.rows("ResourceRequest")
        if not row.decided_on
        or after(row.decided_on, since, facts.as_of)
        or after(row.requested_on, since, facts.as_of)
    ]
    asked = [("name", "Asked for"), ("word", "Purpose"), ("number", "Amount"), ("number", "Granted")]
    asked += [("day", "Asked"), ("day", "Decided"), ("text", "Consequence")]
    wanted = (
        (row, [row.kind, row.purpose, row.amount, row.granted, row.requested_on, row.decided_on, row.consequence],
         "" if row.decided_on else "open")
        for row in requests
    )  # fmt: skip
    money = [
        ("name", "Budget line"),
        ("text", "Period"),
        ("number", "Asked"),
        ("number", "Approved"),
        ("number", "Spent"),
    ]
    posts = [("name", "Posts"), ("text", "Period"), ("number", "Needed"), ("number", "Filled")]
    lines = (
        (r, [r.purpose, r.period, r.requested, r.approved, r.spent], "")
        for r in _current(facts, "BudgetLine", since)
    )
    staff = (
        (row, [row.role, row.period, row.fte_required, row.fte_filled], "")
        for row in _current(facts, "StaffAllocation", since)
    )
    return Found(
        (table("Requests", asked, wanted), table("Money", money, lines), table("Posts", posts, staff))
    )


def _current(facts: Facts, type: str, since: str) -> Iterator[Row]:
    """Records of periods that reach past the last review and have begun."""
    for row in facts.rows(type):
        if cadence.is_period(row.period):
            first, last = cadence.period(row.period)
            if last > since and first <= facts.as_of:
                yield row


RISKS = (
    ("name", "Risk"),
    ("word", "Inherent"),
    ("word", "Residual"),
    ("day", "Assessed"),
    ("day", "Reviewed"),
)
TREATED = (
    *(("name", "Treatment of"), ("word", "Option"), ("person", "Owner"), ("day", "Due")),
    *(("person", "Approved by"), ("person", "Residual accepted by"), ("day", "On")),
)
"""What is told of the high risks and of their treatment."""


def top_ai_risks(facts: Facts, since: str, note: str) -> Found:
    """The high risks with their last review, and the plans that treat them with who accepted what remains."""
    risks = sorted(facts.prepared(high_risks), key=lambda row: row.id)
    names = {row.id: row.name for row in facts.rows("AISystem")}
    about = {row.id: names.get(row.subject) or row.subject or row.id for row in risks}
    plans = (row for row in facts.rows("RiskTreatmentPlan") if row.risk in about)
    lines = (
        (row, [about[row.id], row.inherent, row.residual, row.performed_on, row.reviewed_on], "")
        for row in risks
    )
    treated = (
        (row, [about[row.risk], row.option, row.owner, row.due, row.approved_by, row.residual_accepted_by]
         + [row.residual_accepted_on], "" if row.residual_accepted_on else "open")
        for row in plans
    )  # fmt: skip
    return Found((table("High risks", RISKS, lines), table("Treatment and what remains", TREATED, treated)))


def impact_assessments(facts: Facts, since: str, note: str) -> Found:
    """Assessments made since the last review, and those that fall due soon."""
    soon = cadence.shift(facts.as_of, AHEAD_DAYS)
    made = sorted(facts.rows("ImpactAssessment"), key=lambda row: (row.performed_on or "", row.id))
    latest = {row.system: row for row in made}
    rows = [
        row
        for row in made
        if after(row.performed_on, since, facts.as_of)
        or row is latest[row.system]
        and (row.next_due or cadence.LAST) <= soon
    ]
    names = {row.id: row.name for row in facts.rows("AISystem")}
    columns = [
        ("name", "System"),
        ("day", "Performed"),
        ("text", "Outcome"),
        ("person", "Approved by"),
        ("day", "Next due"),
    ]
    lines = (
        (row, [names.get(row.system) or row.system, row.performed_on, row.outcome, row.approved_by, row.next_due],
         "late" if row.next_due and row.next_due < facts.as_of else "")
        for row in rows
    )  # fmt: skip
    return Found((table("Made since, or due soon", columns, lines),))


def incidents_and_concerns(facts: Facts, since: str, note: str) -> Found:
    """Incidents and concerns of the time since, and those still open; concerns without their words."""

    def fresh(type: str, day: str, end: str) -> Iterator[Row]:
        for row in facts.rows(type):
            if after(getattr(row, day), since, facts.as_of) or not getattr(row, end):
                yield row

    names = {row.id: row.name for row in facts.rows("AISystem")}
    of = [
        ("name", "System"),
        ("word", "Severity"),
        ("day", "Occurred"),
        ("day", "Leaders told"),
        ("day", "Closed"),
    ]
    raised = [("name", "Concern by"), ("day", "Raised on"), ("day", "Acknowledged"), ("day", "Resolved")]
    incidents = (
        (row, [names.get(row.system) or row.system, row.severity, row.occurred_on, row.notified_on, row.closed_on],
         "" if row.closed_on else "open")
        for row in fresh("Incident", "occurred_on", "closed_on")
    )  # fmt: skip
    concerns = (
        (
            row,
            [row.channel or "concern", row.raised_on, row.acknowledged_on, row.resolved_on],
            "" if row.resolved_on else "open",
        )
        for row in fresh("Concern", "raised_on", "resolved_on")
    )
    return Found((table("Incidents", of, incidents), table("Concerns", raised, concerns)))


def policy_suitability(facts: Facts, since: str, note: str) -> Found:
    """The AI policy in force and its reviews since."""
    versions = [
        row
        for row in facts.rows("PolicyVersion")
        if row.kind == "ai" and (row.effective_from or row.approved_on or cadence.LAST) <= facts.as_of
    ]
    held = sorted(versions, key=lambda row: row.effective_from or row.approved_on)[-1:]
    reviews = (row for row in facts.rows("PolicyReview") if after(row.reviewed_on, since, facts.as_of))
    of = [("name", "AI policy"), ("person", "Approved by"), ("day", "Approved"), ("day", "Next review")]
    looked = [("name", "Reviewed because of"), ("person", "By"), ("day", "On"), ("text", "Outcome")]
    lines = ((row, [row.version, row.approved_by, row.approved_on, row.next_review_due], "") for row in held)
    again = ((row, [row.trigger, row.reviewed_by, row.reviewed_on, row.outcome], "") for row in reviews)
    return Found((table("In force", of, lines), table("Reviews since", looked, again)))


def privacy_gaps(facts: Facts, results: Mapping[str, Result]) -> Found:
    """The privacy checks that fall short, and the records they rest on."""
    short = {id: result for id, result in results.items() if result.result in (FAIL, PARTIAL)}
    lines = tuple(
        Line("Check", id, (f"{id} {catalogue.checks()[id].title}", result.result, result.why), "open")
        for id, result in short.items()
    )
    gaps = Table("Checks that fall short", (("name", "Check"), ("word", "Result"), ("text", "Why")), lines)
    return Found((gaps, _relied(row for result in short.values() for row in result.records)))


def pitfall_signals(facts: Facts, pitfalls: Mapping[str, Signals]) -> Found:
    """The pitfalls with a signal, and the records that the signals rest on."""
    seen = {id: found for id, found in pitfalls.items() if found.signals}
    lines = tuple(
        Line("Pitfall", id, (catalogue.pitfalls()[id]["name"], "raised" if found.raised else "watch",
             "; ".join(node.why for node in found.signals.values())), "late" if found.raised else "open")
        for id, found in seen.items()
    )  # fmt: skip
    told = Table("Signals", (("name", "Pitfall"), ("word", "State"), ("text", "Signals")), lines)
    nodes = (node for found in seen.values() for node in found.signals.values())
    return Found((told, _relied(row for node in nodes for row in relied(node))))


def _relied(rows: Iterable[Row]) -> Table:
    """The first of the records that results rest on, each once."""
    first = list({(row.type, row.id): row for row in rows}.values())[:RELIED]
    told = ((row, [_called(row), row.type], "") for row in first)
    return table("Records they rest on", [("name", "Record"), ("kind", "Register")], told)


def _called(row: Row) -> str:
    names = (getattr(row, name, None) for name in ("title", "name", "text", "summary"))
    return text(next(filter(None, names), row.id))


PRACTICE: dict[str, Callable[[Facts, str, str], Found]] = {
    "resources": resources,
    "top_ai_risks": top_ai_risks,
    "impact_assessments": impact_assessments,
    "incidents_and_concerns": incidents_and_concerns,
    "policy_suitability": policy_suitability,
}
"""The gatherers of good practice by the catalogue's keys, those that read the checks aside."""
