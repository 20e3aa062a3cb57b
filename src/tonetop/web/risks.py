"""AI risks: how high each was and is, as a matrix; what lacks on the way to acceptance; and the list as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tonetop.core.facts import Facts, Row
from tonetop.standard.risks import (
    GRAVE,
    LEVELS,
    LIKELIHOODS,
    SEVERITIES,
    criteria_in_force,
    level_of,
    owner_of,
    ranks,
    waits,
)
from tonetop.standard.risks.standing import Standing, cells, levels_together, standings
from tonetop.web.handing import download, part_of
from tonetop.work.assess import assess
from tonetop.work.permission import may_write
from tonetop.work.reports import risks as told
from tonetop.work.reports.centre import as_csv
from tonetop.work.reports.reader import reader
from tonetop.work.reports.report import FORMS, Report

KINDS: Mapping[str, tuple[str, Callable[[Report], bytes]]] = {
    "xlsx": FORMS["xlsx"],
    "csv": ("text/csv; charset=utf-8", as_csv),
    "pdf": FORMS["pdf"],
}
ALL, LACKING, OPEN_GRAVE, CLOSED = STATES = ("all", "lacking", "grave", "closed")
TABS: Mapping[str, str | Promise] = {
    ALL: _("All"),
    LACKING: _("Something lacks"),
    OPEN_GRAVE: _("High and critical"),
    CLOSED: _("Closed"),
}
SAYS: Mapping[str, str | Promise] = {
    "not-rated": _("nobody said how likely and how grave it is"),
    "rated-otherwise": _("its level is another than the criteria's"),
    "out-of-date": _("judged more than a year ago"),
    "older-criteria": _("judged by older criteria"),
    "not-approved": _("the assessment is not approved"),
    "no-treatment": _("no treatment is planned"),
    "plan-not-approved": _("the plan is not approved"),
    "plan-overdue": _("the treatment is overdue"),
    "not-accepted": _("nobody accepted what remains"),
    "accepted-before": _(
        "what remains was accepted for an earlier assessment, for a draft, or by whoever carries it out"
    ),
    "no-rank": _("accepted without the rank for it"),
}
"""What lacks, in words that end a line."""
ACCEPTS: Mapping[str, str | Promise] = {
    "owner": _("the risk's owner, or a unit manager where the owner carries the plan out"),
    "unit-manager": _("a unit manager"),
    "top-management": _("top management, or whom it delegated that"),
    "nobody": _("nobody: it has to be treated"),
}
"""Ranks in words."""
WAITS: Mapping[str, str | Promise] = {
    "rank": _("they wait for the approval of top management, or of whom it delegated that"),
    "word": _("they wait until whoever is named as approving them confirms it in the inbox"),
    "other": _(
        "whoever approved them wrote them alone; they wait for a version that another writes and puts before them"
    ),
}
"""For what criteria wait that nothing follows from yet."""
SORTS: Mapping[str, Callable[[Facts, Standing], Any]] = {
    "title": lambda facts, one: (one.risk.title or one.risk.id).casefold(),
    "before": lambda facts, one: _place(one.risk.inherent),
    "after": lambda facts, one: _place(one.remains),
    "owner": lambda facts, one: owner_of(facts, one.risk),
    "lacks": lambda facts, one: -len(one.lacks),
}


def _place(level: str | None) -> int:
    return -LEVELS.index(level) if level in LEVELS else 1


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the risks is asked for; what is not known is as if it were not asked."""

    state: str = ALL
    find: str = ""
    subject: str = ""
    cell: str = ""
    sort: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wish:
        """The wish of a query string; a cell is when.likelihood.severity."""
        state, sort, cell = asked.get("state", ALL), asked.get("sort", ""), asked.get("cell", "")
        known = sort if sort.removeprefix("-") in SORTS else ""
        place = cell if len(cell.split(".")) == len(("when", "likelihood", "severity")) else ""
        return cls(
            state if state in STATES else ALL,
            asked.get("q", "").strip(),
            asked.get("about", ""),
            place,
            known,
        )

    def query(self, **other: str) -> str:
        """The query string of this wish with something changed."""
        named = replace(self, **other)
        parts = {"state": named.state, "q": named.find, "about": named.subject, "cell": named.cell}
        parts["sort"] = named.sort
        return urlencode({n: value for n, value in parts.items() if value and (n, value) != ("state", ALL)})

    def sorting(self, name: str) -> str:
        """The query string that sorts by a column, the other way round when it is sorted by it already."""
        return self.query(sort=f"-{name}" if self.sort == name else name)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the state is asked for."""
        return bool(self.find or self.subject or self.cell)


@require_safe
def risks(request: Any) -> HttpResponse:
    """The matrix before and after treatment, who accepts which level, and every risk with what lacks."""
    found = assess(request.look.as_of, request.look.known_on)
    facts, wish = found.facts, Wish.of(request.GET.dict())
    everything = facts.prepared(standings)
    narrowed = _narrowed(facts, everything, wish)
    criteria = criteria_in_force(facts)
    placed = [one for one in everything if one.risk.status != "closed" and cells(one)]
    subjects = {one.risk.subject: name_of(facts, one.risk.subject) for one in everything if one.risk.subject}
    context = {
        "facts": facts,
        "wish": wish,
        "lines": _chosen(facts, narrowed, wish),
        "all": len(everything),
        "counts": {state: len(_state(narrowed, state)) for state in STATES},
        "tabs": TABS,
        "subjects": sorted(subjects.items(), key=lambda one: one[1].casefold()),
        "criteria": criteria,
        "waiting": _waiting(facts, criteria),
        "ranks": ranks(criteria),
        "accepts": ACCEPTS,
        "says": SAYS,
        "name_of": name_of,
        "owner_of": owner_of,
        "grid": grid_of(facts),
        "at": levels_together(facts, everything),
        "unplaced": sum(one.risk.status != "closed" for one in everything) - len(placed),
        "likelihoods": LIKELIHOODS,
        "severities": SEVERITIES,
        "levels": LEVELS,
        "adds": may_write(request.user, "RiskAssessment") and request.look.is_today,
        "rules": may_write(request.user, "RiskCriteria") and request.look.is_today,
    }
    return render(request, "risks.jinja", context)


@require_safe
def export(request: Any, form: str) -> HttpResponse:
    """What is looked at as a file, with the same filters."""
    if form not in KINDS:
        raise Http404("There is no such file")
    found = assess(request.look.as_of, request.look.known_on)
    facts, wish = found.facts, Wish.of(request.GET.dict())
    everything = facts.prepared(standings)
    lines = _chosen(facts, _narrowed(facts, everything, wish), wish)
    narrowed = part_of(
        len(everything),
        len(lines),
        (_("State"), TABS[wish.state] if wish.state != ALL else ""),
        (_("Find"), wish.find),
        (_("About"), name_of(facts, wish.subject)),
        (_("Cell of the matrix"), ", ".join(map(reader().word, wish.cell.split("."))) if wish.cell else ""),
    )
    type, write = KINDS[form]
    organisation = str(request.organisation)
    says = {key: str(words) for key, words in SAYS.items()}

    def make() -> bytes:
        return write(replace(told.risks(found, lines, organisation, says, reader()), narrowed=narrowed))

    return download(make, type, f"ai-risks-{found.as_of}.{form}")


def _waiting(facts: Facts, held: Row | None) -> list[tuple[Row, str | Promise]]:
    """Criteria newer than those in force, and for what they wait."""
    since = (held.approved_on or "") if held is not None else ""
    found = [(row, waits(facts, row)) for row in facts.rows("RiskCriteria")]
    return [(row, WAITS[why]) for row, why in found if why and (row.approved_on or facts.as_of) >= since]


def grid_of(facts: Facts) -> dict[tuple[str, str], str]:
    """The level of each cell of the matrix by the criteria of the facts' day, by likelihood and severity."""
    criteria = criteria_in_force(facts)
    return {(one, other): level_of(criteria, one, other) for one in LIKELIHOODS for other in SEVERITIES}


