"""One sitting of a management review: opened with its inputs, who was there, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from tonetop.core.facts import Facts, Row
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.write import latest
from tonetop.standard import catalogue
from tonetop.standard.terms.meetings import decided_at
from tonetop.standard.terms.people import person_on, top
from tonetop.standard.terms.reviews import management_reviews
from tonetop.web.review_words import called
from tonetop.web.wording import capital, sentence
from tonetop.work.assess import assess
from tonetop.work.freeze_review import open_sitting, put_before, sittings, snapshot, taken_up
from tonetop.work.gather_review import PACK, contents
from tonetop.work.hold_review import THERE, Seat, attend, attending, decide
from tonetop.work.permission import Forbidden, may_write

MODES = (
    ("", _("was not asked")),
    ("present", _("in the room")),
    ("remote", _("remotely")),
    ("apology", _("excused")),
    ("delegate", _("sent a delegate")),
)
ROLES = (("", "–"), ("chair", _("chair")), ("member", _("member")), ("presenter", _("presenter")))
SPARE = 3
"""Empty rows for whoever else was there."""
OFFERED = 300
"""How many people are offered while one types; anybody may be written by name or id."""
DECISION = (
    "text",
    "rationale",
    "kind",
    "owner",
    "due",
    "input",
    "amount",
    "currency",
    "decided_by",
    "status",
)


def sitting(request: HttpRequest, ref: str, meeting: str) -> HttpResponse:
    """The page; POST opens the sitting, records who was there, or takes a decision."""
    problem = ""
    if request.method == "POST":
        try:
            said = _done(request.user, ref, meeting, request.POST)
        except Forbidden as forbidden:
            raise PermissionDenied(sentence(forbidden)) from None
        except Refused as refused:
            problem = sentence(refused)
        else:
            messages.success(request, said)
            return redirect("sitting", ref, meeting)
    pack: Any = latest(PACK, ref)
    row: Any = latest("Meeting", meeting)
    if pack is None or row is None or meeting not in (pack.meetings or ()):
        raise Http404(f"There is no sitting {meeting}")
    context = _matter(request, pack, row) | {"problem": problem, "given": request.POST}
    return render(request, "sitting.jinja", context, status=400 if problem else 200)


def _done(account: Any, ref: str, meeting: str, given: Any) -> str:
    act = given.get("act", "")
    if act == "open":
        seen = given.get("version", "")
        after = int(seen) if seen.isdecimal() else None
        open_sitting(account, ref, meeting, given.getlist("keys"), given.get("held_on", ""), after)
        return gettext("The sitting is open, and what lies before it is frozen.")
    if act == "attend":
        seats = _seats(given)
        attend(account, ref, meeting, seats)
        if not any(seat.mode for seat in seats):
            return gettext("Nobody is kept as having been there: everybody stands as “was not asked”.")
        return gettext("The attendance is kept.")
    if act != "decide":
        raise Http404("There is no such act")
    told: dict[str, Any] = {name: given.get(name, "") for name in DECISION}
    told["amount"] = _amount(told["amount"])
    told["owner"] = _ident(assess().facts, told["owner"].strip()) if told["owner"].strip() else ""
    told["principles_considered"] = given.getlist("principles_considered")
    decide(account, ref, meeting, told)
    return gettext("The decision is kept, and its action is live.")


def _seats(given: Any) -> list[Seat]:
    facts = assess().facts
    columns = [given.getlist(name) for name in ("person", "mode", "role", "on_behalf_of")]
    rows = [[cell.strip() for cell in row] for row in zip(*columns, strict=False)]
    return [Seat(_ident(facts, row[0]) if row[0] else "", *row[1:]) for row in rows]


def _amount(text: str) -> float | None:
    bare = text.replace(" ", "").replace("\u202f", "")
    if not bare:
        return None
    try:
        return float(bare)
    except ValueError:
        raise Refused(gettext("The amount is no number; write it as 12000 or 12000.50")) from None


def _matter(request: Any, pack: Any, row: Any) -> dict[str, Any]:
    found = assess()
    facts = found.facts
    shown = snapshot(pack) if pack.frozen_on else contents(pack, found).plain()
    rows = sittings(pack)
    ready, taken = put_before(pack, shown), taken_up(rows)
    there = attending(facts, row.ref)
    decisions = decided_at(facts, facts.get("Meeting", row.ref)) if row.held_on else []
    model = registers()["Decision"]
    return {
        "pack": pack,
        "row": row,
        "several": len(rows) > 1,
        "inputs": [(one, one["key"] in ready, one["key"] in taken) for one in shown["inputs"]],
        "here": [one for one in shown["inputs"] if one["key"] in (row.inputs or {})],
        "seats": _expected(facts, row, there, request.POST if request.POST.get("act") == "attend" else None),
        "there": there,
        "chair": next((one.person for one in there if one.role == "chair"), ""),
        "decisions": [(one, _follows(facts, one)) for one in decisions],
        "people": sorted(facts.rows("Person"), key=lambda one: one.name or one.id)[:OFFERED],
        "leaders": sorted(
            set(_leaders(facts, row)) | {one.on_behalf_of for one in there if one.on_behalf_of}
        ),
        "present": [(one.person, called(facts, one.person)) for one in there if one.mode in THERE],
        "kinds": model.shape().fields["kind"].words,
        "principles": catalogue.vocabulary("principles"),
        "means": {one["key"]: capital(one["means"]) for one in shown["inputs"]},
        "modes": MODES,
        "roles": ROLES,
        "today": clock.today(),
        "person": lambda ident: called(facts, ident),
        "closed": bool(row.minutes_approved_on),
        "writes": may_write(request.user, PACK) and may_write(request.user, "Decision"),
    }


def _follows(facts: Facts, decision: Row) -> list[Row]:
    return [one for one in facts.rows("Action") if one.decision == decision.id]


def _expected(facts: Facts, row: Any, there: list[Row], given: Any) -> list[Mapping[str, str]]:
    """The rows of the attendance: as just written, as recorded, else those who belong there; then some empty ones."""
    if given is not None:
        return [vars_of(seat) for seat in _seats(given)]
    names = ("person", "mode", "role", "on_behalf_of")
    known = [{name: getattr(one, name) or "" for name in names} for one in there]
    inside = {one["person"] for one in known}
    before = [one for one in facts.prepared(management_reviews) if one.id != row.ref]
    earlier = {one.person: one.role or "" for one in attending(facts, before[-1].id)} if before else {}
    for ident in sorted({*_leaders(facts, row), *earlier} - inside):
        known.append({"person": ident, "mode": "", "role": earlier.get(ident, "member"), "on_behalf_of": ""})
    return [*known, *(dict.fromkeys(names, "") for _ in range(SPARE))]


def _leaders(facts: Facts, row: Any) -> list[str]:
    """Top management on the day of a sitting."""
    day = row.held_on or facts.as_of
    return [
        one.id for one in facts.rows("Person") if top(facts, one.id, day) and person_on(facts, one.id, day)
    ]


def _ident(facts: Facts, written: str) -> str:
    """The id of the one person of that name; what was written where nobody or several are called so."""
    known = [one.id for one in facts.rows("Person") if (one.name or "").casefold() == written.casefold()]
    return known[0] if len(known) == 1 and facts.get("Person", written) is None else written


def vars_of(seat: Seat) -> dict[str, str]:
    """A seat by the names of its fields."""
    return {"person": seat.person, "mode": seat.mode, "role": seat.role, "on_behalf_of": seat.on_behalf_of}
