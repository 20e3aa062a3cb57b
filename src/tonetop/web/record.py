"""One record: its fields, links both ways, the checks it counts in, and its history; its withdrawal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from tonetop.core.assess import Result
from tonetop.records import form
from tonetop.records.history import history
from tonetop.records.incoming import Referring, incoming
from tonetop.records.intake import Refused
from tonetop.records.models import Record
from tonetop.records.titles import Title
from tonetop.records.write import latest
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment
from tonetop.standard.catalogue import CheckText
from tonetop.standard.facts_file import targets
from tonetop.web.cells import Column, Line, lines, some
from tonetop.web.naming import accounts
from tonetop.web.register import label, linked, model_of, named
from tonetop.web.shell import title
from tonetop.web.wording import sentence
from tonetop.work import hold, places
from tonetop.work.assess import assess
from tonetop.work.change_record import withdraw_record
from tonetop.work.confirm import waits
from tonetop.work.confirm import words as said
from tonetop.work.permission import Forbidden, closed, may_write

STEPS = 20
"""How many versions are shown before one asks for all."""

UNFOLDED = 30
"""Up to how many referring records are shown unfolded."""


def record(request: HttpRequest, type: str, ref: str) -> HttpResponse:
    """The record as it held on the day looked at, with its links and its history."""
    model = model_of(type)
    look = request.look  # type: ignore[attr-defined]
    shut = closed(request.user, type, ref)  # type: ignore[arg-type]
    steps = history(type, ref, shut)
    if not steps:
        raise Http404(f"There is no {type} {ref}")
    last = steps[0].version
    held = model.objects.on(look.as_of, look.known_on).filter(ref=ref).first()
    row = (held or last).without(shut)
    shown = steps if "all" in request.GET else steps[:STEPS]
    doers = {doer for step in shown for doer in (step.done_by, step.entered_by)}
    referring, more = incoming(type, ref)
    versions = [row, *(step.version for step in shown)]
    named_there = named(versions, model, every=True, also=_shown(referring) | doers)
    context = {
        "type": type,
        "worked_on": places.PLACES.get(type, ""),
        "register": model,
        "title": title(type),
        "row": row,
        "held": held is not None,
        "values": values(row),
        "accounts": accounts(doers),
        "named": named_there,
        "referring": [(found, title(found.type), *_listed(found, named_there)) for found in referring],
        "more": more,
        "open": sum(len(found.rows) for found in referring) <= UNFOLDED,
        "steps": shown,
        "hidden": len(steps) - len(shown),
        "latest": last,
        "counts": counting(assess(look.as_of, look.known_on), type, ref),
        "writes": may_write(request.user, type),  # type: ignore[arg-type]
        "hold": hold.of(type, ref),
        "confirms": waits(request.user, last),  # type: ignore[arg-type]
        "said": said(last) if last.doer else [],
    }
    return render(request, "record.jinja", context)


def values(row: Record) -> list[tuple[str, str, Any]]:
    """A record's fields as (label, kind, value), in the register's order, empty ones too."""
    return [(label(own), form.kind_of(own), getattr(row, own.name)) for own in form.fields(row.__class__)]


def counting(found: Assessment, type: str, ref: str) -> list[tuple[CheckText, Result]]:
    """The checks whose results rest on a record."""
    texts = catalogue.checks()
    judged = {**found.checks, **found.privacy}
    return [
        (texts[id], result)
        for id, result in judged.items()
        if any(row.id == ref and row.type == type for row in result.records)
    ]


def _shown(referring: list[Referring]) -> set[str]:
    """The ids that the shown cells of referring records lead to."""
    return {
        ref
        for found in referring
        for field in linked(found.type)
        if field in found.columns
        for _, cells in found.rows
        for ref in targets(cells[field])
    }


def _listed(found: Referring, there: Mapping[str, Sequence[Title]]) -> tuple[Sequence[Column], list[Line]]:
    """Referring records as their own register lists them, without the fields that refer."""
    shown = some(found.type, found.columns)
    rows = [(ref, {"ref": ref, **cells}.__getitem__) for ref, cells in found.rows]
    return shown, lines(found.type, shown, rows, there)


def withdraw(request: HttpRequest, type: str, ref: str) -> HttpResponse:
    """Ask, then withdraw."""
    model = model_of(type)
    last = latest(type, ref)
    if last is None:
        raise Http404(f"There is no {type} {ref}")
    if not may_write(request.user, type):  # type: ignore[arg-type]
        raise PermissionDenied(gettext("Your role does not write this register; ask the governance lead."))
    if request.method != "POST":
        counts = counting(assess(), type, ref)
        context = {"type": type, "title": title(type), "register": model, "row": last, "counts": counts}
        return render(request, "withdraw.jinja", context)
    account: Any = request.user
    seen = request.POST.get("version", "")
    try:
        withdraw_record(account, type, ref, after=int(seen) if seen.isdecimal() else 0)
    except (Refused, Forbidden) as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, gettext("Withdrawn from today on; as of earlier days it still is."))
    return redirect("record", type, ref)
