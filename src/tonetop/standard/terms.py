"""The catalogue's terms as functions of facts: who had rank, what counts as live, high, covered, short, overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window, has

MONEY = "money<="


def person_on(facts: Facts, person: str | None, day: str | None) -> Row | None:
    """The person as they were on a day: the version that holds then, when valid that day and there as of as_of."""
    if not person or not day or facts.get("Person", person) is None:
        return None
    row = facts.history("Person").on(person, day)
    if row is None or (row.valid_from or "") > day or (row.valid_to or day) < day:
        return None
    return row


def top(facts: Facts, person: str | None, day: str | None) -> bool:
    """Whether the person is top management on that day (terms: top; time_semantics: rank)."""
    row = person_on(facts, person, day)
    return row is not None and row.is_top_management is True


def in_force(role: Row, day: str) -> bool:
    """Whether a role assignment is in force on a day (terms: in force); one without any date is not."""
    begins = role.valid_from or role.assigned_on
    return bool(begins) and begins <= day and (role.valid_to or day) >= day


def _delegations(facts: Facts) -> dict[str, list[str]]:
    """Ids of role assignments by holder, for those that ever name whom they come from."""
    found: dict[str, list[str]] = defaultdict(list)
    there = facts.index("RoleAssignment")
    for version in facts.history("RoleAssignment").versions:
        if version.delegated_from and version.id in there and version.id not in found[version.person or ""]:
            found[version.person or ""].append(version.id)
    return found


def delegations_on(facts: Facts, person: str | None, day: str | None) -> list[Row]:
    """The person's role assignments with delegated_from in force on a day, as they were that day."""
    if not person or not day:
        return []
    history = facts.history("RoleAssignment")
    held = (history.on(ident, day) for ident in facts.prepared(_delegations).get(person, ()))
    return [r for r in held if r and r.person == person and r.delegated_from and in_force(r, day)]


def delegate(facts: Facts, person: str | None, day: str | None, act: str, amount: float | None = None) -> bool:
    """Whether one who is not top acts under a delegation that is in force, accepted and wide enough (no chains)."""
    if top(facts, person, day) or person_on(facts, person, day) is None:
        return False
    return any(_covers(facts, role, str(day), act, amount) for role in delegations_on(facts, person, day))


def _covers(facts: Facts, role: Row, day: str, act: str, amount: float | None) -> bool:
    accepted = bool(role.accepted_on) and role.accepted_on <= day
    limits = role.delegation_limits or ()
    caps = [float(limit.removeprefix(MONEY)) for limit in limits if limit.startswith(MONEY)]
    within = amount is None or all(amount <= cap for cap in caps)
    return accepted and top(facts, role.delegated_from, day) and act in limits and within


def authority(facts: Facts, person: str | None, day: str | None, act: str, amount: float | None = None) -> bool:
    """Whether the person could do the act on that day: top, or under a delegation (terms: authority)."""
    return top(facts, person, day) or delegate(facts, person, day, act, amount)


def active(row: Row) -> bool:
    """Status active or empty (terms: active)."""
    return row.status in (None, "active")


def active_objectives(facts: Facts) -> list[Row]:
    """AI objectives that are active."""
    return [row for row in facts.rows("AIObjective") if active(row)]


def active_goals(facts: Facts) -> dict[str, Row]:
    """Strategic goals that are active, by id."""
    return {row.id: row for row in facts.rows("StrategyGoal") if active(row)}


# Meetings


