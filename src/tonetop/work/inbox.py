"""A leader's inbox: what waits for a person on a day, computed from the facts, in queues with the pressing first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.records.registry import registers
from tonetop.standard.gating.word import SAID
from tonetop.standard.terms.meetings import attending
from tonetop.standard.terms.people import top
from tonetop.standard.terms.risks import covering, high_risks
from tonetop.work.confirm import by_another
from tonetop.work.gates_due import Awaited, awaited
from tonetop.work.warrant import OWN, SEEN, answers, has_rank, is_own, open_asks

DECIDE, RISKS, APPROVE, SEE, CONFIRM = "decide", "risks", "approve", "see", "confirm"
QUEUES = (DECIDE, RISKS, APPROVE, SEE, CONFIRM)
"""The queues in the order in which they are shown."""
OF_ASK = {
    "decide": DECIDE,
    "review-risk": RISKS,
    "approve": APPROVE,
    "see": SEE,
    "acknowledge": SEE,
    "confirm": CONFIRM,
}
"""The queue of each kind of ask."""
REQUEST, RISK, TREATMENT, RESIDUAL = "request", "risk", "treatment", "residual"
VERSION, MEASUREMENT, ENTERED, ASSESSMENT = "version", "measurement", "entered", "assessment"
GATE = "gate"
BESIDE = (ENTERED, GATE)
"""What waits beside another thing about the same record: another answer is asked."""
NO_ACTS = ("Ask", "Confirmation")
CONFIRM_DAYS = 90
"""How long an act that somebody else entered waits in the inbox for the doer's word."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: the queue, what it is (`REQUEST` … or the kind of an ask), its record, and since when.

    due: until when an answer is wanted. last_on: the day on which the person saw it last, or a text before it.
    at: the gate before which the record waits.
    """

    queue: str
    what: str
    row: Row
    ask: Row | None = None
    since: str | None = None
    due: str | None = None
    last_on: str | None = None
    at: Awaited | None = None

    def another(self, facts: Facts, person: str) -> bool:
        """Whether it is an ask to approve what is the person's own, so that another has to."""
        asked = self.ask is not None and self.ask.kind == "approve"
        return asked and is_own(facts, self.row, person, True)

    @property
    def key(self) -> tuple[str, str]:
        """The record's type and id, as addresses name it."""
        return self.row.type, self.row.id


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for a person; a preparation of facts, which gives the items by queue."""

    person: str

    def __call__(self, facts: Facts) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = {queue: [] for queue in QUEUES}
        there = set[tuple[str, str]]()
        for item in self._items(facts):
            if item.key not in there or item.what in BESIDE:
                there.add(item.key)
                found[item.queue].append(item)
        for items in found.values():
            items.sort(key=lambda item: pressing(item, facts.as_of))
        return found

    def _items(self, facts: Facts) -> Iterator[Item]:
        yield from self._asked(facts)
        yield from self._requests(facts)
        yield from self._risks(facts)
        yield from self._treatments(facts)
        yield from self._versions(facts)
        yield from self._measurements(facts)
        yield from self._assessments(facts)
        yield from self._gates(facts)
        yield from self._entered(facts)

    def _asked(self, facts: Facts) -> Iterator[Item]:
        for ask in asked_of(facts, self.person):
            row = next((found for ref in ask.about or () if (found := named(facts, ref))), None)
            queue = OF_ASK.get(ask.kind or "")
            if row is not None and queue is not None:
                yield Item(queue, ask.kind, row, ask, ask.asked_on, ask.due)

    def _requests(self, facts: Facts) -> Iterator[Item]:
        if not has_rank(facts, "ResourceRequest", self.person):
            return
        for row in facts.rows("ResourceRequest"):
            if not row.decided_on and not self._own(row):
                yield Item(
                    DECIDE, REQUEST, row, since=row.escalated_on or row.requested_on, due=row.needed_by
                )

    def _risks(self, facts: Facts) -> Iterator[Item]:
        if not has_rank(facts, "RiskAssessment", self.person):
            return
        days = int(facts.parameters["exec_risk_review_days"])
        for row in facts.prepared(high_risks):
            last = self._looked_on(facts, row)
            due = cadence.shift(last, days) if last else None
            if (due is None or due <= facts.as_of) and not self._own(row):
                yield Item(RISKS, RISK, row, since=row.performed_on, due=due, last_on=last)

    def _looked_on(self, facts: Facts, risk: Row) -> str | None:
        """When the person last looked at a risk: by name, by an answer, or at a meeting that covered it."""
        found = [risk.reviewed_on] if self.person in (risk.reviewed_by or ()) else []
        found += [row.answered_on for row in self._answers(facts, risk.id) if row.answer != "delegated"]
        for meeting in facts.prepared(covering)[risk.id]:
            if any(row.person == self.person for row in attending(facts, meeting)):
                found.append(meeting.held_on)
        return max(filter(None, found), default=None)

    def _treatments(self, facts: Facts) -> Iterator[Item]:
        if not has_rank(facts, "RiskTreatmentPlan", self.person):
            return
        high = {row.id: row for row in facts.prepared(high_risks)}
        for row in facts.rows("RiskTreatmentPlan"):
            what = _waits(row, high.get(row.risk))  # first, for whose it is takes all its versions
            if what and not is_own(facts, row, self.person, True) and not self._sent_back(facts, row):
                until = {"due": row.due} if what == TREATMENT else {"since": row.approved_on}
                yield Item(RISKS, what, row, **until)

    def _sent_back(self, facts: Facts, row: Row) -> bool:
        """Whether the person has answered about the present version, so that it waits for somebody else."""
        begins = facts.versions(row)[-1].recorded_on or ""
        given = [a for a in self._answers(facts, row.id) if (a.answered_on or "") >= begins]
        return bool(given) and given[-1].answer in ("sent-back", "declined", "delegated")

    def _versions(self, facts: Facts) -> Iterator[Item]:
        for row in facts.prepared(awaiting).get(self.person, ()):
            given = self._answers(facts, row.id)
            if self._own(row) or any(a.sha256 == row.sha256 for a in given):
                continue
            last = given[-1].answered_on if given else None
            since = row.review_asked_on or row.written_on
            yield Item(APPROVE, VERSION, row, since=since, due=row.review_due, last_on=last)

    def _measurements(self, facts: Facts) -> Iterator[Item]:
        if not top(facts, self.person, facts.as_of):
            return
        for row in facts.prepared(latest_measurements).values():
            objective = facts.get("AIObjective", row.kpi)
            if row.presented_on or objective is None or objective.status not in (None, "", "active"):
                continue
            entered = max(row.measured_on or "", row.recorded_on or "")
            seen = [a.answered_on or "" for a in self._answers(facts, row.kpi) if a.answer == SEEN]
            if max(seen, default="") < entered or not seen:
                yield Item(SEE, MEASUREMENT, row, since=row.measured_on)

    def _assessments(self, facts: Facts) -> Iterator[Item]:
        """Privacy assessments with the advice of the data protection officer, which somebody who leads decides."""
        if not top(facts, self.person, facts.as_of):
            return
        for row in facts.rows("PrivacyAssessment"):
            if row.state == "advised" and self.person not in (row.owner, row.submitted_by):
                yield Item(DECIDE, ASSESSMENT, row, since=row.dpo_advised_on, due=row.wanted_by)

    def _gates(self, facts: Facts) -> Iterator[Item]:
        """AI systems that go live soon, before gates that lack nothing but the person's decision."""
        for one in facts.prepared(awaited):
            if self.person in one.whose:
                yield Item(DECIDE, GATE, one.system, due=one.system.go_live_on, at=one)

    def _entered(self, facts: Facts) -> Iterator[Item]:
        since = cadence.shift(facts.as_of, -CONFIRM_DAYS)
        said = facts.prepared(confirmed)
        for row in entered_for(facts, self.person):
            if (row.recorded_on or "") > since and (row.type, row.id, revision(facts, row)) not in said:
                yield Item(CONFIRM, ENTERED, row, since=row.recorded_on)

    def _answers(self, facts: Facts, ref: str) -> list[Row]:
        return [row for row in facts.prepared(answers).get(ref, ()) if row.answered_by == self.person]

    def _own(self, row: Row) -> bool:
        return any(getattr(row, name) == self.person for name in OWN.get(row.type, ()))


