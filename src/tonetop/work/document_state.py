"""Where every document stands on a day: which text, whose answers hold for it, where it is published, who knows it.

Nothing of this is stored. An approval names the hash of a text; when the text is another, the approval has lapsed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tonetop.core.facts import Facts, Row
from tonetop.standard.terms.people import person_on

DRAFT, REVIEW, APPROVED, PUBLISHED, LAPSED, RETIRED = (
    *("draft", "in-review", "approved", "published"),
    *("lapsed", "retired"),
)
STATES = (REVIEW, LAPSED, DRAFT, APPROVED, PUBLISHED, RETIRED)
"""The states in the order in which they want attention."""
YES = ("approved", "approved-with-comment")
NO = ("sent-back", "declined")
EVERYBODY = "all"
"""The word of an audience that means everyone of the register of people."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One of those asked to approve: what they answered last, whether it holds for the present text, what is asked.

    given: the approval, None while there is none; ask: the open ask, None when nobody asks.
    """

    person: str
    given: Row | None
    holds: bool
    ask: Row | None

    @property
    def yes(self) -> bool:
        """Whether the person approved this very text."""
        return self.given is not None and self.holds and self.given.answer in YES

    @property
    def no(self) -> bool:
        """Whether the person sent this very text back."""
        return self.given is not None and self.holds and self.given.answer in NO

    @property
    def lapsed(self) -> bool:
        """Whether the person approved a text that is not this one any more."""
        return self.given is not None and not self.holds and self.given.answer in YES


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document: its row, its state but for retirement, who was asked, and where it is published."""

    row: Row
    state: str
    answers: tuple[Answer, ...]
    published: tuple[Row, ...]

    @property
    def open(self) -> tuple[Answer, ...]:
        """Those who were asked and have not answered for this text."""
        return tuple(answer for answer in self.answers if not answer.yes and not answer.no)

    @property
    def sent_back(self) -> tuple[Answer, ...]:
        """Those who sent this text back."""
        return tuple(answer for answer in self.answers if answer.no)

    @property
    def settled(self) -> bool:
        """Whether the text is beyond drafting: in force as a policy, or published."""
        return bool(self.row.policy or self.published)


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its row, its state, its versions (the latest first), and the one that people go by."""

    row: Row
    state: str
    versions: tuple[Version, ...]

    @property
    def current(self) -> Version | None:
        """The latest version."""
        return self.versions[0] if self.versions else None

    @property
    def valid(self) -> Version | None:
        """The latest version that is approved and published, or was put in force."""
        return next((version for version in self.versions if version.state == PUBLISHED), None)


def ordered(facts: Facts) -> list[Document]:
    """Every document, those first that want attention, then by title; a preparation of facts."""
    found = facts.prepared(documents).values()
    return sorted(
        found, key=lambda one: (STATES.index(one.state), (one.row.title or "").casefold(), one.row.id)
    )


def documents(facts: Facts) -> Mapping[str, Document]:
    """Every document by id; a preparation of facts."""
    versions: dict[str, list[Row]] = {}
    for row in facts.rows("DocumentVersion"):
        versions.setdefault(row.document, []).append(row)
    known = _Around.of(facts)
    return {row.id: _document(row, versions.get(row.id, ()), known) for row in facts.rows("Document")}


def _document(row: Row, versions: Sequence[Row], known: _Around) -> Document:
    ordered = sorted(enumerate(versions), key=lambda pair: (pair[1].written_on or "", pair[0]), reverse=True)
    found = tuple(_version(version, known) for _, version in ordered)
    state = RETIRED if row.retired_on else found[0].state if found else DRAFT
    return Document(row, state, found)


def _version(row: Row, known: _Around) -> Version:
    answers = tuple(_answer(row, person, known) for person in row.approvers or ())
    published = tuple(known.publications.get(row.id, ()))
    return Version(row, _state(row, answers, published), answers, published)


def _state(row: Row, answers: Collection[Answer], published: Collection[Row]) -> str:
    if all(answer.yes for answer in answers) and (answers or published or row.policy):
        return PUBLISHED if published or row.policy else APPROVED
    waits = any(answer.ask for answer in answers) and not any(answer.no for answer in answers)
    if waits and row.review_asked_on:
        return REVIEW
    return LAPSED if any(answer.lapsed for answer in answers) else DRAFT


def _answer(row: Row, person: str, known: _Around) -> Answer:
    """What was answered last by a person, for them, or by whom they handed it to."""
    given = [one for one in known.approvals.get(row.id, ()) if one.answer not in ("seen", "delegated")]
    handed = {
        one.delegated_to
        for one in known.approvals.get(row.id, ())
        if one.answer == "delegated" and one.answered_by == person
    }
    own = [one for one in given if person in (one.answered_by, one.on_behalf_of) or one.answered_by in handed]
    last = own[-1] if own else None
    asks = (ask for ask in known.asks.get(row.id, ()) if person in (ask.asked_of, ask.delegated_from))
    return Answer(person, last, last is not None and last.sha256 == row.sha256, next(asks, None))


@dataclass(frozen=True, slots=True)
class _Around:
    """What leads to versions of documents, by their ids: open asks, answers in their order, standing publications."""

    asks: Mapping[str, Sequence[Row]]
    approvals: Mapping[str, Sequence[Row]]
    publications: Mapping[str, Sequence[Row]]

    @classmethod
    def of(cls, facts: Facts) -> _Around:
        asks = [row for row in facts.rows("Ask") if row.kind == "approve" and not row.closed_on]
        answers = sorted(facts.rows("Approval"), key=answering_order)
        standing = [row for row in facts.rows("Publication") if not row.ended_on]
        return cls(_by_about(asks), _by_about(answers), _by_about(standing))


def answering_order(row: Row) -> tuple[str, int, str]:
    """By which answers follow one another: the day, then the number of the record."""
    number = row.id.rpartition("-")[2]
    return (row.answered_on or "", int(number) if number.isdecimal() else 0, row.id)


def _by_about(rows: Collection[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        for ref in row.about or ():
            found.setdefault(ref, []).append(row)
    return found


def comments(facts: Facts) -> Mapping[str, Sequence[Row]]:
    """What was said about each record, in the order in which it was; a preparation of facts."""
    return _by_about(sorted(facts.rows("Comment"), key=lambda row: row.said_on or ""))


def acknowledged(facts: Facts) -> Mapping[str, Mapping[str, str]]:
    """By version who said that they know it, with the day; a preparation of facts."""
    found: dict[str, dict[str, str]] = {}
    for row in facts.rows("Acknowledgement"):
        if row.version and row.person:
            found.setdefault(row.version, {})[row.person] = row.acknowledged_on or ""
    return found


def unit_of(facts: Facts) -> Mapping[str, str]:
    """The unit of everyone who is in the register of people on the facts' day; a preparation of facts."""
    people = facts.rows("Person")
    return {row.id: row.org_unit or "" for row in people if person_on(facts, row.id, facts.as_of) is not None}


