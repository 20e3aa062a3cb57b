"""The acts of leadership: who did which of the catalogue's leadership acts when, in person or by a delegate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.standard import catalogue
from tonetop.standard.checks.rule import called
from tonetop.standard.terms.meetings import attendance, decisions_by_source
from tonetop.standard.terms.people import delegate, person_on, top
from tonetop.standard.terms.risks import high_risks

IN_PERSON, BY_DELEGATE, ABSENT = "in person", "by a delegate", "absent"
CATCH_UP_DAYS = 30
"""A decision from the meeting within this time makes an absence good (catalogue: PF-1, guard)."""

Done = tuple[str | None, str | None, Row, str]
"""Who, on which day, the record, and what was done in a few words."""


@dataclass(frozen=True, slots=True)
class Act:
    """One leadership act, or one absence from an act that was due: who, when, what, how, and its record."""

    day: str
    person: str
    kind: str
    mode: str
    record: Row
    said: str


def acts(facts: Facts) -> list[Act]:
    """All leadership acts up to the facts' day, in order of day, then kind, then person."""
    found = [*_meetings(facts), *_others(facts)]
    return sorted(found, key=lambda act: (act.day, act.kind, act.person, act.record.id))


def last_days(facts: Facts, days: int = 365) -> list[Act]:
    """The acts of the last so many days."""
    since = cadence.shift(facts.as_of, -days)
    return [act for act in facts.prepared(acts) if since < act.day <= facts.as_of]


def _meetings(facts: Facts) -> Iterator[Act]:
    kinds = {"management-review": "management-review", "risk-review": "risk-review"}
    for meeting in facts.rows("Meeting"):
        if not meeting.held_on:
            continue
        kind = kinds.get(meeting.kind, "")
        word = (meeting.kind or "meeting").replace("-", " ")
        for row in facts.prepared(attendance).get(meeting.id, ()):
            yield from _attended(facts, meeting, row, kind, word)


def _attended(facts: Facts, meeting: Row, row: Row, kind: str, word: str) -> Iterator[Act]:
    day = meeting.held_on
    if row.mode in ("present", "remote") and kind and top(facts, row.person, day):
        how = " remotely" if row.mode == "remote" else ""
        yield Act(day, row.person, kind, IN_PERSON, meeting, f"attended the {word}{how}")
    elif row.mode == "apology" and top(facts, row.person, day):
        if not _caught_up(facts, meeting, row.person):
            yield Act(day, row.person, kind or "meeting", ABSENT, meeting, f"was absent from the {word}")
    elif row.mode == "delegate" and top(facts, row.on_behalf_of, day):
        sent = f"sent a delegate to the {word}"
        yield Act(day, row.on_behalf_of, kind or "meeting", BY_DELEGATE, meeting, sent)


def _caught_up(facts: Facts, meeting: Row, person: str) -> bool:
    last = cadence.shift(meeting.held_on, CATCH_UP_DAYS)
    decisions = facts.prepared(decisions_by_source).get(meeting.id, ())
    return any(row.decided_by == person and row.decided_on <= last for row in decisions)


def _policies(facts: Facts) -> Iterator[Done]:
    for row in facts.rows("PolicyVersion"):
        if row.kind == "ai":
            yield row.approved_by, row.approved_on, row, f"approved AI policy {row.version or row.id}"
    for row in facts.rows("PolicyReview"):
        yield row.reviewed_by, row.reviewed_on, row, "reviewed the AI policy"


def _plans(facts: Facts) -> Iterator[Done]:
    high = {row.id for row in facts.prepared(high_risks)}
    for row in facts.rows("RiskTreatmentPlan"):
        if row.risk in high:
            yield row.approved_by, row.approved_on, row, f"approved the treatment of risk {row.risk}"
            yield (
                row.residual_accepted_by,
                row.residual_accepted_on,
                row,
                f"accepted what remains of {row.risk}",
            )


def _simple(type: str, doer: str, date: str, said: Callable[[Row], str]) -> Callable[[Facts], Iterator[Done]]:
    def found(facts: Facts) -> Iterator[Done]:
        for row in facts.rows(type):
            yield getattr(row, doer), getattr(row, date), row, said(row)

    return found


