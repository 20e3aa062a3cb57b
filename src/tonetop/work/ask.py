"""Answer a question with recorded facts and quotations, and nothing else; or say that no evidence was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tonetop.core import cadence
from tonetop.core.assess import Result
from tonetop.core.blanks import blanks
from tonetop.core.facts import Facts, Row
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment
from tonetop.work.ask_subjects import SUBJECTS
from tonetop.work.ask_words import ALL, Reading, Wanted, stems_of, wanted
from tonetop.work.audit_questions import QUESTIONS, Answer
from tonetop.work.index_file import Extent, NotSearched
from tonetop.work.question import MONTHS_BEFORE, ONE_BEFORE, WHO
from tonetop.work.quoted import Library, Quoted, quoted, standing

COVERED = 0.7
"""From how much of what a question names (by rarity) a passage is quoted as an answer.

Chosen on the questions of bench/labels/ask.jsonl: the smallest tenth at which nothing unanswerable is answered.
"""
SURE = 0.5
"""From which confidence that the first passage answers any is quoted: more likely than not."""
NEAR = 0.25
"""A passage whose score is a smaller share of the best one's is not quoted beside it."""
SHOWN, LOOKED_AT = 5, 10
"""How many quotations, and how many records, an answer shows; and among how many passages it looks."""
RECORDS = 12
KINDS = frozenset(("kind", "level", "severity", "outcome", "option"))
"""Fields whose closed words, where a question has one, tell records apart."""
PREPARED = {one.text: key for key, one in QUESTIONS.items()}
NOTHING = Extent(0, 0, {}, ())


@dataclass(frozen=True, slots=True)
class Answered:
    """What a question came to: records, results by id, quotations; and what was searched for them.

    total: how many records answer, of which some may not be shown. missing: why documents were not searched.
    """

    question: Wanted
    records: tuple[Answer, ...]
    total: int
    results: tuple[tuple[str, Result], ...]
    quotes: tuple[Quoted, ...]
    searched: Extent
    registers: int
    confidence: float
    by_meaning: bool
    missing: str = ""

    @property
    def is_found(self) -> bool:
        """Whether there is any evidence at all."""
        return bool(self.records or self.results or self.quotes)

    @property
    def by_words_alone(self) -> bool:
        """Whether passages were looked through by words alone; where there are none, no model was asked."""
        return not self.by_meaning and self.searched.passages > 0

    @property
    def how(self) -> str:
        """What was searched, in one sentence."""
        if self.missing:
            return f"Searched {self.registers} records; {self.missing}."
        way = " by words and meaning" if self.by_meaning else ""
        if self.by_words_alone:
            way = " by words alone, for the sentence model is not in use"
        texts = f"{self.searched.passages} passages of {self.searched.documents} documents{way}"
        rows = f"{self.registers} records, and " if self.registers else ""
        left = len(self.searched.refused) + len(self.searched.lacking)
        tail = f"; {left} more are not kept here, not read yet, or cannot be read" if left else ""
        return f"Searched {rows}{texts}{tail}."

    def plain(self) -> dict[str, Any]:
        """As JSON tells it."""
        asked = self.question
        return {
            "question": asked.text,
            "goes_on_from": asked.search if asked.goes_on else None,
            "answer": "found" if self.is_found else "no evidence found",
            "records": [_record(one) for one in self.records],
            "records_in_all": self.total,
            "results": [{"id": id, "result": found.result, "why": found.why} for id, found in self.results],
            "quotes": [one.plain() for one in self.quotes],
            "searched": {
                "records": self.registers,
                "documents": self.searched.documents,
                "passages": self.searched.passages,
                "not_read": sorted(self.searched.refused.values()),
                "not_here": len(self.searched.lacking),
                "by_meaning": self.by_meaning,
                "missing": self.missing or None,
                "how": self.how,
            },
            "confidence": round(self.confidence, 3),
            "quoted_from": {"covered": COVERED, "confidence": SURE},
            "next": list(further(self)),
        }


def ask(
    question: str,
    library: Library | None,
    assessed: Assessment | None = None,
    earlier: Sequence[str] = (),
    prepared: Mapping[str, str] = PREPARED,
) -> Answered:
    """Answer from the records of an assessment and the texts of a library. Raises Refused for what is no question.

    earlier: the questions before, from which this one may go on. library: None where documents cannot be asked.
    prepared: the prepared questions by their words in the reader's language, each with its key.
    """
    facts = assessed.facts if assessed is not None else None
    as_of = facts.as_of if facts is not None else cadence.LAST
    people = [(row.id, row.name or "") for row in facts.rows("Person")] if facts is not None else []
    known = {*catalogue.clauses(), *catalogue.controls(), *catalogue.duties(), *catalogue.checks()}
    asked = wanted(question, earlier, Reading(as_of, people, known, prepared))
    records = _records(facts, asked) if facts is not None else []
    shown = [one for one in records if not asked.newest or one.day == records[0].day][:RECORDS]
    results = _results(assessed, asked) if assessed is not None else ()
    counted = _counted(facts, asked)
    try:
        quotes, searched, sure, by_meaning = _quotes(library, asked)
        missing = "" if library is not None else "there are no documents"
    except NotSearched as why:
        quotes, searched, sure, by_meaning, missing = (), NOTHING, 0.0, False, str(why)
    return Answered(
        asked, tuple(shown), len(records), results, quotes, searched, counted, sure, by_meaning, missing
    )


