"""Single acts of top management: a policy approved, something said, money or a role given, training asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tonetop.work.examined import Examined, Told
from tonetop.work.propose.proposal import WHOLE, Proposal, acts, cite, day_of, ident, quoted, slug

APPROVED = re.compile(r"\b(?:approv|adopt|endors|ratif|sign(?:ed|s) off|in force)\w*", re.IGNORECASE)
REVIEWED = re.compile(r"\breview(?:ed|s)?\b", re.IGNORECASE)
TRAINING = re.compile(r"\btrain(?:ing|ed)?\b|\bcourse\b|\be-?learning\b", re.IGNORECASE)
MANDATED = re.compile(r"\b(?:mandator|mandated|must complete|require[sd]?|obligat)\w*", re.IGNORECASE)
AMOUNT = re.compile(r"(?:[$€£]\s?|\b(?:USD|EUR|GBP|AUD|CAD|CHF)\s?)(\d{1,3}(?:[,. ]\d{3})+|\d+)(?:\.\d\d)?\b")
YEAR = re.compile(
    r"\b(?:fiscal|financial|budget)(?: year)? (?:of |for )?(20\d\d)\b|\bFY ?(20\d\d)\b", re.IGNORECASE
)
NAME = r"((?:[A-ZÀ-Þ][\w'’.-]+ ){1,3}[A-ZÀ-Þ][\w'’-]+)"
APPOINTED = (
    re.compile(rf"\bappoint(?:ed|s)? {NAME},? (?:as|to be|to serve as) (?:the |our |its |an? )?([^.,;:(]+)"),
    re.compile(
        rf"{NAME} (?:was|is|has been) (?:hereby )?appointed (?:as |to be )?(?:the |our |its |an? )?([^.,;:(]+)"
    ),
)
LEADER = re.compile(rf"(?P<name>{NAME[1:-1]})\s*[,–(|\n-]\s*(?P<title>[^\n<)]{{2,80}})")
LEAD = re.compile(
    r"\b(?:AIMS|AI|artificial intelligence) (?:governance |management system )?"
    r"(?:lead|manager|officer|responsible|accountable official)|\bchief AI officer",
    re.IGNORECASE,
)
LONGEST = 200


def policies(examined: Examined) -> Iterator[Proposal]:
    """A version of the AI policy that top management is told to have approved on a day."""
    for told in acts(examined, "LD-1"):
        day = told.date or day_of(examined, told)
        if day is None or not APPROVED.search(told.quote.text) or REVIEWED.match(told.quote.text):
            continue
        fields = {"kind": "ai", "version": day, "approved_on": day, "effective_from": day}
        yield Proposal(
            "PolicyVersion", ident("pol", examined, told), fields, {WHOLE: (cite(examined, told),)}
        )
        return


def communications(examined: Examined) -> Iterator[Proposal]:
    """What top management is told to have said to others about AI, once for each document."""
    spoken = acts(examined, "LD-4")
    day = day_of(examined, spoken[0]) if spoken else None
    if day is None:
        return
    outside = examined.kind in ("policy-publication", "stakeholder-engagement", "customer-communication")
    fields = {"kind": "external-statement" if outside else "intranet", "sent_on": day}
    cites = {WHOLE: tuple(cite(examined, told) for told in spoken)}
    named = LEADER.match(examined.leader.text) if examined.leader else None
    if examined.leader and named:
        person, by = f"p-{slug(named['name'])}", (quoted(examined, examined.leader),)
        titled = {"name": named["name"], "title": named["title"].strip(), "is_top_management": True}
        yield Proposal("Person", person, {**titled, "valid_from": day}, {WHOLE: by})
        fields, cites = fields | {"speaker": person}, cites | {"speaker": by}
    yield Proposal("Communication", ident("com", examined), fields, cites)


def budgets(examined: Examined) -> Iterator[Proposal]:
    """Money that top management is told to have approved, where one amount stands beside it."""
    for told in acts(examined, "LD-3"):
        day, amounts = day_of(examined, told), AMOUNT.findall(told.quote.text)
        if day is None or len(amounts) != 1:
            continue
        fields = {
            "period": _year(told.quote.text) or day[:4],
            "purpose": _short(told),
            "approved": int(re.sub(r"\D", "", amounts[0])),
            "approved_on": day,
        }
        yield Proposal("BudgetLine", "", fields, {WHOLE: (cite(examined, told),)})


def training(examined: Examined) -> Iterator[Proposal]:
    """Training that top management is told to have made a duty."""
    for told in acts(examined, "LD-6", "LD-9"):
        day, words = day_of(examined, told), told.quote.text
        if day is None or not TRAINING.search(words) or not MANDATED.search(words):
            continue
        fields = {"course": _short(told), "mandated_on": day}
        yield Proposal(
            "TrainingMandate", ident("tm", examined, told), fields, {WHOLE: (cite(examined, told),)}
        )


def roles(examined: Examined) -> Iterator[Proposal]:
    """Whom top management is told to have appointed to a role for AI, and to which."""
    for told in acts(examined, "LD-6"):
        day, found = (
            day_of(examined, told),
            [each for way in APPOINTED for each in way.finditer(told.quote.text)],
        )
        if day is None or len(found) != 1:
            continue
        name, role = found[0][1].removeprefix("Dr. "), "aims-lead" if LEAD.search(found[0][2]) else "other"
        person, spoken = f"p-{slug(name)}", (cite(examined, told),)
        fields: dict[str, Any] = {"name": name, "is_top_management": False, "valid_from": day}
        yield Proposal("Person", person, fields, {WHOLE: spoken})
        given = {"role": role, "person": person, "assigned_on": day}
        yield Proposal("RoleAssignment", ident("ra", examined, told), given, {WHOLE: spoken})


def _year(text: str) -> str:
    """The one year for which money is given; empty where none or several are named."""
    years = {one or other for one, other in YEAR.findall(text)}
    return years.pop() if len(years) == 1 else ""


def _short(told: Told) -> str:
    """The quotation's first words, for a field that names something."""
    words = " ".join(told.quote.text.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
