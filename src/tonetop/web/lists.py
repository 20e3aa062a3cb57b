"""Lists of pages as files, with what the page shows on that day: what is due, gates, systems, suppliers, incidents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tonetop.core.facts import Facts
from tonetop.standard.life import STAGES, stage_of
from tonetop.standard.suppliers import assessment, systems
from tonetop.standard.suppliers.lacking import ended, in_order
from tonetop.web.due import WHAT
from tonetop.web.gates import cell, gated, waiting
from tonetop.web.handing import download
from tonetop.web.incidents import line
from tonetop.web.risks import KINDS
from tonetop.web.systems import due
from tonetop.work import due_list, remind
from tonetop.work.assess import assess
from tonetop.work.reports.reader import reader
from tonetop.work.reports.report import Lead, Report, Section, Table
from tonetop.work.reports.voice import Voice

Head = tuple[str | Promise, int]
"""What a column is called, and its share of the width."""
Rows = list[tuple[Lead, Sequence[str]]]
"""Lines with the record that each leads to."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its title, what it says, and how its columns and lines are made."""

    title: str | Promise
    about: str | Promise
    made: Callable[[Any, Facts, Voice], tuple[Sequence[Head], Rows]]


@require_safe
def export(request: Any, name: str, form: str) -> HttpResponse:
    """A list as a workbook, CSV or PDF, as of the day that is looked at and by the same search."""
    if name not in LISTS or form not in KINDS:
        raise Http404("There is no such file")
    listed, facts = LISTS[name], assess(request.look.as_of, request.look.known_on).facts
    (type, write), voice = KINDS[form], reader()
    heads, rows = listed.made(request, facts, voice)
    table = Table(
        [str(head) for head, _share in heads],
        [share for _head, share in heads],
        [cells for _lead, cells in rows],
        leads=[lead for lead, _cells in rows],
    )
    title, organisation = str(listed.title), str(request.organisation)
    report = Report(
        title, organisation, facts.as_of, str(listed.about), (Section(title, table=table),), voice=voice
    )
    return download(lambda: write(report), type, f"{name}-{facts.as_of}.{form}")


def _due(request: Any, facts: Facts, voice: Voice) -> tuple[Sequence[Head], Rows]:
    heads = _columns(
        "2 1 3 2 6 4 3", _("Due on"), _("Days left"), _("Kind"), _("Id"), _("What"), _("To do"), _("Whose")
    )
    account = request.user
    off = due_list.put_off(account)
    everybody = "all" in request.GET or not account.person
    items = due_list.waiting(facts, off) if everybody else due_list.of(account.person, facts, off)
    called = remind.named(items, {who for item in items for who in item.due.whose})
    rows: Rows = []
    for item in items:
        one = item.due
        whose = (called["Person", who].text if ("Person", who) in called else who for who in one.whose)
        cells = [
            voice.day(one.on),
            str(item.days),
            voice.kind(one.type),
            one.ref,
            called[one.type, one.ref].text,
        ]
        rows.append(((one.type, one.ref), [*cells, gettext(WHAT[one.what]), ", ".join(whose)]))
    return heads, rows


def _gates(request: Any, facts: Facts, voice: Voice) -> tuple[Sequence[Head], Rows]:
    processes, find = gated(facts), request.GET.get("q", "").strip().casefold()
    stands: Mapping[str, str | Promise] = {
        "open": _("open"),
        "ready": _("waits for a decision"),
        "shut": _("shut"),
    }
    heads: list[Head] = [(_("Id"), 2), (_("What comes to the gates"), 4)]
    heads += [(process.name or process.id, 3) for process in processes]
    rows: Rows = []
    for row in waiting(facts):
        if find in (row.name or row.id).casefold():
            found = [cell(facts, row, process) for process in processes]
            told = [str(stands[one.stands]) if one else "" for one in found]
            rows.append(((row.type, row.id), [row.id, row.name or "", *told]))
    return heads, rows


