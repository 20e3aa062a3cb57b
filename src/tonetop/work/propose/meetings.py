"""Minutes as a meeting that was held, with who was there and what was decided; an agenda alone is none."""

from __future__ import annotations

from collections.abc import Iterator

from tonetop.core.quote import Quote
from tonetop.documents.particulars.author import RANK
from tonetop.work.examined import Examined, Present
from tonetop.work.propose.evidence import HEAD, REVIEW
from tonetop.work.propose.proposal import WHOLE, Cite, Proposal, acts, cite, day_of, ident, quoted, slug

MINUTES = ("management-review-minutes", "meeting-recording", "executive-risk-review")
MODES = {"present": "present", "absent": "apology", "remote": "remote"}
KINDS = {
    "LD-1": "policy",
    "LD-3": "resource",
    "LD-5": "direction",
    "LD-6": "direction",
    "LD-7": "improvement",
    "LD-8": "direction",
    "LD-9": "direction",
    "LD-2": "change",
    "LD-4": "direction",
}
"""What kind of decision an act of a duty is proposed as; whoever accepts it may choose another."""


def meetings(examined: Examined) -> Iterator[Proposal]:
    """The meeting, the people named in its attendance, and its decisions about AI."""
    day = day_of(examined)
    decided = acts(examined, *KINDS)
    if examined.kind not in MINUTES or examined.placeholder or day is None:
        return
    if not decided and not any(told.about_ai for told in examined.told):
        return
    meeting = ident("mtg", examined)
    kind, spoken = _kind(examined)
    dated = (quoted(examined, examined.dated),) if examined.dated else ()
    there = tuple(quoted(examined, one.quote) for one in examined.present[:1])
    cites = {
        WHOLE: there or tuple(cite(examined, told) for told in decided[:1]),
        "kind": spoken,
        "held_on": dated,
    }
    yield Proposal("Meeting", meeting, {"kind": kind, "held_on": day}, cites)
    yield from _attendance(examined, meeting, day)
    for told in decided:
        fields = {
            "source": meeting,
            "kind": KINDS[told.duties[0]],
            "text": told.quote.text,
            "decided_on": told.date if told.date and told.date == day else day,
        }
        yield Proposal("Decision", ident("dec", examined, told), fields, {WHOLE: (cite(examined, told),)})


def _kind(examined: Examined) -> tuple[str, tuple[Cite, ...]]:
    """A management review where the document calls itself one, else the regular meeting of a body that leads."""
    head = examined.text.text[:HEAD]
    place = head.lower().find(REVIEW)
    if place >= 0:
        words = Quote(place, place + len(REVIEW), head[place : place + len(REVIEW)])
        return "management-review", (quoted(examined, words),)
    return "steering", ()


def _attendance(examined: Examined, meeting: str, day: str) -> Iterator[Proposal]:
    for one in examined.present:
        person = f"p-{slug(one.name)}"
        fields = {"name": one.name, "is_top_management": examined.actor == "top" and _leads(one)}
        spoken = (quoted(examined, one.quote),)
        yield Proposal("Person", person, {**fields, "valid_from": day}, {WHOLE: spoken})
        yield _present(meeting, person, one, spoken)


def _leads(one: Present) -> bool:
    """Whether the attendance shows somebody as a member of the body; who was away alone by a rank told beside."""
    return one.capacity == "member" and (one.mode != "absent" or bool(RANK.search(one.role)))


def _present(meeting: str, person: str, one: Present, spoken: tuple[Cite, ...]) -> Proposal:
    fields = {"meeting": meeting, "person": person, "mode": MODES.get(one.mode, "present")}
    if "chair" in one.role.lower():
        fields["role"] = "chair"
    return Proposal("Attendance", "", fields, {WHOLE: spoken})
