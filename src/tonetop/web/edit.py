"""The form of a new or an existing record: what was written stays, whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from tonetop.core import cadence
from tonetop.records import form
from tonetop.records.history import Change, changes
from tonetop.records.intake import Refused
from tonetop.records.models import Record
from tonetop.records.suggesting import suggestions
from tonetop.records.titles import Title
from tonetop.records.write import Overtaken, latest
from tonetop.standard import catalogue
from tonetop.web.register import label, model_of, named
from tonetop.web.shell import title
from tonetop.web.wording import sentence
from tonetop.work.change_record import change_record, next_ref
from tonetop.work.permission import Forbidden, closed, may_write

UNSAVED = "Nothing is saved yet; this is marked below:"


@dataclass(frozen=True)
class Draft:
    """What stands in the form: the record it is about, the values, and what is wrong with them.

    since: from when it holds, as the form says it; meanwhile: what others changed since the form was opened.
    """

    model: type[Record]
    last: Record | None
    ref: str
    plain: Mapping[str, Any]
    errors: Mapping[str, str]
    problem: str = ""
    since: str = "correction"
    day: str = ""
    meanwhile: tuple[Change, ...] = ()
    status: int = 200


def edit(request: HttpRequest, type: str, ref: str = "") -> HttpResponse:
    """The form; POST writes it."""
    model = model_of(type)
    last = latest(type, ref) if ref else None
    if ref and last is None:
        raise Http404(f"There is no {type} {ref}")
    if not may_write(request.user, type):  # type: ignore[arg-type]
        raise PermissionDenied(gettext("Your role does not write this register; ask the governance lead."))
    if request.method == "POST":
        return _submitted(request, model, last)
    if last is not None:
        last.without(closed(request.user, type, ref))  # type: ignore[arg-type]
        return _page(request, Draft(model, last, last.ref, last.plain(), {}))
    given = {own.name: request.GET[own.name] for own in form.fields(model) if own.name in request.GET}
    return _page(request, Draft(model, None, "" if model.key else next_ref(type), given, {}))


def _submitted(request: HttpRequest, model: type[Record], last: Record | None) -> HttpResponse:
    plain, errors = form.read(model, request.POST)
    ref = last.ref if last else request.POST.get("id", "").strip()
    if not model.key:
        plain["id"] = ref
    elif last is not None:
        plain.update({name: last.plain()[name] for name in model.key if name in last.plain()})
    day = request.POST.get("day", "").strip()
    by_name(model, plain)
    draft = Draft(
        model,
        last,
        ref,
        _kept(model, request.POST, plain),
        errors,
        since=request.POST.get("since", ""),
        day=day,
    )
    if errors:
        return _page(request, replace(draft, problem=gettext(UNSAVED), status=400))
    try:
        written = _write(request, draft, plain)
    except Overtaken as overtaken:
        found = _overtaken(request, draft, sentence(overtaken))
        return _page(request, found)
    except (Refused, Forbidden) as refused:
        pointed = _pointed(model, str(refused))
        problem = UNSAVED if pointed else sentence(refused)
        return _page(request, replace(draft, problem=gettext(problem), errors=pointed, status=400))
    messages.success(request, gettext("Saved.") if written else gettext("Nothing had changed."))
    return redirect("record", model.__name__, written.ref if written else ref)


def _pointed(model: type[Record], refused: str) -> dict[str, str]:
    """What is wrong by field, where a refusal such as "Person P-1: name is too long" names one."""
    name, _, why = refused.partition(": ")[2].partition(" ")
    return {name: why.rstrip(".")} if why and name in model.shape().fields else {}


def by_name(model: type[Record], plain: dict[str, Any]) -> None:
    """Put the id where somebody wrote the name of the one record of that name."""
    choices = suggestions(model)
    for own in form.fields(model):
        value = plain.get(own.name)
        entries = [entry for type in own.judge().to for entry in choices.get(type, ())]
        if entries and isinstance(value, str):
            plain[own.name] = _ident(entries, value)
        elif entries and isinstance(value, list):
            plain[own.name] = [_ident(entries, given) for given in value]


def _ident(entries: Sequence[Title], given: str) -> str:
    refs = {entry.ref for entry in entries if entry.text.casefold() == given.casefold()}
    return given if len(refs) != 1 or any(entry.ref == given for entry in entries) else refs.pop()


def _write(request: HttpRequest, draft: Draft, plain: dict[str, Any]) -> Record | None:
    since = draft.day if draft.since == "day" else draft.since
    if draft.since == "day" and not cadence.is_day(draft.day):
        raise Refused(gettext("Say from which day it holds, as YYYY-MM-DD"))
    account: Any = request.user
    seen = _whole(request.POST.get("seen"))
    return change_record(account, draft.model.__name__, plain, after=seen, since=since)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _overtaken(request: Any, draft: Draft, problem: str) -> Draft:
    """What was written, over the version that came in between, with what that one changed."""
    last, seen = latest(draft.model.__name__, draft.ref), _whole(request.POST.get("seen"))
    before = draft.model.objects.filter(ref=draft.ref, revision=seen).first()
    shut = closed(request.user, draft.model.__name__, draft.ref)
    for one in filter(None, (last, before)):
        one.without(shut)
    meanwhile = tuple(changes(before, last)) if last else ()
    return replace(draft, problem=problem, last=last, meanwhile=meanwhile, status=409)


def _kept(model: type[Record], data: Any, plain: Mapping[str, Any]) -> dict[str, Any]:
    """What was written, so that nothing is lost: judged values, else the raw text."""
    raw = {own.name: data.get(own.name, "") for own in form.fields(model)}
    return {name: plain.get(name, text) for name, text in raw.items() if plain.get(name, text)}


def _page(request: HttpRequest, draft: Draft) -> HttpResponse:
    model, type = draft.model, draft.model.__name__
    checks = [text for text in catalogue.checks().values() if type in text.facts]
    context = {
        "type": type,
        "register": model,
        "title": title(type),
        "last": draft.last,
        "ref": draft.ref,
        "draft": draft,
        "fields": form.asked(model, draft.plain, draft.errors),
        "needed": [label(model._meta.get_field(name)) for name in model.key] or [gettext("Id")],
        "fixed": model.key if draft.last else (),
        "choices": suggestions(model),
        "named": named([draft.last], model, every=True) if draft.last else {},
        "checks": checks,
    }
    return render(request, "edit.jinja", context, status=draft.status)