def inbox(facts: Facts, person: str) -> dict[str, list[Item]]:
    """What waits for a person as of the facts' day, by queue; nothing for whoever is no person of the register."""
    return facts.prepared(Inbox(person)) if person else {queue: [] for queue in QUEUES}


def count(found: dict[str, list[Item]]) -> int:
    """How many things wait."""
    return sum(map(len, found.values()))


def pressing(item: Item, day: str) -> tuple[Any, ...]:
    """What comes first: the overdue, then red and amber, then what was escalated, then by day due and age."""
    overdue = bool(item.due and item.due <= day)
    colour = {"red": 0, "amber": 1}.get(getattr(item.row, "status", "") or "", 2)
    escalated = not getattr(item.row, "escalated_on", None)
    return (not overdue, colour, escalated, item.due or cadence.LAST, item.since or "", item.row.id)


def named(facts: Facts, ref: str) -> Row | None:
    """The record of an id, whatever its type."""
    types = (type for type, shape in facts.shapes.items() if shape.has_id)
    return next((row for type in types if (row := facts.get(type, ref)) is not None), None)


def asked_of(facts: Facts, person: str) -> list[Row]:
    """The open asks of a person, each once."""
    asks = (ask for rows in facts.prepared(open_asks).values() for ask in rows if ask.asked_of == person)
    return list({ask.id: ask for ask in asks}.values())


