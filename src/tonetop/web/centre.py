"""The compliance centre: every requirement with owner, state, evidence, lapse and next act; filters, order, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tonetop.core.facts import Facts
from tonetop.records import tongue
from tonetop.records.titles import titles
from tonetop.standard.assessment import Assessment
from tonetop.standard.framework import Framework
from tonetop.standard.maps import centre as requirements
from tonetop.standard.maps import frameworks
from tonetop.standard.maps.centre import Line
from tonetop.web.handing import download, part_of
from tonetop.web.requirements import items
from tonetop.work.assess import assess
from tonetop.work.reports import centre as told
from tonetop.work.reports.reader import reader
from tonetop.work.reports.report import FORMS, Report

ALL, NOBODY = "all", "-"
PARTS = {
    requirements.CLAUSES: "Clauses 4 to 10",
    requirements.DUTIES: "Nine duties of 5.1",
    requirements.CONTROLS: "Annex A",
}
KINDS: Mapping[str, tuple[str, Callable[[Report], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", told.as_csv),
    "xlsx": FORMS["xlsx"],
    "pdf": FORMS["pdf"],
}
LAST = "9999"
SORTS: Mapping[str, Callable[[Line], Any]] = {
    "owner": lambda line: (not line.owner, line.owner or line.role),
    "evidence": lambda line: line.evidence,
    "newest": lambda line: line.newest or LAST,
    "lapses": lambda line: line.lapses or LAST,
}
"""Orders beside the standard's own."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the centre is asked for; what is not known is as if it were not asked."""

    state: str = ALL
    part: str = ""
    owner: str = ""
    find: str = ""
    sort: str = ""
    framework: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wish:
        """The wish of a query string."""
        state, part, sort = asked.get("state", ALL), asked.get("part", ""), asked.get("sort", "")
        return cls(
            state if state in requirements.STATES else ALL,
            part,
            asked.get("owner", ""),
            asked.get("q", "").strip(),
            sort if sort.removeprefix("-") in SORTS else "",
            asked.get("framework", ""),
        )

    def query(self, **other: str) -> str:
        """The query string of this wish with something changed."""
        named = replace(self, **other)
        parts = {"state": named.state, "part": named.part, "owner": named.owner, "q": named.find}
        asked = {
            name: value
            for name, value in (parts | {"sort": named.sort, "framework": named.framework}).items()
            if value
        }
        return urlencode({name: value for name, value in asked.items() if (name, value) != ("state", ALL)})

    def sorting(self, name: str) -> str:
        """The query string that sorts by a column, downwards when it is sorted by it already."""
        return self.query(sort=f"-{name}" if self.sort == name else name)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the state is asked for."""
        return bool(self.part or self.owner or self.find)


def centre(request: Any) -> HttpResponse:
    """The page: one state at a time or all, each counted under the same filters."""
    found, wish = _looked_at(request)
    others = frameworks.known(found.facts)
    everything, wish = _of(found, others, wish)
    narrowed = _narrowed(everything, wish)
    owners = sorted({line.owner for line in everything if line.owner})
    context = {
        "wish": wish,
        "lines": _chosen(narrowed, wish),
        "total": len(narrowed),
        "all": len(everything),
        "counts": requirements.counts(narrowed),
        "states": told.STATED,
        "parts": PARTS if not wish.framework else _parts(everything),
        "frameworks": others,
        "other": others.get(wish.framework),
        "linked": items(),
        "by": _by(others.get(wish.framework)),
        "owners": owners,
        "nobody": any(not line.owner for line in everything),
        "named": titles(owners, ["Person"]) if owners else {},
        "started": any(line.state != requirements.NOT_STARTED for line in everything),
        "soa": requirements.applicability(found.facts),
        "today": found.as_of,
        "ahead": requirements.AHEAD,
    }
    return render(request, "centre.jinja", context)


def export(request: Any, form: str) -> HttpResponse:
    """What is looked at as a file, with the same filters."""
    if form not in KINDS:
        raise Http404("There is no such file")
    found, wish = _looked_at(request)
    everything, wish = _of(found, frameworks.known(found.facts), wish)
    lines = _chosen(_narrowed(everything, wish), wish)
    narrowed = part_of(len(everything), len(lines), *_filters(found.facts, wish))
    type, write = KINDS[form]
    organisation = str(request.organisation)

    def make() -> bytes:
        return write(replace(told.centre(found, lines, organisation, reader()), narrowed=narrowed))

    return download(make, type, f"compliance-centre-{found.as_of}.{form}")


def _filters(facts: Facts, wish: Wish) -> list[tuple[str, str]]:
    """By what is narrowed, in words; the framework that is looked at narrows nothing."""
    if wish.owner == NOBODY:
        owner = gettext("nobody")
    else:
        person = facts.get("Person", wish.owner)
        owner = str(person.name or person.id) if person is not None else wish.owner
    return [
        (gettext("State"), gettext(told.STATED[wish.state]) if wish.state != ALL else ""),
        (gettext("Part"), gettext(PARTS.get(wish.part, wish.part)) if wish.part else ""),
        (gettext("Owner"), owner),
        (gettext("Find"), wish.find),
    ]


def _looked_at(request: HttpRequest) -> tuple[Assessment, Wish]:
    look = request.look  # type: ignore[attr-defined]
    return assess(look.as_of, look.known_on), Wish.of(request.GET.dict())


def _of(found: Assessment, others: Mapping[str, Framework], wish: Wish) -> tuple[tuple[Line, ...], Wish]:
    """The requirements of the framework that is asked for, and the wish without what that one does not have."""
    framework = others.get(wish.framework)
    everything = requirements.lines(found) if framework is None else frameworks.backed(found, framework)
    parts = PARTS if framework is None else _parts(everything)
    part = wish.part if wish.part in parts else ""
    return everything, replace(wish, part=part, framework=framework.key if framework else "")


def _parts(lines: Sequence[Line]) -> dict[str, str]:
    """The parts of another framework, in its order; they are told as they stand."""
    return {line.part: line.part for line in lines}


def _by(framework: Framework | None) -> dict[str, tuple[str, ...]]:
    """By the number of a requirement of another framework, what of ISO/IEC 42001 backs it."""
    return {asked.number: asked.backed_by for asked in framework.requirements} if framework else {}


def _narrowed(lines: Sequence[Line], wish: Wish) -> list[Line]:
    """The lines that the filters leave, of every state."""
    find = wish.find.casefold()
    return [
        line
        for line in lines
        if (not wish.part or line.part == wish.part)
        and (not wish.owner or (line.owner or NOBODY) == wish.owner)
        and (not find or find in f"{line.id} {tongue.told(line.title)}".casefold())
    ]


def _chosen(lines: Sequence[Line], wish: Wish) -> list[Line]:
    """Those of the state that is asked for, in the order that is asked for."""
    chosen = [line for line in lines if wish.state in (ALL, line.state)]
    if wish.sort:
        chosen.sort(key=SORTS[wish.sort.removeprefix("-")], reverse=wish.sort.startswith("-"))
    return chosen
