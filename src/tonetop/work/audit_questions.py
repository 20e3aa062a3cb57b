"""Questions that auditors ask again and again, answered as lists of records: no model, only facts and their files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tonetop.core import cadence
from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups
from tonetop.standard.terms.findings import open_ones
from tonetop.standard.terms.meetings import attendance, decided_at, decisions_about
from tonetop.standard.terms.people import top

YEAR = 365

files = Groups("Evidence", lambda row: tuple(dict.fromkeys(row.links or ())))
"""Evidence by each id that it is linked to, in order of id."""


@dataclass(frozen=True, slots=True)
class Took:
    """One who took part: the person's id, in which way, and whether of top management on that day."""

    person: str
    mode: str
    top: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One record that answers: its day, who took part, what was decided, and the files that prove it."""

    record: Row
    day: str
    people: tuple[Took, ...]
    decisions: tuple[Row, ...]
    files: tuple[Row, ...]


Within = Callable[[Facts, str, str], list[Answer]]
"""What answers after a day and up to another, YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is asked, the clause it belongs to, and what answers it within days, the latest first."""

    key: str
    text: str
    clause: str
    within: Within

    def answers(self, facts: Facts) -> list[Answer]:
        """What answers it within the year up to the facts' day."""
        return self.within(facts, cadence.shift(facts.as_of, -YEAR), facts.as_of)


def _files(facts: Facts, row: Row, *named: str | None) -> tuple[Row, ...]:
    """The evidence that a record names, then what is linked to it; each once."""
    rows = [facts.get("Evidence", ref) for ref in named]
    rows += facts.part(files, row.id) or ()
    return tuple({found.id: found for found in rows if found is not None}.values())


def _within(facts: Facts, type: str, date: str, since: str, until: str) -> list[Row]:
    """The records of a type whose date lies after a day and up to another, the latest first."""
    rows = [row for row in facts.rows(type) if since < (getattr(row, date) or "") <= min(until, facts.as_of)]
    return sorted(rows, key=lambda row: (getattr(row, date), row.id), reverse=True)


def _one(facts: Facts, person: str | None, mode: str, day: str) -> Iterator[Took]:
    if person:
        yield Took(person, mode, top(facts, person, day))


def meetings(kind: str = "") -> Within:
    """Meetings of a kind by the day they were held; empty for every kind."""

    def found(facts: Facts, since: str, until: str) -> list[Answer]:
        rows = _within(facts, "Meeting", "held_on", since, until)
        held = [row for row in rows if kind in {"", row.kind}]
        return [_meeting(facts, row) for row in held]

    return found


def _meeting(facts: Facts, row: Row) -> Answer:
    there: Iterable[Row] = facts.part(attendance, row.id) or ()
    people = [took for one in there for took in _one(facts, one.person, one.mode or "", row.held_on)]
    decided = tuple(decided_at(facts, row))
    return Answer(row, row.held_on, tuple(people), decided, _files(facts, row, row.minutes_ref))


def acts(
    type: str, date: str, took: Sequence[tuple[str, str]], file: str = "", only_top: bool = False
) -> Within:
    """Records by the day of an act; took: the fields that name who acted, each with what they did."""

    def found(facts: Facts, since: str, until: str) -> list[Answer]:
        answers = []
        for row in _within(facts, type, date, since, until):
            day = getattr(row, date)
            people = [one for name, mode in took for one in _one(facts, getattr(row, name), mode, day)]
            if only_top and not any(one.top for one in people):
                continue
            decided = tuple(facts.part(decisions_about, row.id) or ())
            proof = _files(facts, row, getattr(row, file) if file else None)
            answers.append(Answer(row, day, tuple(people), decided, proof))
        return answers

    return found


def _open_nonconformities(facts: Facts, since: str, until: str) -> list[Answer]:
    """The open ones, whenever they were raised up to a day: an old one is the more worth asking about."""
    found = []
    for row in facts.prepared(open_ones):
        if (row.raised_on or "") > until:
            continue
        action = facts.get("Action", row.action)
        took = tuple(_one(facts, action.owner if action else None, "acts", facts.as_of))
        decided = tuple(facts.part(decisions_about, row.id) or ())
        found.append(Answer(row, row.raised_on or "", took, decided, _files(facts, row)))
    return found


QUESTIONS = {
    question.key: question
    for question in (
        Question(
            "risk-reviews",
            "Which risk reviews were held in the last 12 months?",
            "8.2",
            meetings("risk-review"),
        ),
        Question(
            "management-reviews",
            "Which management reviews were held in the last 12 months?",
            "9.3",
            meetings("management-review"),
        ),
        Question(
            "policies",
            "Which versions of a policy were approved in the last 12 months, and by whom?",
            "5.2",
            acts("PolicyVersion", "approved_on", [("approved_by", "approved")], "signature_ref"),
        ),
        Question(
            "communications",
            "When did top management speak to others in the last 12 months?",
            "7.4",
            acts("Communication", "sent_on", [("speaker", "spoke")], "artefact_ref", only_top=True),
        ),
        Question(
            "residuals",
            "Who accepted which residual risk in the last 12 months?",
            "6.1.3",
            acts("RiskTreatmentPlan", "residual_accepted_on", [("residual_accepted_by", "accepted")]),
        ),
        Question(
            "impacts",
            "Which impact assessments were approved in the last 12 months?",
            "8.4",
            acts("ImpactAssessment", "approved_on", [("approved_by", "approved")]),
        ),
        Question(
            "requests",
            "Which requests for resources were decided in the last 12 months?",
            "7.1",
            acts("ResourceRequest", "decided_on", [("requested_by", "asked"), ("decided_by", "decided")]),
        ),
        Question(
            "nonconformities",
            "Which nonconformities are open, and who acts on them?",
            "10.2",
            _open_nonconformities,
        ),
    )
}
"""The prepared questions by key, in the order in which they are offered."""
