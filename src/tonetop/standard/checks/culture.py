"""LD-9: leaders model a responsible way with AI: they weigh aloud, learn first, listen and explain."""

from __future__ import annotations

from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.assess import Case, Node, Of, at_least, every
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, Window, has, lacks
from tonetop.standard.checks.rule import called, check, share_said
from tonetop.standard.terms.figures import amount, exact, percent
from tonetop.standard.terms.incentives import incentive_review
from tonetop.standard.terms.meetings import by_top, met_with_top, top_attending
from tonetop.standard.terms.people import top_managers
from tonetop.standard.terms.systems import live_by_unit
from tonetop.standard.terms.training import completion

WEIGHED = frozenset(("fairness", "accountability", "transparency", "safety", "privacy"))
"""Principles of which one must have been weighed (LD-9.1)."""

NAMED = 200
"""How many records of one kind a reason names; its sentence tells the whole number."""


def weighed_aloud(facts: Facts, decision: Row) -> bool:
    """Whether top management decided with a rationale and one of the five principles in view; a predicate."""
    considered = decision.principles_considered or ()
    return bool(decision.rationale) and not WEIGHED.isdisjoint(considered) and by_top(facts, decision)


def _considered(now: Moment) -> Window:
    """Decisions of 365 days with principles in view, whoever took them."""
    return now.window("Decision").where(has("principles_considered"))


@check(
    "LD-9.1",
    act="Decide in person on a case where a wish gives way, and record reasons and the principles weighed",
)
def traded(now: Moment, of: Of) -> Case:
    weighed = now.window("Decision").where(weighed_aloud)
    gave_way = weighed.where(has("kind", "no-go", "conditional-go"))
    said = f"Top management weighed principles aloud in {weighed.many} decisions of 365 days"
    wishes = f"a wish gave way in {gave_way.many} of {weighed.many} such decisions (no-go or conditional go)"
    return Case(
        fail=Node(not weighed, said, lambda: weighed or _considered(now)),
        passes=every(
            Node(
                weighed.reaches(2),
                said,
                weighed,
                act="Weigh a second decision aloud: record reasons and the principles considered",
            ),
            Node(bool(gave_way), wishes, gave_way or weighed),
        ),
    )


def _mandates(now: Moment) -> Window:
    """Training mandates due in 365 days."""
    return now.window("TrainingMandate", field="due_on")


@check("LD-9.2", act="Let every top manager complete the mandated courses", of=_mandates)
def first(now: Moment, of: Of) -> Case:
    tops = top_managers(now)
    asked = [(man, person, completion(now.facts, person.id, man.course)) for man in of for person in tops]
    missing = [(man, person) for man, person, row in asked if row is None]
    proof = [row for *_, row in asked if row is not None]
    late = [(man, person) for man, person, row in asked if row is not None and row.completed_on > man.due_on]
    lacking = missing or late
    in_time = len(asked) - len(missing) - len(late)
    open_ones = f"{len(missing)} of {len(asked)} courses of top managers are not completed"
    timely = share_said(in_time, len(asked), "courses of top managers were completed by their due date")
    told, act = "", None
    if lacking:
        mandate, person = lacking[0]
        told = f"; not by {called(person)}: {mandate.course or mandate.id}"
        act = f"Let {called(person)} complete {mandate.course or mandate.id}" if missing else None
    records = [row for pair in lacking for row in pair] or [*of, *tops]
    return Case(
        fail=Node(bool(missing), open_ones + (told if missing else ""), records, act=act),
        passes=Node(not lacking, timely + told, [*records, *proof], act=act),
    )


HEARD_DAYS = 60
"""Days within which the outcome of a concern is shared with people (LD-9.3)."""


@dataclass(frozen=True, slots=True)
class SharedWithin:
    """A predicate: the outcome of a concern was shared at most so many days after it was raised."""

    days: int

    def __call__(self, facts: Facts, concern: Row) -> bool:
        shared = concern.outcome_shared_on
        return bool(shared) and cadence.between(shared, concern.raised_on) <= self.days