def _counted(facts: Facts | None, asked: Wanted) -> int:
    """How many records were looked through: those of the register that is asked about, else of all."""
    if facts is None:
        return 0
    types = [asked.subject.register] if asked.subject else list(facts.shapes)
    return sum(len(facts.rows(type)) for type in types)


def _quotes(library: Library | None, asked: Wanted) -> tuple[tuple[Quoted, ...], Extent, float, bool]:
    if library is None:
        return (), NOTHING, 0.0, False
    extent, found = library.extent(), library.find(asked.search, LOOKED_AT)
    claims = [quoted(library, found, hit) for hit in found.hits]
    first = chosen(claims, found.confidence)
    return tuple(standing(library, first)), extent, found.confidence, found.by_meaning


def chosen(claims: Sequence[Quoted], confidence: float, covered: float = COVERED) -> list[Quoted]:
    """Those passages that are quoted as an answer, the best first; none where none is likely to be one.

    What waits to be filled in, as templates do, answers nothing.
    """
    claims = [claim for claim in claims if not blanks(claim.quote.text)]
    least = NEAR * max((claim.score for claim in claims), default=0.0)
    fitting = [claim for claim in claims if claim.covered >= covered and claim.score >= least]
    once = {claim.quote.text: claim for claim in reversed(fitting) if confidence >= SURE}
    best = sorted(once.values(), key=lambda claim: (-claim.score, claim.source.called, claim.quote.start))
    return best[:SHOWN]


def _results(assessed: Assessment, asked: Wanted) -> tuple[tuple[str, Result], ...]:
    """The results of the catalogue's items that a question names."""
    parts = (assessed.checks, assessed.duties, assessed.clauses, assessed.controls, assessed.privacy)
    found = {id: part[id] for id in asked.items for part in parts if id in part}
    return tuple(found.items())


def _records(facts: Facts, asked: Wanted) -> list[Answer]:
    """The records that answer: of the subject, within the days, of the people, with all words that name something."""
    if asked.subject is None and not asked.people:
        return []
    since, until = asked.since, asked.until
    subjects = (asked.subject,) if asked.subject else SUBJECTS
    rows = [one for about in subjects for one in about.within(facts, since, min(until, facts.as_of))]
    once = {(one.record.type, one.record.id): one for one in rows}
    found = sorted(once.values(), key=lambda one: (one.day, one.record.id), reverse=True)
    fitting = [one for one in found if _fits(facts, one, asked)]
    if asked.before and fitting and (since, until) == ALL:
        return [one for one in fitting if one.day < fitting[0].day]
    return fitting


def _fits(facts: Facts, answer: Answer, asked: Wanted) -> bool:
    people = {took.person for took in answer.people}
    if not people.issuperset(asked.people):
        return False
    shape = facts.shapes[answer.record.type]
    for name in KINDS & set(shape.fields):
        named = asked.words.intersection(shape.fields[name].words)
        if named and getattr(answer.record, name) not in named:
            return False
    return set(stems_of(_said(facts, answer))) >= set(asked.besides)


def _said(facts: Facts, answer: Answer) -> str:
    """All words of a record, of what was decided, of the people in it and of the files that prove it."""
    rows = [answer.record, *answer.decisions, *answer.files]
    names = [facts.get("Person", took.person) for took in answer.people]
    return " ".join(
        [*(_words(facts, row) for row in rows), *(row.name or "" for row in names if row is not None)]
    )


def _words(facts: Facts, row: Row) -> str:
    told = [str(getattr(row, name, None) or "") for name in facts.shapes[row.type].fields]
    return " ".join([row.type, *told]).replace("-", " ")


def further(answered: Answered) -> tuple[str, ...]:
    """Questions that may be asked next; the first ones go on from this one."""
    asked = answered.question
    if not answered.registers:
        return ()
    own: list[str] = []
    if asked.subject is not None and answered.records:
        own = [ONE_BEFORE if asked.newest else MONTHS_BEFORE]
        own += [WHO] if asked.subject.register == "Meeting" else []
    others = [one.text for one in QUESTIONS.values() if one.text != asked.text]
    start = sum(map(ord, asked.text)) % len(others)
    return (*own, *(others[start:] + others[:start])[:3])


def _record(one: Answer) -> dict[str, Any]:
    return {
        "type": one.record.type,
        "id": one.record.id,
        "day": one.day or None,
        "people": [{"person": took.person, "mode": took.mode, "top": took.top} for took in one.people],
        "decisions": [row.id for row in one.decisions],
        "files": [{"id": row.id, "sha256": row.sha256} for row in one.files],
    }
