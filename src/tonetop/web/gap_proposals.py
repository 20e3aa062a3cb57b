"""The review of proposals: one at a time with the words that speak for it, settled by a person, undone if wished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from tonetop.core.quote import NotThere, Quote, slice_of
from tonetop.records import form
from tonetop.records.intake import Refused
from tonetop.records.readings import ACCEPTED, HELD, LINKED, OPEN, READ, REJECTED, ProposedRecord, Reading
from tonetop.records.suggesting import suggestions
from tonetop.records.titles import Title, titles
from tonetop.records.write import Overtaken
from tonetop.standard.facts_file import targets
from tonetop.web import wording
from tonetop.web.edit import by_name
from tonetop.web.gap import reading_of, told
from tonetop.web.naming import accounts
from tonetop.web.register import label, model_of
from tonetop.web.wording import sentence
from tonetop.work.permission import Forbidden, may_write
from tonetop.work.reading import settle_proposals as settle
from tonetop.work.reading.found import document

STATES = {
    OPEN: told("open"),
    ACCEPTED: told("accepted"),
    REJECTED: told("rejected"),
    LINKED: told("known already"),
    HELD: told("on record already"),
}
MARKS = {
    OPEN: ("no-data", ""),
    ACCEPTED: ("pass", "✓"),
    REJECTED: ("fail", "✕"),
    LINKED: ("not-applicable", "–"),
    HELD: ("not-applicable", "–"),
}
AROUND = 240
"""Characters of the text that are shown around a quotation."""
NAMED = 80
ABOUT = ("name", "title", "text", "purpose", "course")
"""Fields that say what a proposal is about, the first that is filled."""


class Spoken(NamedTuple):
    """A quotation for a proposal: which field it speaks for, where it stands, and the words around it."""

    field: str
    document: str
    page: int | None
    quote: Quote
    before: str
    after: str


def first(request: HttpRequest, number: int) -> HttpResponse:
    """To the first proposal that is open, else to the first; one page says it where there is none."""
    row = _read(request, number)
    rows = row.proposals.all()
    found = rows.filter(state=OPEN).first() or rows.first()
    if found is None:
        return render(request, "gap_proposals.jinja", {"reading": row})
    return redirect("gap-proposal", number, found.number)


def proposal(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """One proposal; POST settles it and goes on to the next that is open."""
    row = _read(request, number)
    one = row.proposals.filter(number=place).first()
    if one is None:
        raise Http404(gettext("There is no such proposal."))
    if request.method != "POST":
        return _page(request, row, one)
    act = ACTS.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise Refused("choose what to do with the proposal")
        done = act(request, one)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    except Overtaken as overtaken:
        one.refresh_from_db()
        return _page(request, row, one, sentence(overtaken), 409)
    except Refused as refused:
        one.refresh_from_db()
        return _page(request, row, one, sentence(refused), 400)
    messages.success(request, done)
    going = one if request.POST.get("act") == "undo" else _next_open(row, place)
    return redirect("gap-proposal", number, going.number if going else place)


def _read(request: HttpRequest, number: int) -> Reading:
    row = reading_of(request, number)
    if row.stage != READ:
        raise Http404(gettext("The documents are not read yet."))
    return row


def _next_open(row: Reading, place: int) -> ProposedRecord | None:
    rows = row.proposals.filter(state=OPEN)
    return rows.filter(number__gt=place).first() or rows.first()


def _version(request: HttpRequest) -> int:
    """The version of the proposal that was seen; its record may have a field of that name."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() else 0


def _accept(request: HttpRequest, one: ProposedRecord) -> str:
    account: Any = request.user
    changed = None
    if "edited" in request.POST:
        model = model_of(one.type)
        changed, errors = form.read(model, request.POST)
        by_name(model, changed)
        if errors:
            name, why = next(iter(errors.items()))
            raise Refused(f"{label(model._meta.get_field(name))} {why}")
        _demand_key(one, changed)
    with_it = len(settle.needs(one))
    done = settle.accept(account, one, _version(request), changed)
    if done.state == HELD:
        return gettext("It came on record meanwhile, so nothing was stored a second time.")
    said = ngettext(
        "On record, with its document as evidence.",
        "On record, with what it rests on and its document as evidence.",
        1 + bool(with_it),
    )
    return str(said)


def _demand_key(one: ProposedRecord, plain: Mapping[str, Any]) -> None:
    """Raises Refused where a field is empty by which the record is told apart."""
    model = model_of(one.type)
    for name in model.key:
        if name not in plain:
            raise Refused(f"{label(model._meta.get_field(name))} is needed")


def _reject(request: HttpRequest, one: ProposedRecord) -> str:
    account: Any = request.user
    settle.reject(account, one, _version(request), request.POST.get("reason", ""))
    return gettext("Rejected; it is not proposed of this document again.")