def attendance(facts: Facts) -> dict[str, list[Row]]:
    """Attendances by meeting."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("Attendance"):
        if row.meeting:
            found[row.meeting].append(row)
    return found


def attending(facts: Facts, meeting: Row) -> list[Row]:
    """Attendances present or remote at a held meeting (terms: attends)."""
    if not meeting.held_on:
        return []
    there = facts.prepared(attendance).get(meeting.id, ())
    return [row for row in there if row.mode in ("present", "remote") and row.person]


def top_attending(facts: Facts, meeting: Row) -> list[Row]:
    """Attendances of top managers at a held meeting."""
    return [row for row in attending(facts, meeting) if top(facts, row.person, meeting.held_on)]


def with_top(facts: Facts, meeting: Row) -> bool:
    """Whether a held meeting is attended by a top manager (terms: meeting with top); a predicate."""
    return bool(top_attending(facts, meeting))


def met_with_top(facts: Facts, ident: str | None) -> Row | None:
    """The meeting of that id when it was held and attended by a top manager."""
    meeting = facts.get("Meeting", ident)
    return meeting if meeting is not None and with_top(facts, meeting) else None


def decisions_by_source(facts: Facts) -> dict[str, list[Row]]:
    """Decisions that were taken (decided_on filled), by the meeting they come from."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("Decision"):
        if row.source and row.decided_on:
            found[row.source].append(row)
    return found


def decided_at(facts: Facts, meeting: Row) -> list[Row]:
    """The decisions taken that name the meeting as their source."""
    return facts.prepared(decisions_by_source).get(meeting.id, [])


def decisions_about(facts: Facts) -> dict[str, list[Row]]:
    """Decisions that were taken, by each id they are about."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("Decision"):
        if row.decided_on:
            for ident in row.about or ():
                found[ident].append(row)
    return found


def about(facts: Facts, *idents: str) -> list[Row]:
    """The decisions taken about any of these records, each once, in order of date, then id."""
    found = {row.id: row for ident in idents for row in facts.prepared(decisions_about).get(ident, ())}
    return sorted(found.values(), key=lambda row: (row.decided_on, row.id))


def by_top(facts: Facts, decision: Row) -> bool:
    """Whether a decision was taken by a person who was top that day; a predicate."""
    return top(facts, decision.decided_by, decision.decided_on)


# Policy


def current_policy(now: Moment) -> Row | None:
    """The AI policy in effect: the latest effective_from (else approved_on), then approval, then the greater id."""
    best: tuple[tuple[str, str, str], Row] | None = None
    for row in now.rows("PolicyVersion"):
        starts = row.effective_from or row.approved_on
        if row.kind == "ai" and row.approved_on and now.reached(starts):
            order = (starts, row.approved_on, row.id)
            best = (order, row) if best is None or order > best[0] else best
    return best[1] if best else None


# Systems and gates


def live(now: Moment, system: Row) -> bool:
    """Whether an AI system is live on the day (terms: live system)."""
    begun = now.reached(system.go_live_on) if system.go_live_on else system.state == "live"
    gone = now.reached(system.retired_on) if system.retired_on else system.state == "retired"
    return begun and not gone


def live_systems(now: Moment) -> list[Row]:
    """The AI systems that are live on the day."""
    return [row for row in now.rows("AISystem") if live(now, row)]


def new_systems(now: Moment) -> Window:
    """AI systems that went live in 365 days (terms: new system)."""
    return now.window("AISystem", field="go_live_on")


def _assessed(facts: Facts) -> dict[str, str]:
    """The earliest review of a risk assessment approved or closed, by subject."""
    found: dict[str, str] = {}
    for row in facts.rows("RiskAssessment"):
        if row.subject and row.reviewed_on and row.status in ("approved", "closed"):
            found[row.subject] = min(row.reviewed_on, found.get(row.subject, row.reviewed_on))
    return found


def _impact(facts: Facts) -> dict[str, str]:
    """The earliest approval of an impact assessment, by system."""
    found: dict[str, str] = {}
    for row in facts.rows("ImpactAssessment"):
        if row.system and row.approved_on:
            found[row.system] = min(row.approved_on, found.get(row.system, row.approved_on))
    return found


def in_order(facts: Facts, system: Row) -> bool:
    """Whether risk and impact were assessed by the day a system went live (terms: in order); a predicate."""
    day = system.go_live_on
    assessed, impact = facts.prepared(_assessed).get(system.id), facts.prepared(_impact).get(system.id)
    return bool(day and assessed and impact and assessed <= day and impact <= day)


def gate_on(gate: Row, day: str) -> bool:
    """Whether a gate was in force on a fixed day (terms: gate in force)."""
    since = (gate.in_force_since or "") <= day
    return gate.mandatory is True and since and (gate.in_force_until or day) >= day


def gate_now(now: Moment, gate: Row) -> bool:
    """Whether a gate is in force on the moment's day."""
    since = not gate.in_force_since or now.reached(gate.in_force_since)
    return gate.mandatory is True and since and not now.passed(gate.in_force_until)