def loud(facts: Facts, item: Row) -> bool:
    """Whether a communication went to more than 200 people; a predicate."""
    return item.audience_size is not None and item.audience_size > 200


def _concerns(now: Moment) -> Of:
    raised = now.window("Concern")
    return raised or now.window("Communication").where(loud)


@check("LD-9.3", act="Tell people within 60 days what became of the concerns they raised", of=_concerns)
def heard(now: Moment, of: Of) -> Case:
    raised = now.window("Concern")
    if not raised:
        said = f"Nobody raised a concern in 365 days; {len(of)} messages went to more than 200 people"
        ask = "Ask people in confidence why nobody raises a concern, and show them the channel"
        return Case(fail=Node(False, said, of), passes=Node(False, said, of, act=ask))
    shared, timely = raised.where(has("outcome_shared_on")), raised.where(SharedWithin(HEARD_DAYS))
    silent = raised.where(lacks("outcome_shared_on"))
    young = now.window("Concern", HEARD_DAYS).where(lacks("outcome_shared_on"))
    old = now.window("Concern", until=HEARD_DAYS + 1)
    judged = len(raised) - len(young)
    said = share_said(len(timely), judged, f"concerns had their outcome shared within {HEARD_DAYS} days")
    act = f"Share what became of the concern {silent[0].id}" if len(silent) else None
    unheard = f"{len(shared)} of {len(raised)} concerns of 365 days had their outcome shared"
    lacking = [*silent[:NAMED], *shared[:NAMED]]
    return Case(
        fail=Node(
            bool(old) and not shared,
            f"{unheard}, {len(old)} are older than {HEARD_DAYS} days",
            lacking,
            act=act,
        ),
        passes=at_least(len(timely) / judged if judged else None, 0.8, said, lacking),
    )


@check("LD-9.4", act="Run a pulse survey and present its result in a meeting with top management")
def measured(now: Moment, of: Of) -> Case:
    pulses = now.window("SurveyResult").where(has("kind", "pulse"))
    if not pulses:
        none = Node(True, "No pulse survey was run in 365 days", now.rows("SurveyResult"))
        return Case(fail=none, passes=Node(False, none.why))
    latest = pulses[-1]
    meeting = met_with_top(now.facts, latest.presented_in)
    shown, seen = None, []
    if meeting is not None:
        shown = f"was presented in the meeting {meeting.id} with top management"
        seen = [meeting, *top_attending(now.facts, meeting)]
    said = f"The pulse survey of {latest.run_on} was not presented in a meeting with top management"
    said = f"The pulse survey of {latest.run_on} {shown}" if shown else said
    return Case(
        fail=Node(False, f"The latest pulse survey was run on {latest.run_on}", (latest,)),
        passes=every(
            _answered(now, latest),
            _met(now, latest),
            Node(
                meeting is not None,
                said,
                (latest, *seen),
                act=f"Present the survey {latest.id} in a meeting with top management",
            ),
        ),
    )


def _answered(now: Moment, survey: Row) -> Node:
    """Whether enough of those asked answered a survey; of nobody asked it is not looked at."""
    asked, came = survey.population, survey.responses
    act = "Win more answers to the next pulse survey"
    if asked is None or came is None:
        said = f"The pulse survey of {survey.run_on} does not say how many were asked and answered"
        return Node(
            False, said, (survey,), act=f"Record how many the survey {survey.id} asked and how many answered"
        )
    share = exact(came) / exact(asked) if asked else None
    said = (
        f"{amount(exact(came))} of {amount(exact(asked))} people answered the pulse survey of {survey.run_on}"
    )
    said += f" ({percent(share)})" if share is not None else ""
    enough = share is None or share >= exact(now.parameter("survey_response_min"))
    return Node(enough, said, (survey,), act=act)