def name_of(facts: Facts, ref: str | None) -> str:
    """What a risk is about, by name; an id that is none as it is."""
    row = next((row for type in ("AISystem", "Asset", "Decision") if (row := facts.get(type, ref))), None)
    if row is None:
        return ref or ""
    return str((row.text if row.type == "Decision" else row.name) or row.id)


def _narrowed(facts: Facts, lines: list[Standing], wish: Wish) -> list[Standing]:
    """The risks that the filters leave, of every state."""
    find = wish.find.casefold()
    return [
        one
        for one in lines
        if (not wish.subject or one.risk.subject == wish.subject)
        and (not wish.cell or wish.cell in map(".".join, cells(one)))
        and (
            not find
            or find in f"{one.risk.id} {one.risk.title} {name_of(facts, one.risk.subject)}".casefold()
        )
    ]


def _state(lines: list[Standing], state: str) -> list[Standing]:
    held = {
        ALL: lambda one: True,
        LACKING: lambda one: bool(one.lacks),
        OPEN_GRAVE: lambda one: one.risk.status != "closed" and one.remains in GRAVE,
        CLOSED: lambda one: one.risk.status == "closed",
    }[state]
    return [one for one in lines if held(one)]


def _chosen(facts: Facts, lines: list[Standing], wish: Wish) -> list[Standing]:
    """Those of the state that is asked for, in the order that is asked for."""
    chosen = _state(lines, wish.state)
    if wish.sort:
        key, down = SORTS[wish.sort.removeprefix("-")], wish.sort.startswith("-")
        chosen = sorted(chosen, key=lambda one: key(facts, one), reverse=down)
    return chosen
