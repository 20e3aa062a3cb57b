"""The particulars of a document, read from its text in one go."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tonetop.core.passage import Text
from tonetop.core.quote import Quote
from tonetop.documents.particulars.attendance import Attendee, attendance
from tonetop.documents.particulars.author import RANK, author_of, leader_of
from tonetop.documents.particulars.findings import (
    Amount,
    Signature,
    Vote,
    amounts,
    decisions,
    signatures,
    votes,
)
from tonetop.documents.particulars.kind import Kind, kind_of
from tonetop.documents.particulars.stated_date import Dated, stated_date
from tonetop.documents.particulars.title import title_of
from tonetop.documents.particulars.unfilled import Unfilled, unfilled

DELEGATED = re.compile(
    r"\b(?:working group|task ?force|sub-?committee|lead\b|officer|manager|engineer|analyst"
    r"|team\b|\bsig\b|security|operations)",
    re.IGNORECASE,
)
TOP = re.compile(
    r"\b(?:chief|ceo|cfo|cto|coo|cio|executive|president|board|council|director general"
    r"|managing director|secretary|commissioner|mayor|chair)",
    re.IGNORECASE,
)
AGENDA = re.compile(r"\bagenda\b|tagesordnung|ordre du jour", re.IGNORECASE)
MANY = 40
LETTER = "executive-communication"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a document says of itself; each with its quotation where it stands in the text.

    leader: the words by which a top manager sends or signs it, where it is a letter. bare_agenda: minutes' kind, but
    nothing is told of what was said or decided: only an agenda.
    """

    kind: Kind
    title: Quote | None
    author: Quote | None
    dated: Dated | None
    placeholder: Unfilled | None
    attendance: tuple[Attendee, ...]
    decisions: tuple[Quote, ...]
    votes: tuple[Vote, ...]
    amounts: tuple[Amount, ...]
    signatures: tuple[Signature, ...]
    bare_agenda: bool = False
    leader: Quote | None = None

    @property
    def letter(self) -> bool:
        """Whether a top manager writes it in their own name."""
        return self.leader is not None and self.kind.kind == LETTER

    @property
    def people(self) -> dict[str, str]:
        """Who attended, by name in small letters: top for members of the body, delegate for staff and guests."""
        below = bool(self.title and DELEGATED.search(self.title.text) and not TOP.search(self.title.text))
        return {person.name.lower(): _standing(person, below) for person in self.attendance}


def _standing(person: Attendee, below: bool) -> str:
    if (TOP if person.capacity == "member" else RANK).search(person.role):
        return "top"
    return "delegate" if below or person.capacity != "member" or DELEGATED.search(person.role) else "top"


def particulars_of(text: Text, name: str) -> Particulars:
    """The particulars of a text. name: as it is filed, a file's path or name."""
    whole = text.text
    title, present = title_of(whole), attendance(whole)
    told = title.text if title else ""
    leader = leader_of(whole)
    kind = kind_of(whole, name, told, len(present), LETTER if leader else "")
    decided = decisions(whole)
    meeting = kind.kind == "management-review-minutes" or bool(AGENDA.search(told))
    here = any(person.mode == "present" for person in present)
    bare = meeting and not decided and not here and bool(whole.strip()) and _only_agenda(whole)
    return Particulars(
        kind,
        title,
        author_of(whole),
        stated_date(whole, name),
        None if bare else unfilled(whole, f"{told} {name.rsplit('/', 1)[-1]}"),
        tuple(present),
        tuple(decided[:MANY]),
        tuple(list(votes(whole))[:MANY]),
        tuple(list(amounts(whole))[:MANY]),
        tuple(signatures(whole)[:MANY]),
        bare,
        leader,
    )


TOLD = re.compile(
    r"\b(?:said|noted|reported|discussed|agreed|decided|approved|presented|asked|explained"
    r"|raised|moved|seconded|updated|thanked|suggested|mentioned|concluded|adjourned|reviewed"
    r"|proposed|i|we|was|were|has|had|will|is|are)\b",
    re.IGNORECASE,
)


def _only_agenda(text: str) -> bool:
    """Whether hardly a line tells anything: topics, links and times alone."""
    telling = sum(bool(TOLD.search(line)) for line in text.splitlines() if len(line.split()) >= 8)
    return telling < 3
