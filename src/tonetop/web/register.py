"""A register as a page: search, filter, sort, fifty rows at a time, export; and the index of all registers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tonetop.records.intake import Refused
from tonetop.records.listing import Wish, filters, listing
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.titles import Title, titles
from tonetop.standard import catalogue
from tonetop.standard.facts_file import targets
from tonetop.web.cells import columns, lines
from tonetop.web.shell import GROUPS, about, clause, manages, title
from tonetop.web.wording import sentence
from tonetop.work.assess import assess
from tonetop.work.permission import closed, may_write

CONTROLS = ("q", "sort", "page", "as_of", "known_on")
FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON", "yaml": "YAML"}


def model_of(type: str) -> type[Record]:
    """The register of a record type, or a page that says there is none."""
    if type not in registers():
        raise Http404(f"There is no register {type}")
    return registers()[type]


def label(own: Any) -> str:
    """The words beside a field."""
    return str(own.verbose_name)


def index(request: HttpRequest) -> HttpResponse:
    """All registers by group, with how many records each holds on the day looked at."""
    look = request.look  # type: ignore[attr-defined]
    facts = assess(look.as_of, look.known_on).facts
    groups = [
        (
            group,
            [
                (type, title(type), about(type), clause(type), len(facts.rows(type)))
                for type, model in registers().items()
                if model.group == group
            ],
        )
        for group in GROUPS
    ]
    return render(request, "registers.jinja", {"groups": groups})


def register(request: HttpRequest, type: str) -> HttpResponse:
    """One page of a register."""
    model = model_of(type)
    look = request.look  # type: ignore[attr-defined]
    shut = closed(request.user, type)  # type: ignore[arg-type]
    wish, problem = replace(wished(request, model.columns), closed=shut), ""
    try:
        found = listing(model, look.as_of, look.known_on, wish)
    except Refused as refused:
        problem, wish = sentence(refused), Wish(fields=model.columns, closed=shut)
        found = listing(model, look.as_of, look.known_on, wish)
    rows = found.rows
    called = named(rows, model)
    context = {
        "type": type,
        "register": model,
        "title": title(type),
        "about": about(type),
        "clause": clause(type),
        "found": found,
        "columns": columns(type),
        "lines": lines(type, columns(type), [(row.ref, partial(getattr, row)) for row in rows], called),
        "imports": manages(request.user),
        "named": called,
        "filters": filters(model),
        "hidden": hidden(model, wish),
        "wish": wish,
        "problem": problem,
        "formats": FORMATS,
        "writes": may_write(request.user, type),  # type: ignore[arg-type]
        "narrowed": bool(wish.find or wish.values),
        "checks": [text for text in catalogue.checks().values() if type in text.facts],
    }
    template = "parts/rows.jinja" if request.headers.get("HX-Target") == "rows" else "register.jinja"
    context["swapped"] = template != "register.jinja"
    response = render(request, template, context, status=400 if problem else 200)
    response.headers["Vary"] = "HX-Target, Cookie"
    return response


def wished(request: HttpRequest, fields: tuple[str, ...]) -> Wish:
    """What of a register an address asks for, to be shown in these fields."""
    values = {name: str(value) for name, value in request.GET.items() if name not in CONTROLS and value}
    page = request.GET.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) < 10 else 1
    return Wish(request.GET.get("q", "").strip(), values, request.GET.get("sort", ""), number, fields)


def hidden(model: type[Record], wish: Wish) -> list[tuple[str, str, str]]:
    """What narrows a list without standing among its filters, as (field, label, value)."""
    asked = {name for name, _, _ in filters(model)}
    return [
        (name, label(model._meta.get_field(name)), value)
        for name, value in wish.values.items()
        if name not in asked
    ]


def linked(type: str) -> list[str]:
    """The fields of a register whose values lead to records."""
    return [
        field.name
        for field in registers()[type].shape().fields.values()
        if field.to or field.kind == "inputs"
    ]


def named(
    rows: Any, model: type[Record], every: bool = False, also: Collection[str] = ()
) -> dict[str, list[Title]]:
    """Titles of the records that the shown fields of these rows refer to, and of others asked for."""
    shown = [name for name in linked(model.__name__) if every or name in model.columns]
    refs = {ref for row in rows for name in shown for ref in targets(getattr(row, name))} | set(also)
    if not every:
        types = {type for name in shown for type in model.shape().fields[name].to}
        return titles(refs, () if "any" in types else sorted(types)) if refs else {}
    refs |= {row.entered_by for row in rows if row.entered_by}
    return titles(refs) if refs else {}
