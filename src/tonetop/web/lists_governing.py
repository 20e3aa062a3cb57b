"""What lists about AI systems and what is due hold as files: the lines of their pages, by the same search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tonetop.core.facts import Facts
from tonetop.standard.life import STAGES, stage_of
from tonetop.standard.suppliers import assessment, ended, systems
from tonetop.standard.suppliers.lacking import in_order
from tonetop.web.due import WHAT
from tonetop.web.gates import cell, gated, waiting
from tonetop.web.handing import part_of
from tonetop.web.incidents import line
from tonetop.web.listed import Head, Lines, Listed, Rows, columns, name
from tonetop.web.systems import due
from tonetop.work import due_list, remind
from tonetop.work.reports.voice import Voice


def _due(request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "2 1 3 2 6 4 3", _("Due on"), _("Days left"), _("Kind"), _("Id"), _("What"), _("To do"), _("Whose")
    )
    account = request.user
    off = due_list.put_off(account)
    everybody = "all" in request.GET or not account.person
    items = due_list.waiting(facts, off) if everybody else due_list.of(account.person, facts, off)
    whole = len(items) if everybody else len(due_list.waiting(facts, off))
    whom = "" if everybody else name(facts, "Person", account.person)
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
    return Lines(heads, rows, part_of(whole, len(rows), (_("Whose"), whom)))


def _gates(request: Any, facts: Facts, voice: Voice) -> Lines:
    processes, find = gated(facts), request.GET.get("q", "").strip()
    stands: Mapping[str, str | Promise] = {
        "open": _("open"),
        "ready": _("waits for a decision"),
        "shut": _("shut"),
    }
    heads: list[Head] = [(_("Id"), 2), (_("What comes to the gates"), 4)]
    heads += [(process.name or process.id, 3) for process in processes]
    rows: Rows = []
    everything = waiting(facts)
    for row in everything:
        if find.casefold() in (row.name or row.id).casefold():
            found = [cell(facts, row, process) for process in processes]
            told = [str(stands[one.stands]) if one else "" for one in found]
            rows.append(((row.type, row.id), [row.id, row.name or "", *told]))
    return Lines(heads, rows, part_of(len(everything), len(rows), (_("Name"), find)))


def _incidents(_request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
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
        cells = [row.id, row.title or "", voice.day(row.occurred_on), name(facts, "AISystem", row.system)]
        cells += [voice.word(row.severity), voice.word(row.serious), voice.day(row.aware_on)]
        cells += [voice.day(found.clock.by), voice.day(row.authority_told_on), voice.word(found.state)]
        cells += [name(facts, "Person", row.owner), voice.day(row.closed_on)]
        rows.append((("Incident", row.id), cells))
    return Lines(heads, rows)


def _suppliers(_request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
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
        rows.append((("Vendor", row.id), [*map(str, cells), name(facts, "Person", row.owner)]))
    return Lines(heads, rows)


def _systems(_request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
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
            name(facts, "Person", row.owner),
        ]
        rows.append((("AISystem", row.id), [*cells, "; ".join(lacks)]))
    place = {stage: number for number, stage in enumerate(STAGES)}
    by_stage = {row.id: place.get(stage_of(row), -1) for row in facts.rows("AISystem")}
    return Lines(heads, sorted(rows, key=lambda one: by_stage[one[0][1]]))


GOVERNING: Mapping[str, Listed] = {
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
"""The lists by the name in their address."""
