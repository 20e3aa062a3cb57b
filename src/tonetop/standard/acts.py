"""The acts of leadership: who did which of the catalogue's leadership acts when, in person or by a delegate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.series import Entries, entries
from tonetop.standard import catalogue
from tonetop.standard.checks.rule import called
from tonetop.standard.terms.meetings import attendance, decisions_by_source
from tonetop.standard.terms.people import delegate, person_on, top
from tonetop.standard.terms.risks import is_high

IN_PERSON, BY_DELEGATE, ABSENT = "in person", "by a delegate", "absent"
REVIEWS = ("management-review", "risk-review")
"""Meetings that are an act of their own kind."""
CATCH_UP_DAYS = 30
"""A decision from the meeting within this time makes an absence good (catalogue: PF-1, guard)."""

Done = tuple[str | None, str | None, str]
"""Who, on which day, and what was done in a few words."""

Find = Callable[[Facts, Row], Iterable[Done]]
"""What a record tells that was done."""


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
    by_record = chain.from_iterable(facts.prepared(found).values() for found in _FOUND.values())
    found = chain.from_iterable(by_record)
    return sorted(found, key=lambda act: (act.day, act.kind, act.person, act.record.id))


def of(facts: Facts, record: Row) -> tuple[Act, ...]:
    """The leadership acts that one record tells."""
    return facts.part(_FOUND[record.type], record.id) or ()


def last_days(facts: Facts, days: int = 365) -> list[Act]:
    """The acts of the last so many days."""
    since = cadence.shift(facts.as_of, -days)
    return [act for act in facts.prepared(acts) if since < act.day <= facts.as_of]


@entries("Meeting")
def _meetings(facts: Facts, meeting: Row) -> tuple[Act, ...]:
    if not meeting.held_on:
        return ()
    kind = meeting.kind if meeting.kind in REVIEWS else ""
    word = (meeting.kind or "meeting").replace("-", " ")
    there = facts.part(attendance, meeting.id) or ()
    return tuple(act for row in there for act in _attended(facts, meeting, row, kind, word))


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
    decisions = facts.part(decisions_by_source, meeting.id) or ()
    return any(row.decided_by == person and row.decided_on <= last for row in decisions)


def _policy(facts: Facts, row: Row) -> Iterator[Done]:
    if row.kind == "ai":
        yield row.approved_by, row.approved_on, f"approved AI policy {row.version or row.id}"


def _plan(facts: Facts, row: Row) -> Iterator[Done]:
    risk = facts.get("RiskAssessment", row.risk)
    if risk is not None and is_high(risk):
        yield row.approved_by, row.approved_on, f"approved the treatment of risk {row.risk}"
        yield row.residual_accepted_by, row.residual_accepted_on, f"accepted what remains of {row.risk}"


def _direction(facts: Facts, row: Row) -> Iterator[Done]:
    if row.kind:
        yield row.decided_by, row.decided_on, f"decided: {row.text or row.kind}"


def _waiver(facts: Facts, row: Row) -> Iterator[Done]:
    if row.outcome == "waived":
        yield row.decided_by, row.occurred_on, f"waived a gate for {row.subject}"


def _spoken(row: Row) -> str:
    return f"spoke: {(row.kind or 'communication').replace('-', ' ')}"


def _simple(doer: str, date: str, said: Callable[[Row], str]) -> Find:
    return lambda facts, row: ((getattr(row, doer), getattr(row, date), said(row)),)


_TOLD: tuple[tuple[str, str, Find], ...] = (
    ("policy-approval-or-review", "PolicyVersion", _policy),
    (
        "policy-approval-or-review",
        "PolicyReview",
        _simple("reviewed_by", "reviewed_on", lambda r: "reviewed the AI policy"),
    ),
    (
        "risk-criteria-approval",
        "RiskCriteria",
        _simple("approved_by", "approved_on", lambda r: f"approved risk criteria {r.version}"),
    ),
    ("high-risk-treatment-approval", "RiskTreatmentPlan", _plan),
    (
        "budget-approval",
        "BudgetLine",
        _simple("approved_by", "approved_on", lambda r: f"approved the budget for {r.purpose}"),
    ),
    (
        "objectives-approval",
        "AIObjective",
        _simple("approved_by", "approved_on", lambda r: f"approved objective {called(r)}"),
    ),
    ("communication", "Communication", _simple("speaker", "sent_on", _spoken)),
    (
        "training-mandate",
        "TrainingMandate",
        _simple("mandated_by", "mandated_on", lambda r: f"mandated training {r.course}"),
    ),
    ("direction", "Decision", _direction),
    (
        "improvement-sponsorship",
        "Improvement",
        _simple("sponsor", "approved_on", lambda r: f"sponsored {called(r)}"),
    ),
    ("gate-waiver", "GatePassage", _waiver),
    (
        "role-assignment",
        "RoleAssignment",
        _simple("assigned_by", "assigned_on", lambda r: f"gave the role {r.role} to {r.person}"),
    ),
)
"""Which kind of act a record of which type tells, and what of it."""


def _others(kind: str, type: str, find: Find) -> Entries:
    """The acts of one kind that records of one type tell, by record."""

    def say(facts: Facts, row: Row) -> tuple[Act, ...]:
        return tuple(
            Act(day, who, kind, how, row, said)
            for who, day, said in find(facts, row)
            if who and day and (how := _mode(facts, who, day, kind))
        )

    return Entries(type, say)


def _mode(facts: Facts, person: str, day: str, kind: str) -> str:
    """How an act of a kind was done: in person, by a delegate, or not as one of top management's (empty)."""
    if top(facts, person, day):
        return IN_PERSON
    return BY_DELEGATE if delegate(facts, person, day, kind) else ""


_FOUND = {found.source: found for found in (_meetings, *(_others(*told) for told in _TOLD))}
"""By type what each record tells, so that one that is added or changed is looked at alone."""


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
