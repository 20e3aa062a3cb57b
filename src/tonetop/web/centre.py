"""The compliance centre: every requirement with owner, state, evidence, lapse and next act; filters, order, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tonetop.core.facts import Facts
from tonetop.records.titles import titles
from tonetop.standard.assessment import Assessment
from tonetop.standard.framework import Framework
from tonetop.standard.maps import centre as requirements
from tonetop.web.handing import download, part_of
from tonetop.web.requirements import items
from tonetop.work.assess import assess
from tonetop.work.centre import NOBODY, Centre
from tonetop.work.centre import Wish as Wanted
from tonetop.work.centre import centre as standing
from tonetop.work.reports import centre as told
from tonetop.work.reports.reader import reader
from tonetop.work.reports.report import FORMS, Report

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


@dataclass(frozen=True, slots=True)
class Wish(Wanted):
    """What of the centre is asked for, and the query strings of the page for it."""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wish:
        """The wish of a query string."""
        named = {name: asked.get(name, "") for name in ("state", "part", "owner", "sort", "framework")}
        return cls(find=asked.get("q", "").strip(), **named)

    def query(self, **other: str) -> str:
        """The query string of this wish with something changed."""
        told = {
            ("q" if name == "find" else name): value for name, value in asdict(replace(self, **other)).items()
        }
        return urlencode({name: value for name, value in told.items() if value})

    def sorting(self, name: str) -> str:
        """The query string that sorts by a column, downwards when it is sorted by it already."""
        return self.query(sort=f"-{name}" if self.sort == name else name)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the state is asked for."""
        return bool(self.part or self.owner or self.find)


def centre(request: Any) -> HttpResponse:
    """The page: one state at a time or all, each counted under the same filters."""
    found, at = _looked_at(request)
    owners = sorted({line.owner for line in at.everything if line.owner})
    context = {
        "wish": at.wish,
        "lines": at.lines,
        "total": len(at.narrowed),
        "all": len(at.everything),
        "counts": requirements.counts(at.narrowed),
        "states": told.STATED,
        "parts": {part: PARTS.get(part, part) if at.framework is None else part for part in at.parts},
        "frameworks": at.frameworks,
        "other": at.framework,
        "linked": items(),
        "by": _by(at.framework),
        "owners": owners,
        "nobody": any(not line.owner for line in at.everything),
        "named": titles(owners, ["Person"]) if owners else {},
        "started": any(line.state != requirements.NOT_STARTED for line in at.everything),
        "soa": requirements.applicability(found.facts),
        "today": found.as_of,
        "ahead": requirements.AHEAD,
    }
    return render(request, "centre.jinja", context)


def export(request: Any, form: str) -> HttpResponse:
    """What is looked at as a file, with the same filters."""
    if form not in KINDS:
        raise Http404("There is no such file")
    found, at = _looked_at(request)
    narrowed = part_of(len(at.everything), len(at.lines), *_filters(found.facts, at.wish))
    type, write = KINDS[form]
    organisation = str(request.organisation)

    def make() -> bytes:
        return write(replace(told.centre(found, at.lines, organisation, reader()), narrowed=narrowed))

    return download(make, type, f"compliance-centre-{found.as_of}.{form}")


def _filters(facts: Facts, wish: Wanted) -> list[tuple[str, str]]:
    """By what is narrowed, in words; the framework that is looked at narrows nothing."""
    if wish.owner == NOBODY:
        owner = gettext("nobody")
    else:
        person = facts.get("Person", wish.owner)
        owner = str(person.name or person.id) if person is not None else wish.owner
    return [
        (gettext("State"), gettext(told.STATED[wish.state]) if wish.state else ""),
        (gettext("Part"), gettext(PARTS.get(wish.part, wish.part)) if wish.part else ""),
        (gettext("Owner"), owner),
        (gettext("Find"), wish.find),
    ]


def _looked_at(request: HttpRequest) -> tuple[Assessment, Centre]:
    look = request.look  # type: ignore[attr-defined]
    found = assess(look.as_of, look.known_on)
    return found, standing(found, Wish.of(request.GET.dict()), strict=False)


def _by(framework: Framework | None) -> dict[str, tuple[str, ...]]:
    """By the number of a requirement of another framework, what of ISO/IEC 42001 backs it."""
    return {asked.number: asked.backed_by for asked in framework.requirements} if framework else {}
