"""What changed between two days, and which results turned because of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tonetop.core import cadence
from tonetop.core.assess import Node, Result
from tonetop.core.facts import Row
from tonetop.records.intake import Refused
from tonetop.records.registry import registers
from tonetop.records.titles import Title, titles
from tonetop.standard.facts_file import targets
from tonetop.web.naming import own_day
from tonetop.web.shell import title
from tonetop.web.wording import sentence
from tonetop.work.assess import assess
from tonetop.work.changes import CHANGED, CREATED, GONE, Changes, RecordChange
from tonetop.work.changes import changes as compare
from tonetop.work.permission import all_closed

SPAN = 30
"""How many days back one looks when no day is asked for."""
SHOWN = 25
"""How many records of one register are shown."""
PAGES = {"check": "check", "pitfall": "pitfall"}
"""Which page tells of a result, by its kind; a requirement's own page tells of the others."""
KINDS = {CREATED: "new", CHANGED: "changed", GONE: "withdrawn"}
"""What befell a record, in people's words."""


@dataclass(frozen=True, slots=True)
class Group:
    """What changed in one register: how many records, and the first of them."""

    type: str
    title: str
    count: int
    records: Sequence[RecordChange]


def changes(request: HttpRequest) -> HttpResponse:
    """The page; `from` and `to` are days, by default the last month up to the day looked at."""
    look = request.look  # type: ignore[attr-defined]
    since, until = (request.GET.get(name, "").strip() for name in ("from", "to"))
    problem, found = "", None
    try:
        since, until = spanned(request.GET, look.as_of)
        found = compare(since, until, all_closed(request.user))  # type: ignore[arg-type]
    except Refused as refused:
        problem = sentence(refused)
    context = {
        "since": since,
        "until": until,
        "problem": problem,
        "found": found,
        "groups": _groups(found) if found else [],
        "named": _named(found) if found else {},
        "records": _behind(found) if found else {},
        "there": _there(found) if found else {},
        "kinds": KINDS,
        "PAGES": PAGES,
        "field": label,
        "spans": _spans(look.as_of),
    }
    return render(request, "changes.jinja", context, status=400 if problem else 200)


def spanned(asked: Mapping[str, str], today: str) -> tuple[str, str]:
    """The two days that an address asks for, else the last month up to the day looked at. Raises Refused for no day."""
    until = _day(asked.get("to", "").strip() or today)
    return _day(asked.get("from", "").strip() or cadence.shift(until, -SPAN)), until


def _day(text: str) -> str:
    if not cadence.is_day(text):
        raise Refused(gettext("“%(given)s” is no day; write YYYY-MM-DD") % {"given": text[:40]})
    return text


def _spans(today: str) -> list[tuple[str, str]]:
    """Spans that people often ask for, as (words, first day)."""
    return [
        (gettext("since yesterday"), cadence.shift(today, -1)),
        (gettext("a week"), cadence.shift(today, -7)),
        (gettext("a month"), cadence.shift(today, -30)),
        (gettext("a quarter"), cadence.shift(today, -91)),
        (gettext("a year"), cadence.shift(today, -365)),
    ]


def _groups(found: Changes) -> list[Group]:
    by_type: dict[str, list[RecordChange]] = {}
    for change in found.records:
        by_type.setdefault(change.type, []).append(change)
    return [Group(type, title(type), len(some), some[:SHOWN]) for type, some in by_type.items()]


def _named(found: Changes) -> dict[str, Title]:
    """The changed records by the name under which results point to them."""
    days = [assess(day).facts for day in (found.until, found.since)]
    named = {}
    for change in found.records:
        row = next(filter(None, (facts.look(change.type, change.id) for facts in days)), None)
        named[change.name] = Title(change.type, change.id, change.title, own_day(row) if row else "")
    return named


@dataclass(frozen=True, slots=True)
class Behind:
    """The records and conditions behind a pitfall's sentence."""

    parts: Sequence[Node]
    records: Sequence[Row] = ()


def _behind(found: Changes) -> dict[str, Result | Behind]:
    """What each result's sentence on the later day rests on, by the result's id."""
    later = assess(found.until)
    pitfalls = {id: Behind(tuple(signals.signals.values())) for id, signals in later.pitfalls.items()}
    return {**later.clauses, **later.controls, **later.duties, **later.checks, **later.privacy, **pitfalls}


def _there(found: Changes) -> dict[str, list[Title]]:
    """Titles of the records that changed fields name, before or after."""
    refs = set[str]()
    for change in found.records:
        fields = registers()[change.type].shape().fields
        for one in change.fields if change.kind == CHANGED else ():
            if one.name in fields and fields[one.name].to:
                refs |= {*targets(one.before), *targets(one.after)}
    return titles(refs) if refs else {}


def label(type: str, name: str) -> str:
    """The words beside a field of a register."""
    return str(getattr(registers()[type]._meta.get_field(name), "verbose_name", name))
