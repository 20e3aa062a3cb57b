"""Management reviews: the list, and one review from the gathering of its inputs to the approval of its minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from tonetop.core import cadence
from tonetop.core.facts import Facts
from tonetop.records import blobs
from tonetop.records.intake import Refused
from tonetop.records.write import latest
from tonetop.standard import catalogue
from tonetop.standard.review import checked, notes_by_input, who_checked
from tonetop.standard.terms.reviews import management_reviews
from tonetop.web.handing import TITLES, refusal
from tonetop.web.review_words import called, curve, listed, spoken
from tonetop.web.wording import capital, sentence
from tonetop.work import minutes
from tonetop.work.assess import assess
from tonetop.work.freeze_review import notes_seen, sittings, snapshot, taken_up
from tonetop.work.gather_review import PACK, build, contents, note, plan_sitting
from tonetop.work.hold_review import chair, conclude
from tonetop.work.permission import Forbidden, may_write
from tonetop.work.printing import NotPrintedError

VERDICTS = (("yes", "Yes"), ("with-changes", "Yes, with changes"), ("no", "No"))
QUESTIONS = (("suitable", "Does it fit?"), ("adequate", "Is it enough?"), ("effective", "Does it work?"))


def reviews(request: HttpRequest) -> HttpResponse:
    """The list of reviews; POST builds the next one."""
    problem = ""
    if request.method == "POST":
        account: Any = request.user
        try:
            made = build(account, request.POST.get("title", ""), request.POST.get("planned_on", ""))
        except Forbidden as forbidden:
            raise PermissionDenied(sentence(forbidden)) from None
        except Refused as refused:
            problem = sentence(refused)
        else:
            return redirect("review", made.ref)
    facts = looked_at(request)
    packs = sorted(facts.rows(PACK), key=lambda row: (row.built_on or "", row.id), reverse=True)
    inside = {meeting for row in packs for meeting in row.meetings or ()}
    held = list(facts.prepared(management_reviews))
    days = facts.parameters["review_interval_days"]
    context = {
        "packs": [(row, _state(facts, row)) for row in packs],
        "others": [row for row in reversed(held) if row.id not in inside],
        "due": cadence.shift(held[-1].held_on, int(days)) if held else "",
        "begun": next((row for row in packs if not row.frozen_on), None),
        "problem": problem,
        "given": request.POST,
        "writes": may_write(request.user, PACK),  # type: ignore[arg-type]
    }
    return render(request, "reviews.jinja", context, status=400 if problem else 200)


def looked_at(request: Any) -> Facts:
    """The facts of the day that is looked at."""
    return assess(request.look.as_of, request.look.known_on).facts


def _state(facts: Facts, pack: Any) -> str:
    """Where a review stands, in two or three words."""
    meetings = [facts.get("Meeting", ident) for ident in pack.meetings or ()]
    if any(row and row.minutes_approved_on for row in meetings):
        return gettext("Minutes approved")
    if pack.minutes:
        return gettext("Minutes with the chair")
    return gettext("Inputs frozen, in session") if pack.frozen_on else gettext("Being built")


def review(request: HttpRequest, ref: str) -> HttpResponse:
    """One review; POST does one act of it and comes back."""
    problem = ""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404("There is no such act")
        try:
            said = act(request.user, ref, request.POST)
        except Forbidden as forbidden:
            raise PermissionDenied(sentence(forbidden)) from None
        except (Refused, NotPrintedError) as refused:
            problem = sentence(refused)
        else:
            messages.success(request, said)
            return redirect(f"{request.path}{_anchor(request.POST.get('key', ''))}")
    pack: Any = latest(PACK, ref)
    if pack is None:
        raise Http404(f"There is no {PACK} {ref}")
    context = _matter(request, pack) | {"problem": problem, "given": request.POST}
    return render(request, "review.jinja", context, status=400 if problem else 200)


def _anchor(key: str) -> str:
    return f"#{key}" if key in catalogue.review_inputs() else ""


def _matter(request: Any, pack: Any) -> dict[str, Any]:
    """What the page of a review shows: its inputs as they are or were seen, its sittings, verdict and minutes."""
    found = assess(request.look.as_of, request.look.known_on)
    now = found.facts if request.look.is_today else assess().facts
    shown = snapshot(pack) if pack.frozen_on else contents(pack, found).plain()
    notes = notes_seen(pack.ref, shown) if pack.frozen_on else notes_by_input(pack.notes)
    inputs = [_input(found.facts, told, notes.get(told["key"], "")) for told in shown["inputs"]]
    asked = [one for one in inputs if one["letter"]]
    held = sittings(pack)
    taken = taken_up(held)
    return {
        "pack": pack,
        "shown": shown,
        "asked": asked,
        "practice": [one for one in inputs if not one["letter"]],
        "missing": [one for one in asked if one["complete"] is False],
        "sittings": [(row, chair(now, row.ref)) for row in held],
        "taken": taken,
        "left": [one for one in asked if one["key"] not in taken],
        "lacking": [capital(why) for why in minutes.lacking(pack, now)],
        "version": now.get("DocumentVersion", pack.minutes),
        "approval": minutes.approval(pack, now),
        "entered": next((row for row in held if row.minutes_approved_on), None),
        "person": lambda ident: called(now, ident),
        "questions": QUESTIONS,
        "verdicts": VERDICTS,
        "forms": TITLES,
        "writes": may_write(request.user, PACK) and not pack.withdrawn_on,
    }


def _input(facts: Facts, told: Mapping[str, Any], said: str) -> dict[str, Any]:
    """An input as the page shows it."""
    tables = [listed(facts, table) for table in told["tables"]]
    found = who_checked(said)
    return {
        **told,
        "title": capital(told["means"]),
        "tables": [table for table in tables if table.first],
        "curves": [curve(trend) for trend in told["trends"]],
        "note": spoken(facts, said),
        "nothing": checked(said),
        "said": found[2] if found else said,
        "reason": capital(told["why"]),
    }


def file(request: HttpRequest, ref: str, format: str) -> HttpResponse:
    """The minutes as DOCX, or the frozen inputs as the very bytes whose hash the pack names."""
    pack: Any = latest(PACK, ref)
    if pack is None or format not in ("docx", "json"):
        raise Http404(f"There is no {PACK} {ref}")
    try:
        made = minutes.docx(ref) if format == "docx" else blobs.read(pack.sha256 or "")
    except Refused as refused:
        raise Http404(sentence(refused)) from None
    except NotPrintedError as error:
        return refusal(error, 409)
    kind = minutes.DOCX if format == "docx" else "application/json"
    name = f"{'minutes' if format == 'docx' else 'inputs'}-{ref}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made, content_type=kind, headers=headers)


def _version(given: Mapping[str, str]) -> int | None:
    seen = given.get("version", "")
    return int(seen) if seen.isdecimal() else None


def _note(account: Any, ref: str, given: Mapping[str, str]) -> str:
    key, said = given.get("key", ""), given.get("said", "")
    note(account, ref, key, said, bool(given.get("nothing")), _version(given))
    return gettext("The note is kept.")


def _plan(account: Any, ref: str, given: Mapping[str, str]) -> str:
    plan_sitting(account, ref, given.get("planned_on", ""))
    return gettext("A further sitting is planned.")


def _verdict(account: Any, ref: str, given: Mapping[str, str]) -> str:
    conclude(account, ref, given, given.get("dissent", ""), _version(given))
    return gettext("The verdict is kept.")


def _write(account: Any, ref: str, given: Mapping[str, str]) -> str:
    minutes.write_minutes(account, ref, given.get("due", ""), _version(given))
    return gettext("The minutes are written, and the chair is asked to approve them.")


def _enter(account: Any, ref: str, given: Mapping[str, str]) -> str:
    minutes.enter_approval(account, ref)
    return gettext("The approval is entered, with the minutes as evidence.")


ACTS: dict[str, Callable[[Any, str, Mapping[str, str]], str]] = {
    "note": _note,
    "plan": _plan,
    "verdict": _verdict,
    "minutes": _write,
    "enter": _enter,
}
"""What can be done on the page of a review, each with what is said when it is done."""
