"""What lists of own data hold as files: what is held, what is due, legal holds, accounts, and what guests read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tonetop.core.facts import Facts
from tonetop.records.models import Account
from tonetop.standard.own_data import BY_HAND
from tonetop.web.listed import Lines, Listed, Rows, columns, name
from tonetop.web.wording import moment, sentence
from tonetop.work import hold
from tonetop.work.own_data.due import due
from tonetop.work.own_data.inventory import OfPlace, inventory
from tonetop.work.permission import SEE_ACCOUNTS, SEE_OWN_DATA, Forbidden, demand
from tonetop.work.reports.report import NOWHERE, Lead
from tonetop.work.reports.voice import Voice
from tonetop.work.watch_guests import visits


def _own_data(request: Any, facts: Facts, voice: Voice) -> Lines:
    _demand(request, SEE_OWN_DATA)
    part = request.GET.get("part", "held")
    if part not in OWN:
        raise Http404("There is no such part")
    return OWN[part](facts, voice)


def _held(_facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "2 3 6 4 1 1", _("Where"), _("What"), _("What it holds"), _("Goes"), _("Rows"), _("Bytes")
    )
    found, rows = inventory(), list[tuple[Lead, list[str]]]()
    for one in found.registers:
        fields = [gettext(field) for field in one.fields] + (
            [gettext("imported cells")] if one.imported else []
        )
        told = [
            gettext("In the registers"),
            voice.kind(one.type),
            ", ".join(fields),
            "",
            str(one.records),
            "",
        ]
        rows.append((NOWHERE, told))
    rows += [
        (NOWHERE, _place(gettext("In the program's own tables"), one, (one.count, None)))
        for one in found.tables
    ]
    rows += [
        (NOWHERE, _place(gettext("In the files of the data folder"), one, (None, one.count)))
        for one in found.files
    ]
    outside = [OfPlace(place, None) for place in found.outside]
    rows += [(NOWHERE, _place(gettext("Outside the folder"), one, (None, None))) for one in outside]
    return Lines(heads, [*rows])


def _place(where: str, one: OfPlace, counts: tuple[int | None, int | None]) -> list[str]:
    said = map(gettext, (one.place.title, one.place.what, one.place.goes))
    return [where, *said, *("" if count is None else str(count) for count in counts)]


def _due(_facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "3 5 1 3 2 2 1 1",
        _("What"),
        _("What it holds"),
        _("Kept for days"),
        _("from"),
        _("Goes"),
        _("Put off until"),
        _("Due now"),
        _("held"),
    )
    rows: Rows = []
    for one in due().values():
        kind, period = one.period.kind, one.period
        by_hand = kind.way == BY_HAND
        goes = gettext("by itself") if period.automatic and not by_hand else gettext("by hand")
        told = [
            gettext(kind.title),
            gettext(kind.what),
            "" if by_hand else str(period.days),
            gettext(kind.since),
        ]
        rows.append((NOWHERE, [*told, goes, voice.day(period.put_off_until), *_counts(one.free, one.held)]))
    return Lines(heads, rows)


def _counts(*lists: list[Any]) -> list[str]:
    return [str(len(one)) for one in lists]


def _holds(facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "2 3 2 2 3 2 2 2 2 3",
        _("Id"),
        _("Case"),
        _("Register"),
        _("Record"),
        _("Kind of own data"),
        _("Since"),
        _("Held by"),
        _("Looked at again by"),
        _("Lifted on"),
        _("Why"),
    )
    stand, lifted = hold.listed(facts)
    rows: Rows = []
    for row in (*stand, *lifted):
        about = [
            voice.kind(row.record_type) if row.record_type else "",
            row.record or "",
            voice.word(row.own_kind),
        ]
        days = [voice.day(row.held_on), name(facts, "Person", row.held_by), voice.day(row.review_by)]
        why = (row.lift_reason if row.lifted_on else row.reason) or ""
        rows.append(
            (("LegalHold", row.id), [row.id, row.title or "", *about, *days, voice.day(row.lifted_on), why])
        )
    return Lines(heads, rows)


OWN = {"held": _held, "due": _due, "holds": _holds}
"""The parts of the page of own data that are lists."""


def _accounts(request: Any, facts: Facts, voice: Voice) -> Lines:
    _demand(request, SEE_ACCOUNTS)
    heads = columns(
        "3 4 2 3 2 2 3",
        _("Who"),
        _("E-mail"),
        _("Role"),
        _("Person of the register"),
        _("may sign in"),
        _("Last day of access"),
        _("Last signed in"),
    )
    rows: Rows = []
    for one in Account.objects.order_by("-is_active", "email", "pk"):
        last = moment(one.last_login.isoformat()) if one.last_login else ""
        may = gettext("yes") if one.is_active else gettext("no")
        told = [str(one), one.email or "", voice.word(one.role), name(facts, "Person", one.person), may]
        rows.append((("Person", one.person), [*told, voice.day(one.until), last]))
    return Lines(heads, rows)


def _guests(request: Any, _facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "4 2 1 1 2 2", _("Guest"), _("Access until"), _("Days"), _("Pages"), _("First"), _("Last")
    )
    try:
        found = visits(request.user)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None
    rows: Rows = []
    for one in found:
        counts = [str(one.days), str(one.pages), voice.day(one.first), voice.day(one.last)]
        rows.append((NOWHERE, [str(one.account), voice.day(one.account.until), *counts]))
    return Lines(heads, rows)


def _demand(request: Any, what: str) -> None:
    try:
        demand(request.user, what)
    except Forbidden as forbidden:
        raise PermissionDenied(sentence(forbidden)) from None


OWN_DATA: Mapping[str, Listed] = {
    "own-data": Listed(
        _("Own data"),
        _("What this program itself holds of people: where, for how long, and what keeps it."),
        _own_data,
    ),
    "accounts": Listed(_("Accounts"), _("Who may sign in, as what, and until when."), _accounts),
    "guests": Listed(
        _("What guests looked at"), _("On how many days each guest looked at how many pages."), _guests
    ),
}
"""The lists by the name in their address."""