def _directions(facts: Facts) -> Iterator[Done]:
    for row in facts.rows("Decision"):
        if row.kind:
            yield row.decided_by, row.decided_on, row, f"decided: {row.text or row.kind}"


def _waivers(facts: Facts) -> Iterator[Done]:
    for row in facts.rows("GatePassage"):
        if row.outcome == "waived":
            yield row.decided_by, row.occurred_on, row, f"waived a gate for {row.subject}"


def _spoken(row: Row) -> str:
    return f"spoke: {(row.kind or 'communication').replace('-', ' ')}"


_KINDS: dict[str, Callable[[Facts], Iterable[Done]]] = {
    "policy-approval-or-review": _policies,
    "risk-criteria-approval": _simple(
        "RiskCriteria", "approved_by", "approved_on", lambda r: f"approved risk criteria {r.version}"
    ),
    "high-risk-treatment-approval": _plans,
    "budget-approval": _simple(
        "BudgetLine", "approved_by", "approved_on", lambda r: f"approved the budget for {r.purpose}"
    ),
    "objectives-approval": _simple(
        "AIObjective", "approved_by", "approved_on", lambda r: f"approved objective {called(r)}"
    ),
    "communication": _simple("Communication", "speaker", "sent_on", _spoken),
    "training-mandate": _simple(
        "TrainingMandate", "mandated_by", "mandated_on", lambda r: f"mandated training {r.course}"
    ),
    "direction": _directions,
    "improvement-sponsorship": _simple(
        "Improvement", "sponsor", "approved_on", lambda r: f"sponsored {called(r)}"
    ),
    "gate-waiver": _waivers,
    "role-assignment": _simple(
        "RoleAssignment", "assigned_by", "assigned_on", lambda r: f"gave the role {r.role} to {r.person}"
    ),
}


def _others(facts: Facts) -> Iterator[Act]:
    for kind, find in _KINDS.items():
        for person, day, row, said in find(facts):
            if not person or not day:
                continue
            if top(facts, person, day):
                yield Act(day, person, kind, IN_PERSON, row, said)
            elif delegate(facts, person, day, kind):
                yield Act(day, person, kind, BY_DELEGATE, row, said)


@dataclass(frozen=True, slots=True)
class Next:
    """The next leadership act that falls due: its kind, the day, and when it was last done in person (or never)."""

    kind: str
    due_on: str
    last_on: str | None


def next_due(facts: Facts) -> Next | None:
    """Of the acts done before and with a cadence, the one whose time runs out first."""
    last: dict[str, str] = {}
    for act in facts.prepared(acts):
        if act.mode == IN_PERSON:
            last[act.kind] = max(act.day, last.get(act.kind, ""))
    due = [
        (cadence.shift(last[item["act"]], item["cadence_days"]), item["act"])
        for item in catalogue.data()["leadership_acts"]
        if "cadence_days" in item and item["act"] in last
    ]
    return Next(min(due)[1], min(due)[0], last[min(due)[1]]) if due else None


def longest_gap(facts: Facts, days: int = 365) -> int | None:
    """The longest silence in days between neighbouring in-person acts of the last so many days, or since the last."""
    done = sorted({act.day for act in last_days(facts, days) if act.mode == IN_PERSON})
    if not done:
        return None
    return max(
        cadence.between(later, earlier) for earlier, later in zip(done, [*done[1:], facts.as_of], strict=True)
    )


def leaders(facts: Facts) -> list[Row]:
    """The persons who are top management on the facts' day or did a leadership act in the last year, by id."""
    there = {act.person for act in last_days(facts)}
    rows = [row for row in facts.rows("Person") if row.id in there or top(facts, row.id, facts.as_of)]
    return sorted(rows, key=lambda row: (person_on(facts, row.id, facts.as_of) is None, row.id))


def by_person(found: Iterable[Act]) -> dict[str, list[Act]]:
    """Acts by person, in their order."""
    grouped: dict[str, list[Act]] = defaultdict(list)
    for act in found:
        grouped[act.person].append(act)
    return grouped