def units(facts: Facts) -> Mapping[str, int]:
    """How many belong to each unit on the facts' day, by its name; a preparation of facts."""
    counts = Counter(facts.prepared(unit_of).values())
    return {unit: counts[unit] for unit in sorted(counts)}


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of a unit said that they know a text, of how many who ought to."""

    unit: str
    known: int
    people: int


def _ought(row: Row, unit: str) -> bool:
    """Whether a unit is in the audience of a document."""
    return any(named == unit or named.casefold() == EVERYBODY for named in row.audience or ())


def reach(facts: Facts, row: Row, version: str) -> list[Reach]:
    """How far a version is known, by unit of the document's audience."""
    belongs = facts.prepared(unit_of)
    known = Counter(belongs.get(person) for person in facts.prepared(acknowledged).get(version, {}))
    return [
        Reach(unit, known[unit], people)
        for unit, people in facts.prepared(units).items()
        if _ought(row, unit)
    ]


def in_audience(facts: Facts, row: Row, person: str) -> bool:
    """Whether somebody ought to know a document."""
    unit = facts.prepared(unit_of).get(person)
    return unit is not None and _ought(row, unit)


def is_asked_to_know(facts: Facts, found: Document, person: str) -> bool:
    """Whether somebody is in the audience of a document and has not said yet that they know its valid text."""
    valid = found.valid
    if valid is None or found.row.retired_on or not in_audience(facts, found.row, person):
        return False
    return person not in facts.prepared(acknowledged).get(valid.row.id, {})


@dataclass(frozen=True, slots=True)
class Text:
    """One text that a document has had: its hash, the version it belongs to, its file, and since when it was that."""

    sha256: str
    version: Row
    since: str
    present: bool


def texts(facts: Facts, found: Document) -> list[Text]:
    """Every text of a document, the latest first; of a draft that was changed the earlier ones too."""
    said: dict[str, Text] = {}
    for version in found.versions:
        for row in reversed(facts.versions(version.row)):
            if row.sha256 and row.sha256 not in said:
                since = row.effective_on or row.recorded_on or row.written_on or ""
                said[row.sha256] = Text(row.sha256, row, since, row.sha256 == version.row.sha256)
    return list(said.values())
