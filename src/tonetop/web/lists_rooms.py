"""What lists of the audit room, of resources, evidence, documents and the inventory hold as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tonetop.core.facts import Facts
from tonetop.standard.maps import means
from tonetop.web import documents as papers
from tonetop.web import evidence as pieces
from tonetop.web.audit import STEPS, open_findings
from tonetop.web.audit_calendar import audit_title
from tonetop.web.document_words import WORDS as DOCUMENT_STATES
from tonetop.web.document_words import waits_for
from tonetop.web.handing import part_of
from tonetop.web.inventory import demand_act
from tonetop.web.listed import Lines, Listed, Rows, columns, name
from tonetop.web.resources import chosen as requests
from tonetop.web.resources import number, share, verdict
from tonetop.work.audit_report import findings
from tonetop.work.audit_report import name as who
from tonetop.work.close_finding import next_step
from tonetop.work.over_collected import over_collected
from tonetop.work.reports.voice import Voice

EXCESS: Mapping[str, str | Promise] = {
    "undeclared": _("not declared"),
    "outside": _("outside the purpose"),
    "unneeded": _("not needed"),
}
"""Why a field holds more than it should, in words."""


def _audits(_request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "2 2 5 2 2 3 3 1 2 2",
        _("Id"),
        _("Kind"),
        _("Audit"),
        _("Planned"),
        _("Performed"),
        _("Auditor"),
        _("Scope"),
        _("Findings"),
        _("Told on"),
        _("Next due"),
    )
    rows: Rows = []
    for row in facts.rows("InternalAudit"):
        told = [
            row.id,
            gettext("internal"),
            audit_title(row),
            voice.day(row.planned_on),
            voice.day(row.performed_on),
        ]
        scope = [
            who(facts, row.lead_auditor) or "",
            ", ".join(row.clauses or ()),
            str(len(findings(facts, row.id))),
        ]
        rows.append((("InternalAudit", row.id), [*told, *scope, voice.day(row.reported_on), ""]))
    for row in facts.rows("ExternalAudit"):
        told = [
            row.id,
            gettext("external"),
            audit_title(row),
            voice.day(row.planned_on),
            voice.day(row.held_on),
        ]
        scope = [row.body or "", voice.word(row.kind), str(len(findings(facts, row.id)))]
        rows.append((("ExternalAudit", row.id), [*told, *scope, "", voice.day(row.next_due)]))
    return Lines(heads, rows)


def _findings(_request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "2 6 2 2 2 2 4",
        _("Id"),
        _("Finding"),
        _("Grade"),
        _("Clause"),
        _("Raised on"),
        _("Due"),
        _("Waits until"),
    )
    rows: Rows = []
    for row in open_findings(facts):
        told = [row.id, row.statement or "", voice.word(row.grade), row.clause or ""]
        days = [voice.day(row.raised_on), voice.day(row.due), gettext(STEPS[next_step(facts, row)])]
        rows.append((("Finding", row.id), [*told, *days]))
    whole = len(list(facts.rows("Finding")))
    return Lines(heads, rows, part_of(whole, len(rows), (_("State"), _("open"))))


def _resources(request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "2 2 2 2 1 2 1 2 2 3 3 5 5",
        _("Id"),
        _("Kind"),
        _("For"),
        _("Asked"),
        _("Currency"),
        _("Granted"),
        _("Share"),
        _("Needed by"),
        _("Decided on"),
        _("Decided by"),
        _("State"),
        _("Why"),
        _("What follows"),
    )
    year, cell = (request.GET.get(key, "").strip() for key in ("year", "cell"))
    listed, _matrix, cell_name = requests(facts, year, cell)
    rows: Rows = []
    for one in (means.asked(facts, row) for row in listed):
        row = one.request
        amounts = [number(row.amount), row.currency or "", number(row.granted) if row.decided_on else ""]
        days = [share(one.share), voice.day(row.needed_by), voice.day(row.decided_on)]
        told = [name(facts, "Person", row.decided_by), verdict(one)[2], row.shortfall_rationale or ""]
        kind = [row.id, voice.word(row.kind), voice.word(one.use or "")]
        rows.append((("ResourceRequest", row.id), [*kind, *amounts, *days, *told, row.consequence or ""]))
    whole = len(list(facts.rows("ResourceRequest")))
    usual = gettext("Twelve months and ahead") if len(rows) < whole else ""
    narrowed = part_of(whole, len(rows), (_("Year of need"), year or usual), (_("Means"), cell_name))
    return Lines(heads, rows, narrowed)


def _budget(_request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "2 4 2 2 2 2 3 2",
        _("Period"),
        _("Purpose"),
        _("Asked"),
        _("Approved"),
        _("Spent"),
        _("Spent of approved"),
        _("Approved by"),
        _("Approved on"),
    )
    rows: Rows = []
    for one in facts.prepared(means.lines):
        row = one.line
        amounts = [*map(number, (row.requested, row.approved, row.spent)), share(one.spent)]
        by = [name(facts, "Person", row.approved_by), voice.day(row.approved_on)]
        rows.append((("BudgetLine", row.id), [row.period or "", row.purpose or "", *amounts, *by]))
    return Lines(heads, rows)


def _evidence(request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "2 5 3 2 2 2 2 3 2 3",
        _("Id"),
        _("Evidence"),
        _("Kind"),
        _("State"),
        _("Occurred on"),
        _("From"),
        _("To"),
        _("Kept for"),
        _("Expires"),
        _("Owner"),
    )
    wish = pieces.Wish.of(request.GET)
    rows: Rows = []
    for row in pieces.narrowed(facts, wish):
        told = [row.id, row.title or "", voice.word(row.kind), str(pieces.WORDS[row.state or pieces.NONE])]
        days = map(voice.day, (row.occurred_on, row.period_from, row.period_to))
        rest = [
            ", ".join(row.requirements or ()),
            voice.day(row.expires_on),
            name(facts, "Person", row.owner),
        ]
        rows.append((("Evidence", row.id), [*told, *days, *rest]))
    said = [(_("State"), pieces.WORDS.get(wish.state, wish.state)), (_("Kept for"), wish.requirement)]
    return Lines(
        heads, rows, part_of(len(list(facts.rows("Evidence"))), len(rows), *said, (_("Find"), wish.find))
    )


def _documents(request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "2 5 2 2 2 6 3",
        _("Id"),
        _("Document"),
        _("Kind"),
        _("Version"),
        _("State"),
        _("Waits for"),
        _("Owner"),
    )
    state, rows = request.GET.get("state", ""), Rows()
    everything, found = papers.in_state(facts, state)
    for one in found:
        row, version = one.row, one.current.row.version if one.current else ""
        told = [row.id, row.title or "", voice.word(row.kind), version or "", str(DOCUMENT_STATES[one.state])]
        waits = "; ".join(waits_for(facts, one))
        rows.append((("Document", row.id), [*told, waits, name(facts, "Person", row.owner)]))
    narrowed = part_of(len(everything), len(rows), (_("State"), DOCUMENT_STATES.get(state, state)))
    return Lines(heads, rows, narrowed)


def _over(request: Any, facts: Facts, voice: Voice) -> Lines:
    demand_act(request)
    heads = columns(
        "4 3 4 1 4 3 1 2 2",
        _("Field"),
        _("System"),
        _("What it holds"),
        _("Values"),
        _("Why"),
        _("Owner"),
        _("Days"),
        _("Since"),
        _("Finding"),
    )
    rows: Rows = []
    for one in over_collected(facts):
        system = one.system.name or one.system.id if one.system else one.scan.source if one.scan else ""
        why = ", ".join(str(EXCESS.get(state, state)) for state in one.states)
        told = [
            one.field,
            system,
            ", ".join(one.kinds) or one.category,
            "" if one.count is None else str(one.count),
        ]
        rest = [why, name(facts, "Person", one.owner), str(one.days), voice.day(one.since)]
        lead = ("Asset", one.system.id) if one.system else ("", "")
        rows.append((lead, [*told, *rest, ", ".join(row.id for row in one.raised)]))
    return Lines(heads, rows)


ROOMS: Mapping[str, Listed] = {
    "audits": Listed(
        _("Audits"), _("What was and will be audited, by whom, and how much was found."), _audits
    ),
    "findings": Listed(
        _("Open findings"), _("What was found and is not gone yet, and what it waits for."), _findings
    ),
    "resources": Listed(
        _("Asked and granted"), _("Money, people, time and tools: asked, granted, and why less."), _resources
    ),
    "budget": Listed(_("Budget lines by period"), _("What was asked, approved and spent."), _budget),
    "evidence": Listed(
        _("Evidence"),
        _("What proves what was done, for which period and requirement, and its state."),
        _evidence,
    ),
    "documents": Listed(
        _("Documents"), _("Policies, procedures and plans, and what each waits for."), _documents
    ),
    "over-collected": Listed(
        _("Over-collection"), _("Fields that hold more than is declared or needed."), _over
    ),
}
"""The lists by the name in their address."""
