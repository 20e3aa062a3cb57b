"""The statement of applicability: whether each control of Annex A applies, why, how far it is, and what it treats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tonetop.core.facts import Facts, Row
from tonetop.records import tongue
from tonetop.standard import catalogue
from tonetop.standard.risks.standing import treated_by
from tonetop.work.assess import assess
from tonetop.work.permission import may_write

ALL, APPLIES, LEFT_OUT, OPEN, SHORT = STATES = ("all", "applies", "left-out", "open", "short")
TABS: Mapping[str, str | Promise] = {
    ALL: _("All"),
    APPLIES: _("Apply"),
    LEFT_OUT: _("Left out"),
    OPEN: _("Not decided"),
    SHORT: _("Something lacks"),
}
STATUSES = ("", "not-started", "partial", "implemented")
LACKS: Mapping[str, str | Promise] = {
    "decision": _("nobody decided whether it applies"),
    "reason": _("no justification"),
    "owner": _("nobody owns it"),
    "evidence": _("no evidence is named"),
    "approval": _("nobody approved the entry"),
    "treats": _("left out, and a plan relies on it"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A control with its entry (None: none), what lacks, the plans that rely on it, and the result of its check."""

    id: str
    title: str
    entry: Row | None
    lacks: tuple[str, ...]
    plans: tuple[Row, ...]
    result: str

    @property
    def state(self) -> str:
        """Whether it applies, is left out, or is open."""
        applies = self.entry.applicable if self.entry is not None else None
        return OPEN if applies is None else APPLIES if applies else LEFT_OUT


SORTS: Mapping[str, Callable[[Line], Any]] = {
    "status": lambda line: STATUSES.index((line.entry.status if line.entry else None) or ""),
    "owner": lambda line: (line.entry.owner if line.entry else "") or "~",
    "evidence": lambda line: len((line.entry.evidence_refs if line.entry else ()) or ()),
    "plans": lambda line: -len(line.plans),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the statement is asked for; what is not known is as if it were not asked."""

    state: str = ALL
    find: str = ""
    sort: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wish:
        """The wish of a query string."""
        state, sort = asked.get("state", ALL), asked.get("sort", "")
        known = sort if sort.removeprefix("-") in SORTS else ""
        return cls(state if state in STATES else ALL, asked.get("q", "").strip(), known)

    def query(self, **other: str) -> str:
        """The query string of this wish with something changed."""
        named = replace(self, **other)
        parts = {"state": named.state, "q": named.find, "sort": named.sort}
        return urlencode({n: value for n, value in parts.items() if value and (n, value) != ("state", ALL)})

    def sorting(self, name: str) -> str:
        """The query string that sorts by a column, the other way round when it is sorted by it already."""
        return self.query(sort=f"-{name}" if self.sort == name else name)


@require_safe
def soa(request: Any) -> HttpResponse:
    """The page, in the order of Annex A or of a column."""
    found = assess(request.look.as_of, request.look.known_on)
    facts, wish = found.facts, Wish.of(request.GET.dict())
    results = {id: one.result for id, one in found.controls.items()}
    everything = lines(facts, results)
    find = wish.find.casefold()
    narrowed = [
        one for one in everything if find in f"{one.id} {tongue.told(one.title)} {_reason(one)}".casefold()
    ]
    context = {
        "facts": facts,
        "wish": wish,
        "lines": _chosen(narrowed, wish),
        "counts": {state: len(_state(narrowed, state)) for state in STATES},
        "tabs": TABS,
        "lacks": LACKS,
        "any": any(one.entry is not None for one in everything),
        "own": [row for row in facts.rows("SoAEntry") if row.control not in catalogue.controls()],
        "writes": may_write(request.user, "SoAEntry") and request.look.is_today,
    }
    return render(request, "soa.jinja", context)


def lines(facts: Facts, results: Mapping[str, str]) -> list[Line]:
    """Every control of Annex A in its order."""
    relying = facts.prepared(treated_by)
    found = []
    for id, item in catalogue.controls().items():
        entry, plans = facts.get("SoAEntry", id), tuple(relying.get(id, ()))
        found.append(Line(id, item["title"], entry, _lacks(entry, plans), plans, results.get(id, "no-data")))
    return found


def _lacks(entry: Row | None, plans: Sequence[Row]) -> tuple[str, ...]:
    if entry is None or entry.applicable is None:
        return ("decision",)
    applies = entry.applicable
    asked = {
        "reason": bool((entry.justification or "").strip()),
        "owner": not applies or bool(entry.owner),
        "evidence": not applies or entry.status != "implemented" or bool(entry.evidence_refs),
        "approval": bool(entry.approved_by and entry.approved_on),
        "treats": applies or not plans,
    }
    return tuple(name for name, there in asked.items() if not there)


def _reason(line: Line) -> str:
    return (line.entry.justification if line.entry is not None else "") or ""


def _state(found: list[Line], state: str) -> list[Line]:
    if state == ALL:
        return found
    return [one for one in found if (one.lacks if state == SHORT else one.state == state)]


def _chosen(found: list[Line], wish: Wish) -> list[Line]:
    chosen = _state(found, wish.state)
    if wish.sort:
        key = SORTS[wish.sort.removeprefix("-")]
        chosen = sorted(chosen, key=key, reverse=wish.sort.startswith("-"))
    return chosen