def _link(request: HttpRequest, one: ProposedRecord) -> str:
    account: Any = request.user
    plain: dict[str, Any] = {"person": request.POST.get("person", "").strip()}
    by_name(model_of("Attendance"), plain)
    settle.link(account, one, _version(request), plain["person"])
    return gettext("Noted who that is.")


def _undo(request: HttpRequest, one: ProposedRecord) -> str:
    account: Any = request.user
    count = settle.undo(account, one, _version(request))
    said = ngettext("Undone; it is open again.", "Undone; %(n)s proposals are open again.", max(count, 1))
    return str(said % {"n": count} if count > 1 else said)


ACTS = {"accept": _accept, "reject": _reject, "link": _link, "undo": _undo}
"""What can be done with a proposal, by the word that the form sends."""


def _page(
    request: HttpRequest, row: Reading, one: ProposedRecord, problem: str = "", status: int = 200
) -> HttpResponse:
    rows = list(row.proposals.all())
    model = model_of(one.type)
    becomes = settle.as_it_becomes(one)
    written = _written(request, one) if problem and "edited" in request.POST else becomes
    calls = partial(called, names={other.ref: other for other in rows})
    place = next(index for index, other in enumerate(rows) if other.pk == one.pk)
    context = {
        "reading": row,
        "one": one,
        "rows": rows,
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place + 1 < len(rows) else None,
        "open": sum(other.state == OPEN for other in rows),
        "fields": [
            field for field in form.asked(model, becomes) if becomes.get(field.name) not in (None, "", [])
        ],
        "asked": form.asked(model, written),
        "becomes": becomes,
        "kinds": {own.name: form.kind_of(own) for own in form.fields(model)},
        "named": _named(becomes),
        "choices": _choices(model, rows),
        "everybody": suggestions(model_of("Attendance"))["Person"] if one.type == "Person" else [],
        "needs": settle.needs(one) if one.state == OPEN else [],
        "spoken": spoken(row, one),
        "writes": may_write(request.user, one.type),  # type: ignore[arg-type]
        "who": accounts({one.by}).get(one.by, one.by),
        "problem": problem,
        "editing": bool(problem) and "edited" in request.POST,
        "calls": calls,
        "proposed": {other.ref: other for other in rows if other.state in (OPEN, REJECTED)},
        "STATES": STATES,
        "MARKS_OF": MARKS,
    }
    return render(request, "gap_proposal.jinja", context, status=status)


def _written(request: HttpRequest, one: ProposedRecord) -> dict[str, Any]:
    """What somebody wrote, so that nothing is lost."""
    names = (own.name for own in form.fields(model_of(one.type)))
    raw = {name: request.POST.get(name, "") for name in names}
    plain, _ = form.read(model_of(one.type), request.POST)
    return {name: plain.get(name, text) for name, text in raw.items() if plain.get(name, text)}


def called(one: ProposedRecord, names: Mapping[str, ProposedRecord]) -> str:
    """What a proposal is called in the list: its name or text; else its kind and its day, or who it is about."""
    record, model = one.record, model_of(one.type)
    who = names.get(record.get("person", ""))
    about = next((record[name] for name in ABOUT if record.get(name)), None)
    if about is None and who is not None:
        role = wording.lower_first(wording.words(record.get("mode") or record.get("role") or ""))
        about = ", ".join(filter(None, (str(who.record.get("name") or who.ref), role)))
    if about is None:
        on = next((record[name] for name in model.own_dates if record.get(name)), "")
        kind = wording.words(str(record.get(model.title_field) or ""))
        about = ", ".join(filter(None, (kind, wording.day(on) if on else ""))) or one.ref
    text = " ".join(str(about).split())
    return text if len(text) <= NAMED else f"{text[: NAMED - 1]}…"


def _named(becomes: Mapping[str, Any]) -> dict[str, list[Title]]:
    """How the records are called to which a record refers."""
    told = (value for value in becomes.values() if isinstance(value, str | list | dict))
    return dict(titles({ref for value in told for ref in targets(value)}))


def _choices(model: Any, rows: Sequence[ProposedRecord]) -> dict[str, list[Title]]:
    """What reference fields suggest: records of the register, and what is proposed and open."""
    found = suggestions(model)
    for one in rows:
        if one.state == OPEN and one.type in found:
            found[one.type] = [
                *found[one.type],
                Title(one.type, one.ref, str(one.record.get("name") or one.ref)),
            ]
    return found


def spoken(row: Reading, one: ProposedRecord) -> list[Spoken]:
    """The quotations that speak for a proposal, with the words around them, cut from the text anew."""
    found = []
    for name, of, start, end in one.cites:
        examined = document(row.pk, of)
        if examined is None:
            continue
        text = examined.text.text
        try:
            quote = slice_of(text, start, end)
        except NotThere:
            continue
        field = str(label(model_of(one.type)._meta.get_field(name))) if name else ""
        before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
        found.append(Spoken(field, of, examined.page(start), quote, before, after))
    return found
