"""How the state of a document is told: its word and mark, and in sentences what it waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext, gettext_lazy, ngettext

from tonetop.core.facts import Facts
from tonetop.web.wording import day
from tonetop.work import document_state as state
from tonetop.work.document_state import Answer, Document, Version

WORDS = {
    state.DRAFT: gettext_lazy("Draft"),
    state.REVIEW: gettext_lazy("In review"),
    state.APPROVED: gettext_lazy("Approved"),
    state.PUBLISHED: gettext_lazy("Published"),
    state.LAPSED: gettext_lazy("Lapsed"),
    state.RETIRED: gettext_lazy("Retired"),
}
MARKS = {
    state.DRAFT: ("no-data", ""),
    state.REVIEW: ("partial", "◐"),
    state.APPROVED: ("pass", "✓"),
    state.PUBLISHED: ("pass", "✓"),
    state.LAPSED: ("fail", "!"),
    state.RETIRED: ("not-applicable", "–"),
}
"""By state the colour and the shape in which it is told."""


def person(facts: Facts, ref: str | None) -> str:
    """A person's name as of the day; the id where there is none."""
    row = facts.get("Person", ref)
    return str(row.name or row.id) if row is not None else ref or gettext("nobody named")


def people(facts: Facts, answers: Sequence[Answer]) -> str:
    """The names of those who were asked."""
    return ", ".join(person(facts, answer.person) for answer in answers)


def waits_for(facts: Facts, found: Document) -> list[str]:
    """What has to happen next, each in a sentence; none when nothing is open."""
    version = found.current
    if found.row.retired_on:
        return list(_outdated(found))
    if version is None:
        return [gettext("its first text")]
    return [*_next(facts, found, version), *_outdated(found)]


def _next(facts: Facts, found: Document, version: Version) -> Iterator[str]:
    if version.sent_back:
        said = gettext("its author: %(who)s sent it back")
        yield said % {"who": people(facts, version.sent_back)}
    elif version.state == state.DRAFT:
        yield gettext("its author, to ask for approval")
    elif version.state == state.LAPSED:
        yield gettext("approval anew, for the text is another than the one approved")
    elif version.state == state.REVIEW:
        yield _answers(facts, version)
    elif found.row.kind == "policy" and version.answers and not version.row.policy:
        yield gettext("the governance lead, to put it in force")
    if version.state == state.APPROVED and found.row.kind != "policy":
        yield gettext("its publication")
    yield from _unknown(facts, found)


def _outdated(found: Document) -> Iterator[str]:
    """Where a text is still published that is not the valid one, or of a document that was retired."""
    for version in found.versions:
        if version.published and (found.row.retired_on or version is not found.valid):
            places = ", ".join(row.channel or row.id for row in version.published)
            said = gettext("version %(n)s to be taken down: %(where)s")
            yield said % {"n": version.row.version or version.row.id, "where": places}


def _answers(facts: Facts, version: Version) -> str:
    said = {"who": people(facts, version.open), "day": day(version.row.review_due)}
    if not version.row.review_due:
        return gettext("an answer of %(who)s") % said
    if version.row.review_due < facts.as_of:
        return gettext("an answer of %(who)s, overdue since %(day)s") % said
    return gettext("an answer of %(who)s by %(day)s") % said


def _unknown(facts: Facts, found: Document) -> Iterator[str]:
    """Who of the audience has not said yet that they know the valid text."""
    if found.valid is None:
        return
    units = state.reach(facts, found.row, found.valid.row.id)
    missing = sum(unit.people - unit.known for unit in units)
    if missing:
        said = ngettext(
            "%(n)s person of its audience to know it", "%(n)s people of its audience to know it", missing
        )
        yield said % {"n": missing}