def passages_by_gate(facts: Facts) -> dict[tuple[str, str], list[Row]]:
    """Gate passages by (gate, subject), each list in order of date, then id."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in facts.rows("GatePassage"):
        if row.gate and row.subject and row.occurred_on:
            found[row.gate, row.subject].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.occurred_on, row.id))
    return found


def passages_of(facts: Facts, passage: Row) -> list[Row]:
    """The passages of the same gate and subject, the given one among them."""
    return facts.prepared(passages_by_gate).get((passage.gate, passage.subject), [])


def _overridden(facts: Facts, passage: Row) -> bool:
    if passage.outcome != "rejected":
        return False
    later = [row for row in passages_of(facts, passage) if row.occurred_on >= passage.occurred_on]
    if any(row.outcome == "waived" for row in later if row.id != passage.id):
        return True
    system = facts.get("AISystem", passage.subject)
    went = system.go_live_on if system is not None else None
    if not went or went > facts.as_of or went < passage.occurred_on:
        return False
    return not any(row.outcome in ("passed", "conditional") and row.occurred_on <= went for row in later)


def overridden_noes(now: Moment) -> Window:
    """Rejections in 365 days that were overridden (terms: overridden no)."""
    return now.window("GatePassage").where(_overridden)


# Risks


def is_high(row: Row) -> bool:
    """Whether a risk assessment is a high risk (terms: high risk)."""
    return row.status != "closed" and (row.residual or row.inherent) in ("high", "critical")


def high_risks(facts: Facts) -> list[Row]:
    """The high risks that are there."""
    return [row for row in facts.rows("RiskAssessment") if is_high(row)]


def top_risk_inputs(meeting: Row) -> tuple[str, ...]:
    """The ids under inputs.top_ai_risks of a meeting."""
    return tuple((meeting.inputs or {}).get("top_ai_risks", ()))


def deciding_meetings(facts: Facts) -> list[Row]:
    """Meetings with top that have at least one decision, in order of date, then id."""
    rows = [row for row in facts.rows("Meeting") if decided_at(facts, row) and with_top(facts, row)]
    return sorted(rows, key=lambda row: (row.held_on, row.id))


def covering(facts: Facts) -> dict[str, list[Row]]:
    """By high risk, the meetings that cover it in order of date (terms: covered)."""
    found: dict[str, list[Row]] = {row.id: [] for row in high_risks(facts)}
    risks = facts.index("RiskAssessment")
    reviewed: dict[str, list[str]] = defaultdict(list)
    for ident in found:
        risk = risks[ident]
        if risk.reviewed_on and any(top(facts, p, risk.reviewed_on) for p in risk.reviewed_by or ()):
            reviewed[risk.reviewed_on].append(ident)
    for meeting in facts.prepared(deciding_meetings):
        covered = [i for i in top_risk_inputs(meeting) if i in found] + reviewed.get(meeting.held_on, [])
        for ident in dict.fromkeys(covered):
            found[ident].append(meeting)
    return found


def severe(facts: Facts, incident: Row) -> bool:
    """Whether an incident is of severity high or critical; a predicate."""
    return incident.severity in ("high", "critical")


# Communication


def spoken_by_top(facts: Facts, item: Row) -> bool:
    """Whether a communication was spoken by one who was top that day; a predicate."""
    return top(facts, item.speaker, item.sent_on)


def items(now: Moment, days: int = 365, until: int = 0) -> Window:
    """Communications by top management (terms: item), in 365 days unless said otherwise."""
    return now.window("Communication", days, until=until).where(spoken_by_top)


def live_items(now: Moment) -> Window:
    """Items of a kind at which people are addressed live (terms: live item)."""
    return items(now).where(has("kind", "all-hands", "video", "stakeholder-meeting"))


def valid_person(now: Moment, person: Row | None) -> bool:
    """Whether a person is valid on the moment's day."""
    return (
        person is not None
        and (not person.valid_from or now.reached(person.valid_from))
        and not now.passed(person.valid_to)
    )


