"""One record: its fields, links both ways and history; its form; its withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tonetop.records import form
from tonetop.records.history import history
from tonetop.records.intake import Refused
from tonetop.records.models import Link, Record
from tonetop.records.titles import Title, titles
from tonetop.records.write import latest
from tonetop.web.register import model_of, named
from tonetop.web.shell import title
from tonetop.work.change_record import change_record, next_ref, withdraw_record
from tonetop.work.permission import Forbidden, may_write

SHOWN_LINKS = 200


def record(request: HttpRequest, type: str, ref: str) -> HttpResponse:
    """The record as it held on the day looked at, with its links and its whole history."""
    model = model_of(type)
    look = request.look  # type: ignore[attr-defined]
    steps = history(type, ref)
    if not steps:
        raise Http404(f"There is no {type} {ref}")
    held = model.objects.on(look.as_of, look.known_on).filter(ref=ref).first()
    row = held or steps[0].version
    context = {
        "type": type,
        "register": model,
        "title": title(type),
        "row": row,
        "held": held is not None,
        "values": values(row),
        "named": named([step.version for step in steps[:20]], model, every=True),
        "links": incoming(type, ref),
        "steps": steps,
        "latest": steps[0].version,
        "writes": may_write(request.user, type),  # type: ignore[arg-type]
    }
    return render(request, "record.jinja", context)


def values(row: Record) -> list[tuple[str, str, Any]]:
    """A record's fields as (label, kind, value), in the register's order, empty ones too."""
    return [
        (str(own.verbose_name), own.judge().kind, getattr(row, own.name))
        for own in form.fields(row.__class__)
    ]


def incoming(type: str, ref: str) -> list[tuple[str, list[tuple[Title, str]]]]:
    """Records that refer to this one, by their type, each with the field that does."""
    links = [link for link in Link.objects.filter(to_ref=ref)[:SHOWN_LINKS] if _leads(link, type)]
    named = (
        titles({link.from_ref for link in links}, sorted({link.from_type for link in links})) if links else {}
    )
    found: dict[str, list[tuple[Title, str]]] = {}
    for link in links:
        for entry in named.get(link.from_ref, []):
            if entry.type == link.from_type:
                found.setdefault(entry.type, []).append((entry, link.field.replace("_", " ")))
    return sorted(found.items())


def _leads(link: Link, type: str) -> bool:
    """Whether a link leads to this type and not to another record of the same id."""
    model = model_of(link.from_type)
    judge = model.shape().fields.get(link.field)
    return judge is None or judge.to in ((), ("any",)) or type in judge.to


def edit(request: HttpRequest, type: str, ref: str = "") -> HttpResponse:
    """The form of a new or an existing record; what was written stays when it is refused."""
    model = model_of(type)
    last = latest(type, ref) if ref else None
    if ref and last is None:
        raise Http404(f"There is no {type} {ref}")
    if not may_write(request.user, type):  # type: ignore[arg-type]
        raise Http404(f"Your role does not write {type}")
    if request.method == "POST":
        return _submitted(request, model, last)
    plain = last.plain() if last else {}
    return _form(request, model, last, plain, {}, "", "" if last or model.key else next_ref(type))


def _submitted(request: HttpRequest, model: type[Record], last: Record | None) -> HttpResponse:
    type = model.__name__
    plain, errors = form.read(model, request.POST)
    ref = last.ref if last else request.POST.get("id", "").strip()
    if not model.key:
        plain["id"] = ref
    problem = ""
    if not errors:
        try:
            written = _write(request, model, last, plain)
        except (Refused, Forbidden) as refused:
            problem = str(refused)
        else:
            messages.success(request, "Saved." if written else "Nothing had changed.")
            return redirect("record", type, written.ref if written else ref)
    return _form(request, model, last, _kept(model, request.POST, plain), errors, problem, ref)


def _write(
    request: HttpRequest, model: type[Record], last: Record | None, plain: dict[str, Any]
) -> Record | None:
    since = request.POST.get("since", "")
    day = request.POST.get("day", "") if since == "day" else since
    seen = int(request.POST.get("version") or 0)
    account: Any = request.user
    return change_record(account, model.__name__, plain, after=seen, since=day)


def _kept(model: type[Record], data: Any, plain: Mapping[str, Any]) -> dict[str, Any]:
    """What was written, so that nothing is lost: judged values, else the raw text."""
    raw = {own.name: data.get(own.name, "") for own in form.fields(model)}
    return {name: plain.get(name, text) for name, text in raw.items() if plain.get(name, text)}


def _form(
    request: HttpRequest,
    model: type[Record],
    last: Record | None,
    plain: Mapping[str, Any],
    errors: Mapping[str, str],
    problem: str,
    ref: str,
) -> HttpResponse:
    context = {
        "type": model.__name__,
        "register": model,
        "title": title(model.__name__),
        "last": last,
        "ref": ref,
        "fields": form.asked(model, plain, errors),
        "problem": problem,
        "choices": suggestions(model),
    }
    return render(request, "edit.jinja", context, status=400 if errors or problem else 200)


def suggestions(model: type[Record]) -> dict[str, list[Title]]:
    """Records that the form's reference fields may lead to, at most a few hundred a type, by type."""
    types = {type for own in form.fields(model) for type in own.judge().to if type != "any"}
    found = {}
    for type in sorted(types):
        rows = model_of(type).objects.filter(until_on=None).order_by("ref")[:300]
        found[type] = [Title(type, row.ref, str(row)) for row in rows]
    return found


def withdraw(request: HttpRequest, type: str, ref: str) -> HttpResponse:
    """Ask, then withdraw."""
    model = model_of(type)
    last = latest(type, ref)
    if last is None:
        raise Http404(f"There is no {type} {ref}")
    if request.method == "POST":
        account: Any = request.user
        try:
            withdraw_record(account, type, ref, after=int(request.POST.get("version") or 0))
            messages.success(request, "Withdrawn from today on; as of earlier days it still is.")
        except (Refused, Forbidden) as refused:
            messages.error(request, str(refused))
        return redirect("record", type, ref)
    return render(
        request, "withdraw.jinja", {"type": type, "title": title(type), "register": model, "row": last}
    )