def _met(now: Moment, survey: Row) -> Node:
    """Whether a survey met its target, has none, or led to actions."""
    actions = [row for ident in survey.action_refs or () if (row := now.get("Action", ident)) is not None]
    reached = survey.target is None or (survey.score is not None and survey.score >= survey.target)
    score = "no score" if survey.score is None else f"the score {amount(exact(survey.score))}"
    target = "no target" if survey.target is None else f"the target {amount(exact(survey.target))}"
    return Node(
        reached or bool(actions),
        f"The pulse survey of {survey.run_on} has {score}, {target} and {len(actions)} actions",
        [survey, *actions],
        act=f"Take an action on the survey {survey.id} and link it there",
    )


@check(
    "LD-9.5",
    act="Let top management review what each unit with AI is rewarded for, and close the conflict found",
    of=lambda now: list(live_by_unit(now)),
)
def rewarded(now: Moment, of: Of) -> Case:
    systems = live_by_unit(now)
    reviews = {unit: incentive_review(now, systems[unit]) for unit in of}
    bare = [unit for unit, row in reviews.items() if row is None]
    open_ones = {unit: row for unit, row in reviews.items() if row is not None and row.status != "closed"}
    found = [row for row in reviews.values() if row is not None]
    reviewed = [row for unit in of for row in systems[unit]][:NAMED] + found
    said = share_said(
        len(found), len(of), "units with live AI had an incentive review by top management in 365 days"
    )
    if bare:
        said += f"; without: {', '.join(bare)}"
    closed = share_said(
        len(found) - len(open_ones), len(of), "units have their latest incentive review closed"
    )
    if open_ones:
        closed += f"; open: {', '.join(open_ones)}"
    lacking = [row for unit in bare for row in systems[unit]]
    act = f"Let top management review the incentives of {bare[0]}" if bare else None
    close = (
        f"Remove the conflict found in {next(iter(open_ones.values())).id} and close it"
        if open_ones
        else None
    )
    return Case(
        fail=Node(bool(bare), said, lacking or found, act=act),
        passes=every(
            Node(not bare, said, lacking or reviewed, act=act),
            Node(not open_ones, closed, list(open_ones.values()) or found, act=close),
        ),
    )


def told_of(facts: Facts) -> dict[str, list[Row]]:
    """Communications that were sent, by each id they are about."""
    found: dict[str, list[Row]] = {}
    for row in facts.rows("Communication"):
        for ident in (row.about or ()) if row.sent_on else ():
            found.setdefault(ident, []).append(row)
    return found


def on_high_impact(facts: Facts, decision: Row) -> bool:
    """Whether a decision says go, no or but to an AI system of high impact; a predicate."""
    if decision.kind not in ("go", "no-go", "conditional-go", "override"):
        return False
    systems = (facts.get("AISystem", ident) for ident in decision.about or ())
    return any(system is not None and system.high_impact is True for system in systems)


def explained(facts: Facts, decision: Row) -> bool:
    """Whether a decision has a rationale and a communication about it; a predicate."""
    return bool(decision.rationale) and decision.id in facts.prepared(told_of)


def unexplained(facts: Facts, decision: Row) -> bool:
    """Whether a decision lacks a rationale or a communication about it; a predicate."""
    return not explained(facts, decision)


def _published(now: Moment) -> Window:
    return now.window("Decision").where(on_high_impact)


@check("LD-9.6", act="Tell people why it was decided so on AI systems of high impact", of=_published)
def published(now: Moment, of: Of) -> Case:
    told, silent = _published(now).where(explained), _published(now).where(unexplained)
    said = share_said(
        len(told), len(of), "decisions on AI of high impact have reasons that were told to people"
    )
    messages = [row for decision in told[:NAMED] for row in now.facts.prepared(told_of)[decision.id]]
    act = f"Give the reasons for the decision {silent[0].id} and tell people" if len(silent) else None
    records = [*silent[:NAMED], *told[:NAMED], *messages]
    records += [
        system
        for decision in records
        if decision.type == "Decision"
        for ident in decision.about or ()
        if (system := now.get("AISystem", ident)) is not None
    ]
    return Case(
        fail=Node(not told, said, records, act=act),
        passes=Node(len(told) / len(of) >= 0.5, said, records, act=act),
    )