def _incidents(_request: Any, facts: Facts, voice: Voice) -> tuple[Sequence[Head], Rows]:
    heads = _columns(
        "2 5 2 3 2 2 2 2 2 2 3 2",
        _("Id"),
        _("Incident"),
        _("Occurred on"),
        _("AI system"),
        _("Severity"),
        _("Serious"),
        _("Known on"),
        _("Report by"),
        _("Authority told on"),
        _("State"),
        _("Owner"),
        _("Closed on"),
    )
    rows: Rows = []
    for row in sorted(facts.rows("Incident"), key=lambda one: one.occurred_on or "", reverse=True):
        found = line(facts, row)
        cells = [row.id, row.title or "", voice.day(row.occurred_on), _name(facts, "AISystem", row.system)]
        cells += [voice.word(row.severity), voice.word(row.serious), voice.day(row.aware_on)]
        cells += [voice.day(found.clock.by), voice.day(row.authority_told_on), voice.word(found.state)]
        cells += [_name(facts, "Person", row.owner), voice.day(row.closed_on)]
        rows.append((("Incident", row.id), cells))
    return heads, rows


def _suppliers(_request: Any, facts: Facts, voice: Voice) -> tuple[Sequence[Head], Rows]:
    heads = _columns(
        "2 4 1 2 2 3 1 2 4 3",
        _("Id"),
        _("Supplier"),
        _("Score in %"),
        _("Questions open"),
        _("Risk"),
        _("Outcome"),
        _("In order"),
        _("Again by"),
        _("AI systems"),
        _("Owner"),
    )
    rows: Rows = []
    for row in facts.rows("Vendor"):
        if ended(facts, row):
            continue
        found = assessment(facts, row)
        score = "" if found.score is None else str(round(found.score * 100))
        cells = [row.id, row.name or "", score, str(found.missing), voice.word(found.rank or row.risk)]
        cells += [voice.word(row.outcome), _("yes") if in_order(facts, row) else _("no")]
        cells += [voice.day(row.reassess_due), ", ".join(one.name or one.id for one in systems(facts, row))]
        rows.append((("Vendor", row.id), [*map(str, cells), _name(facts, "Person", row.owner)]))
    return heads, rows


def _systems(_request: Any, facts: Facts, voice: Voice) -> tuple[Sequence[Head], Rows]:
    heads = _columns(
        "2 4 2 1 3 8",
        _("Id"),
        _("AI system"),
        _("Stage"),
        _("High impact"),
        _("Owner"),
        _("What its stage lacks"),
    )
    rows: Rows = []
    for row in facts.rows("AISystem"):
        lacks = [str(one.said) for one in due(facts, row) if not one.task.done]
        high = "" if row.high_impact is None else _("yes") if row.high_impact else _("no")
        cells = [
            row.id,
            row.name or "",
            voice.word(stage_of(row)),
            str(high),
            _name(facts, "Person", row.owner),
        ]
        rows.append((("AISystem", row.id), [*cells, "; ".join(lacks)]))
    place = {stage: number for number, stage in enumerate(STAGES)}
    by_stage = {row.id: place.get(stage_of(row), -1) for row in facts.rows("AISystem")}
    return heads, sorted(rows, key=lambda one: by_stage[one[0][1]])


def _columns(shares: str, *heads: str | Promise) -> list[Head]:
    return list(zip(heads, map(int, shares.split()), strict=True))


def _name(facts: Facts, type: str, ref: str | None) -> str:
    row = facts.get(type, ref)
    return str(row.name or row.id) if row is not None else ref or ""


LISTS: Mapping[str, Listed] = {
    "due": Listed(_("What is due"), _("Deadlines and reviews, from the records themselves."), _due),
    "gates": Listed(
        _("At the gates"), _("What may go on, what waits for a decision, and what lacks something."), _gates
    ),
    "incidents": Listed(
        _("Incidents"), _("What went wrong with AI systems, and by when the law wants it told."), _incidents
    ),
    "suppliers": Listed(
        _("Suppliers"), _("How each was assessed, and which AI systems hang on it"), _suppliers
    ),
    "systems": Listed(
        _("AI systems"), _("Where each stands in its life, and what its stage lacks"), _systems
    ),
}
"""The lists that are taken away, by the name in their address."""