def in_scope_units(now: Moment) -> list[str]:
    """Units with live AI systems; where there are none, all units of valid persons (terms: in-scope units)."""
    units = {row.org_unit for row in live_systems(now) if row.org_unit}
    if not units:
        units = {row.org_unit for row in now.rows("Person") if row.org_unit and valid_person(now, row)}
    return sorted(units)


# Roles


def role_now(now: Moment, role: Row) -> bool:
    """Whether a role assignment is in force on the moment's day."""
    begins = role.valid_from or role.assigned_on
    return bool(begins) and now.reached(begins) and not now.passed(role.valid_to)


def roles_in_force(now: Moment) -> list[Row]:
    """Role assignments in force on the moment's day."""
    return [row for row in now.rows("RoleAssignment") if role_now(now, row)]


def unit_managers(now: Moment) -> list[str]:
    """Ids of persons who hold an accepted role of unit manager (terms: unit manager), sorted."""
    held = [row for row in roles_in_force(now) if row.role == "unit-manager" and row.accepted_on]
    return sorted({row.person for row in held if row.person})


# Actions and resources


def overdue_actions(now: Moment) -> list[Row]:
    """Actions past their due date that are neither closed nor cancelled (terms: overdue action)."""
    rows = now.rows("Action")
    return [r for r in rows if r.status not in ("closed", "cancelled") and now.passed(r.due)]


def decided(request: Row) -> bool:
    """Whether a resource request has been decided."""
    return bool(request.decided_on)


def due_requests(now: Moment) -> list[Row]:
    """Resource requests that count (terms: due request)."""
    found = []
    for row in now.rows("ResourceRequest"):
        wanted = row.needed_by or row.requested_on
        if not wanted or now.older(wanted, 364):
            continue
        if decided(row) or not row.needed_by or now.passed(row.needed_by):
            found.append(row)
    return found


def granted(request: Row) -> float:
    """What was granted; empty counts 0."""
    return float(request.granted or 0)


def short(request: Row) -> bool:
    """Whether a decided request got less than it asked (terms: short)."""
    return decided(request) and request.amount is not None and granted(request) < request.amount


def accepted(facts: Facts, request: Row) -> bool:
    """Whether a decision by top with rationale is about a short request (terms: accepted)."""
    return any(row.rationale and by_top(facts, row) for row in about(facts, request.id))


# Objectives and strategy


def _governed(facts: Facts) -> frozenset[str]:
    """Ids whose mention makes a decision one of governance (terms: governance decision)."""
    policies = (row.id for row in facts.rows("PolicyVersion") if row.kind == "ai")
    goals = (row.id for row in facts.rows("StrategyGoal") if row.concerns_ai is True)
    objectives = (row.id for row in facts.rows("AIObjective"))
    risks = (row.id for row in facts.rows("RiskAssessment"))
    return frozenset((*objectives, *risks, *policies, *goals))


def of_governance(facts: Facts, decision: Row) -> bool:
    """Whether a decision is about an objective, risk, AI policy or goal that concerns AI; a predicate."""
    return not facts.prepared(_governed).isdisjoint(decision.about or ())


def confirmed_on(facts: Facts, objective: Row, changed: str) -> str | None:
    """The first day on or after a goal's change on which the objective was confirmed (terms: confirmed)."""
    days: list[Any] = [
        row.decided_on
        for row in about(facts, objective.id)
        if row.kind == "objective" and row.decided_on >= changed and by_top(facts, row)
    ]
    approved = objective.approved_on
    if approved and approved >= changed and authority(facts, objective.approved_by, approved, "objectives-approval"):
        days.append(approved)
    return min(days, default=None)


def latest(rows: Sequence[Row], date: str) -> Row | None:
    """The row with the latest date, then the greater id; None of none."""
    return max(rows, key=lambda row: (getattr(row, date) or "", row.id), default=None)