def awaiting(facts: Facts) -> dict[str, list[Row]]:
    """By approver, the texts put to them that no later one replaced, of documents that stand; a preparation."""
    replaced = {row.supersedes for row in facts.rows("DocumentVersion")}
    found: dict[str, list[Row]] = {}
    for row in facts.rows("DocumentVersion"):
        document = facts.get("Document", row.document)
        retired = document is not None and document.retired_on
        if row.sha256 and row.id not in replaced and not retired:
            for person in row.approvers or ():
                found.setdefault(person, []).append(row)
    return found


def latest_measurements(facts: Facts) -> dict[str, Row]:
    """The last measurement of each objective; a preparation."""
    dated = [row for row in facts.rows("Measurement") if row.measured_on]
    return {row.kpi: row for row in sorted(dated, key=lambda row: str(row.measured_on))}


@dataclass(frozen=True, slots=True)
class Entered:
    """Records of a type that name as doer somebody else than who entered them, by the doer; a preparation."""

    type: str
    doer: str

    def __call__(self, facts: Facts) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in facts.rows(self.type):
            person = getattr(row, self.doer)
            if person and by_another(self.type, row.entered_by, person):
                found.setdefault(person, []).append(row)
        return found


def acts() -> Iterable[tuple[str, str]]:
    """The types that are acts of somebody, each with the field that names the doer; an ask is none, nor an owner's."""
    named = ((type, name) for type, model in registers().items() for name in (model.doer, *model.also))
    return ((type, name) for type, name in named if name not in ("", "owner") and type not in NO_ACTS)


def entered_for(facts: Facts, person: str) -> Iterator[Row]:
    """The acts of a person that somebody else entered."""
    found = (row for type, doer in acts() for row in facts.prepared(Entered(type, doer)).get(person, ()))
    yield from {(row.type, row.id): row for row in found}.values()


def revision(facts: Facts, row: Row) -> int:
    """Which version of the record was written last."""
    return len(facts.versions(row))


def confirmed(facts: Facts) -> set[tuple[str, str, int]]:
    """The versions, as (type, id, version), about which their doer gave a word; a preparation.

    One that a file or another person entered for them is none where gates ask for their own.
    """
    rows = (row for row in facts.rows("Confirmation") if row.version is not None)
    own = (row for row in rows if row.register not in SAID or row.entered_by == row.person)
    return {(row.register, row.record, int(row.version)) for row in own}


def _waits(plan: Row, risk: Row | None) -> str:
    """What a treatment plan of a high risk waits for: approval, then acceptance of what remains."""
    if risk is None:
        return ""
    if not plan.approved_by:
        return TREATMENT
    return RESIDUAL if not plan.residual_accepted_by and risk.status == "approved" else ""
