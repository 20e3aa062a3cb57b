"""Resources: means by use, what was asked and granted, budget lines, posts, and what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tonetop.core.facts import Facts, Row
from tonetop.standard.maps import means
from tonetop.standard.maps.means import Asked, Cell
from tonetop.standard.maps.stalled import ACTION, ESCALATION, REQUEST, Waiting, stalled
from tonetop.standard.terms.figures import percent
from tonetop.web.wording import counted, words
from tonetop.work.assess import assess
from tonetop.work.permission import may_write

LISTED, LINES, WAITING = 100, 24, 40


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure of a chart: its label, its amount in words, its share of the longest in percent, how it looks."""

    label: str
    amount: str
    share: float
    look: str


def resources(request: HttpRequest) -> HttpResponse:
    """The page; `year` chooses requests by the year of need, `cell` (kind-use) one cell of the matrix."""
    look = request.look  # type: ignore[attr-defined]
    account: Any = request.user
    facts = assess(look.as_of, look.known_on).facts
    year, cell = request.GET.get("year", "").strip(), request.GET.get("cell", "").strip()
    listed, (whole, matrix), cell_name = chosen(facts, year, cell)
    context = {
        "facts": facts,
        "year": year,
        "years": facts.prepared(means.years),
        "cell": cell,
        "cell_name": cell_name,
        "uses": use_words(),
        "kinds": kind_words(),
        "matrix": matrix,
        "blank": sum(not one.requests for row in matrix for one in row),
        "unplaced": means.unplaced(whole),
        "asked": [means.asked(facts, row) for row in listed[:LISTED]],
        "count": len(listed),
        "adds": may_write(account, "ResourceRequest"),
        **_used(facts),
        **FIGURES,
    }
    return render(request, "resources.jinja", context)


def chosen(facts: Facts, year: str, cell: str) -> tuple[list[Row], tuple[list[Row], list[list[Cell]]], str]:
    """The requests of a year and a cell, all of the year with their matrix, and what the cell is called."""
    known = not year or year in facts.prepared(means.years)
    whole, matrix = facts.prepared(means.Needs(year)) if known else ([], means.matrix(facts, []))
    return _listed(matrix, whole, cell), (whole, matrix), _named(matrix, cell)


def _used(facts: Facts) -> dict[str, Any]:
    """Budget lines, posts, and what waits for a decision."""
    waiting, lines = facts.prepared(stalled), facts.prepared(means.lines)
    return {
        "lines": [(line, _bars(line.line, lines[:LINES])) for line in lines[:LINES]],
        "lines_count": len(lines),
        "posts": facts.prepared(means.posts),
        "waiting": [(one, told(facts, one)) for one in waiting[:WAITING]],
        "waiting_count": len(waiting),
    }


def use_words() -> dict[str, str]:
    """How the four uses are called."""
    return {
        means.ESTABLISH: gettext("Establish"),
        means.RUN: gettext("Run"),
        means.IMPROVE: gettext("Improve"),
        means.MAINTAIN: gettext("Maintain"),
    }


def kind_words() -> dict[str, str]:
    """How the four kinds of means are called."""
    return {
        "money": gettext("Money"),
        "people": gettext("People"),
        "time": gettext("Time"),
        "tools": gettext("Tools"),
    }


def _listed(matrix: list[list[Cell]], chosen: list[Row], cell: str) -> list[Row]:
    """The requests of one cell, else all that were chosen."""
    meant = [one for row in matrix for one in row if f"{one.family}-{one.use}" == cell]
    return list(meant[0].requests) if meant else chosen


def _named(matrix: list[list[Cell]], cell: str) -> str:
    names = {
        f"{one.family}-{one.use}": f"{kind_words()[one.family]}, {use_words()[one.use].lower()}"
        for row in matrix
        for one in row
    }
    return names.get(cell, "")


def number(value: Fraction | float | None) -> str:
    """An amount as people read it; a dash for none."""
    if value is None:
        return "–"
    exact = float(value)
    return counted(int(exact) if exact.is_integer() else round(exact, 2))


def share(value: Fraction | None) -> str:
    """A share in percent; a dash for none."""
    return percent(value) if value is not None else "–"


def _bars(row: Row, lines: list[means.Line]) -> list[Bar]:
    """Asked, approved and spent of a line, against the largest amount of all lines shown."""
    largest = max(
        (max(o.line.requested or 0, o.line.approved or 0, o.line.spent or 0) for o in lines), default=0
    )
    figures = (
        (gettext("asked"), row.requested, "asked"),
        (gettext("approved"), row.approved, ""),
        (gettext("spent"), row.spent, "spent"),
    )
    return [
        Bar(label, number(value), round(100 * (value or 0) / largest, 2) if largest else 0, look)
        for label, value, look in figures
    ]


def verdict(one: Asked) -> tuple[str, str, str]:
    """How a request stands, as (mark, look, words)."""
    row = one.request
    if not row.decided_on:
        return "○", "partial", gettext("undecided")
    if not one.short:
        return "✓", "pass", gettext("granted")
    if not row.shortfall_rationale:
        return "✕", "fail", gettext("cut without a reason")
    if one.acceptance is None:
        return "◐", "partial", gettext("cut with a reason, not accepted")
    return "✓", "pass", gettext("cut with a reason, accepted")


def told(facts: Facts, one: Waiting) -> tuple[str, str, str]:
    """What waits, as (what it is, what it is about, what follows if nobody decides)."""
    row = one.record
    if one.kind in (REQUEST, ESCALATION):
        kind = gettext("Escalation") if one.kind == ESCALATION else gettext("Request")
        amount = f" {number(row.amount)}" if row.amount is not None else ""
        about = f"{words(row.kind) or row.id}{amount} {row.currency or ''}".strip()
        return kind, about, row.consequence or (one.ask.if_not if one.ask else "") or ""
    if one.kind == ACTION:
        cause = gettext("waits for %(cause)s") % {"cause": row.cause} if row.cause else ""
        decision = facts.get("Decision", row.decision)
        return gettext("Action"), (decision.text if decision else None) or row.id, cause
    return gettext("To %(act)s") % {"act": words(row.kind).lower()}, row.why or row.id, row.if_not or ""


FIGURES = {"number": number, "share": share, "verdict": verdict}
"""What the templates word figures with."""
