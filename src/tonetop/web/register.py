"""A register as a page: search, filter, sort, fifty rows at a time, export; and the index of all registers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tonetop.core.shape import BUILT_IN
from tonetop.records.intake import Refused
from tonetop.records.listing import Wish, filters, listing
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.titles import titles
from tonetop.standard.facts_file import targets
from tonetop.web.shell import GROUPS, title
from tonetop.work.permission import may_write

CONTROLS = ("q", "sort", "page", "as_of", "known_on")


def model_of(type: str) -> type[Record]:
    """The register of a record type, or a page that says there is none."""
    if type not in registers():
        raise Http404(f"There is no register {type}")
    return registers()[type]


def index(request: HttpRequest) -> HttpResponse:
    """All registers by group, with how many records each holds."""
    look = request.look  # type: ignore[attr-defined]
    groups = [
        (
            group,
            [
                (type, title(type), (model.__doc__ or "").partition(": ")[2], model.clause)
                for type, model in registers().items()
                if model.group == group
            ],
        )
        for group in GROUPS
    ]
    return render(request, "registers.jinja", {"groups": groups, "look": look})


def register(request: HttpRequest, type: str) -> HttpResponse:
    """One page of a register."""
    model = model_of(type)
    look = request.look  # type: ignore[attr-defined]
    values = {name: value for name, value in request.GET.items() if name not in CONTROLS and value}
    page = request.GET.get("page", "1")
    wish = Wish(
        request.GET.get("q", ""), values, request.GET.get("sort", ""), int(page) if page.isdigit() else 1
    )
    problem = ""
    try:
        found = listing(model, look.as_of, look.known_on, wish)
    except Refused as refused:
        problem, wish = str(refused), Wish()
        found = listing(model, look.as_of, look.known_on, wish)
    context = {
        "type": type,
        "register": model,
        "title": title(type),
        "said": (model.__doc__ or "").partition(": ")[2],
        "found": found,
        "columns": columns(model),
        "cells": [(row, cells(row, model)) for row in found.rows],
        "named": named(found.rows, model),
        "filters": filters(model),
        "wish": wish,
        "problem": problem,
        "writes": may_write(request.user, type),  # type: ignore[arg-type]
        "query": request.GET.urlencode(),
    }
    template = "parts/rows.jinja" if request.headers.get("HX-Target") == "rows" else "register.jinja"
    return render(request, template, context)


def columns(model: type[Record]) -> list[tuple[str, str]]:
    """The list's columns as (field, label)."""
    return [
        (name, "Id" if name == "ref" else str(model._meta.get_field(name).verbose_name))
        for name in model.columns
    ]


def cells(row: Record, model: type[Record]) -> list[tuple[str, str, Any]]:
    """A row's cells as (field, kind, value), in the order of the columns."""
    kinds = {name: field.kind for name, field in model.shape().fields.items()}
    return [(name, kinds.get(name, "text"), getattr(row, name)) for name in model.columns]


def named(rows: Any, model: type[Record], every: bool = False) -> dict[str, Any]:
    """Titles of the records that the shown fields of these rows refer to."""
    shown = [
        f
        for f in model.shape().fields.values()
        if (f.to or f.kind == "inputs") and (every or f.name in model.columns)
    ]
    refs = {ref for row in rows for field in shown for ref in targets(getattr(row, field.name))}
    if every:
        refs |= {row.entered_by for row in rows if row.entered_by}
    types = {type for field in shown for type in field.to} if not every else set()
    return titles(refs, () if every or "any" in types or not types else sorted(types)) if refs else {}


def known_fields(model: type[Record]) -> list[str]:
    """Every field that a record of this register may carry."""
    return [*model.shape().fields, *(name for name in BUILT_IN if name not in model.shape().fields)]
