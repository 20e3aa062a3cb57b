"""Answer what was put before one: the approval, the ask that it closes and what it makes true, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tonetop.core.facts import Facts, Row
from tonetop.records import clock, intake, write
from tonetop.records.doers import holder
from tonetop.records.intake import Entry, Refused
from tonetop.records.models import Account, Record
from tonetop.records.write import Change, Overtaken, latest, values_of
from tonetop.standard.risks import criteria_in_force, may_accept, ranks, remains
from tonetop.standard.schema import shapes
from tonetop.standard.terms.people import person_on, top
from tonetop.work import minutes, outcome, warrant
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.outcome import APPROVED, COMMENTED, DECLINED, SENT_BACK, Act
from tonetop.work.permission import demand_answerer
from tonetop.work.shown import Shown, shown, subject
from tonetop.work.warrant import SEEN

DELEGATED = "delegated"
WORDS = (APPROVED, COMMENTED, SENT_BACK, DECLINED, SEEN, DELEGATED)
NOT_APPROVED = "have the assessment approved first; what a draft says remains, nobody accepts"
SPOKEN = (COMMENTED, SENT_BACK, DECLINED)
"""Answers that need a word of why."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer that is settled and not yet written: what was shown, who answers, in which rank, and the changes.

    The first change is the Approval; a signature belongs to its event. waits: whom the matter still waits for.
    """

    shown: Shown
    act: Act
    rank: str
    behalf: str
    changes: list[Change]
    waits: list[str]


def answer(account: Account, type: str, ref: str, word: str, **more: Any) -> Record:
    """Write an answer; gives the Approval. The options are those of `prepare`. Raises as it does.

    A later answer by the same person stands beside the earlier one and takes its place; nothing is deleted.
    """
    with transaction.atomic():
        prepared = prepare(account, type, ref, word, **more)
        made = write.save_all(prepared.changes, holder(account))[0]
    if made is None:
        raise Refused("this answer stands already")
    return made


def prepare(  # noqa: PLR0913 - each option is one that the form gives
    account: Account,
    type: str,
    ref: str,
    word: str,
    *,
    comment: str = "",
    delegate_to: str = "",
    amount: float | None = None,
    consequence: str = "",
    sha256: str = "",
    signed: bool = False,
) -> Prepared:
    """Settle an answer without writing it.

    word: approved, approved-with-comment, sent-back, declined, seen or delegated. sha256: the hash of what the form
    showed (`shown(row).sha256`); empty when the caller just read it. amount: what is granted of a request.
    Raises Forbidden for whoever may not, Overtaken when the record was changed since, Refused for the rest.
    """
    if word not in WORDS:
        raise Refused(f"{word!r} is no answer; the answers are {', '.join(WORDS)}")
    row = there(type, ref)
    facts = assess(clock.today()).facts
    person = warrant.answering(account, facts)
    demand_answerer(account, type)
    ask = warrant.ask_of(facts, row, person)
    behalf = warrant.behalf(facts, row, person, ask)
    warrant.demand_asked(facts, row, person, ask)
    warrant.demand_not_own(facts, row, person, word, behalf)
    if sha256 and sha256 != shown(row).sha256:
        raise Overtaken(f"{type} {ref}: was changed since it was shown to you; look at it again")
    act = Act(person, facts.as_of, word, comment.strip(), amount, consequence.strip())
    if word in SPOKEN and not act.comment:
        raise Refused("say why in a sentence; whoever asked will read it")
    _demand_limits(facts, row, act, behalf, delegate_to)
    _demand_acceptance(facts, row, act)
    answered = _Answered(facts, row, act, ask, behalf)
    return answered.prepared(delegate_to, signed)


def there(type: str, ref: str) -> Record:
    """The record that an answer is about, as it was written last. Raises Refused when there is none."""
    row = latest(type, ref) if type in shapes() else None
    if row is None or row.withdrawn_on:
        raise Refused(f"{type} {ref}: there is no such record to answer")
    return row


def _demand_limits(facts: Facts, row: Record, act: Act, behalf: str, delegate_to: str) -> None:
    """Raises Refused when an act for another goes beyond a delegation, or one is handed on without one."""
    amount = warrant.asked_amount(row)
    if act.answer == DELEGATED:
        if not delegate_to or person_on(facts, delegate_to, facts.as_of) is None:
            raise Refused("say to whom you delegate; it has to be a person of the register")
        if delegate_to == act.person or behalf:
            raise Refused("what was delegated is not delegated further, nor to oneself")
        warrant.demand_heir(facts, row, act.person, delegate_to)
        if not top(facts, delegate_to, facts.as_of):
            warrant.demand_within(facts, row, delegate_to, act.person, amount)
    elif behalf and act.answer != SEEN and not top(facts, act.person, facts.as_of):
        granted = act.amount if act.amount is not None and amount is not None else amount
        warrant.demand_within(facts, row, act.person, behalf, granted)


def _demand_acceptance(facts: Facts, row: Record, act: Act) -> None:
    """Raises Refused when somebody accepts what remains of a risk without the rank that the criteria ask for it."""
    plan: Any = row
    if row.__class__.__name__ != "RiskTreatmentPlan" or act.answer not in outcome.YES or not plan.approved_by:
        return
    risk = facts.get("RiskAssessment", plan.risk)
    if risk is not None and risk.status not in ("approved", "closed"):
        raise Refused(NOT_APPROVED)
    if risk is None or may_accept(facts, risk, act.person, act.day):
        return
    level = remains(risk)
    if not level:
        raise Refused("nobody said yet how high the risk is; what remains cannot be accepted")
    rank = ranks(criteria_in_force(facts))[level]
    raise Refused(f"what remains is {level}, and by the risk criteria that is accepted by {rank}")


class _Answered:
    """One answer taken apart into the records that it writes."""

    def __init__(self, facts: Facts, row: Record, act: Act, ask: Row | None, behalf: str) -> None:
        self.facts, self.row, self.act, self.ask, self.behalf = facts, row, act, ask, behalf

    def prepared(self, delegate_to: str, signed: bool) -> Prepared:
        rank = warrant.rank(self.facts, self.act.person, self.behalf)
        changes = [self._approval(rank, delegate_to, signed), *self._closed(), *self._made()]
        if self.act.answer == DELEGATED:
            changes.append(self._handed_on(delegate_to))
        waits = outcome.waits_for(self.facts, self.row, self.act)
        return Prepared(shown(self.row), self.act, rank, self.behalf, changes, waits)

    def _approval(self, rank: str, delegate_to: str, signed: bool) -> Change:
        what, act = shown(self.row), self.act
        plain = {
            "about": [subject(self.row)],
            "version": what.revision,
            "sha256": what.sha256,
            "answer": act.answer,
            "comment": act.comment,
            "answered_by": act.person,
            "answered_on": act.day,
            "rank": rank,
            "delegated_to": delegate_to if act.answer == DELEGATED else "",
            "on_behalf_of": self.behalf,
            "signed": True if signed else None,
            "ask": self.ask.id if self.ask is not None else "",
        }
        return _new("Approval", plain)

    def _closed(self) -> list[Change]:
        """Every open ask that put this record before the person is answered, but one to approve not by having seen."""
        mine = [a for a in warrant.asks_about(self.facts, self.row) if a.asked_of == self.act.person]
        fit = [ask for ask in mine if self.act.answer != SEEN or ask.kind in warrant.TO_SEE]
        rows = [latest("Ask", ask.id) for ask in fit]
        return [
            Change(Entry("Ask", row.ref, values_of(row) | {"closed_on": self.act.day}), row.revision)
            for row in rows
            if row is not None
        ]

    def _made(self) -> list[Change]:
        values = outcome.completed(self.facts, self.row, self.act)
        type = self.row.__class__.__name__
        made = [Change(Entry(type, self.row.ref, values), self.row.revision)] if values is not None else []
        decided = outcome.decision(self.ask, self.row, self.act)
        made += [_new("Decision", decided)] if decided is not None else []
        return [*made, *self._known_of_sittings()]

    def _known_of_sittings(self) -> list[Change]:
        """What the chair says of the minutes of a management review is told of its sittings."""
        act = self.act
        if act.answer not in (*outcome.YES, *outcome.NO):
            return []
        return minutes.following(self.facts, self.row, act.person, act.day, act.answer in outcome.YES)

    def _handed_on(self, to: str) -> Change:
        asked = self.ask
        plain = {
            "kind": asked.kind if asked is not None else "approve",
            "about": [subject(self.row)],
            "asked_of": to,
            "asked_by": self.act.person,
            "asked_on": self.act.day,
            "due": asked.due if asked is not None else None,
            "why": self.act.comment or (asked.why if asked is not None else ""),
            "if_not": asked.if_not if asked is not None else "",
            "delegated_from": self.act.person,
        }
        return _new("Ask", plain)


def _new(type: str, plain: Mapping[str, Any]) -> Change:
    """A new record under the next free id; the same id taken meanwhile by another is refused, not overwritten."""
    filled = {name: value for name, value in plain.items() if value not in (None, "", [])}
    return Change(intake.take(type, {"id": next_ref(type), **filled}), after=0)
