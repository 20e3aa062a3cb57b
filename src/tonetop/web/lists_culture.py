"""What lists of objectives, communication, training and scans hold as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tonetop.core.facts import Facts
from tonetop.standard import learning, tone
from tonetop.standard.maps import alignment as maps
from tonetop.web.alignment import NONE, narrowed
from tonetop.web.handing import part_of
from tonetop.web.inventory import counts, demand_act
from tonetop.web.listed import Lines, Listed, Rows, columns, name
from tonetop.web.naming import accounts, plainly
from tonetop.work import run_scan
from tonetop.work.assessment_page import WORDS
from tonetop.work.reports.report import NOWHERE
from tonetop.work.reports.voice import Voice


def _objectives(request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "2 5 4 4 3 2 2 2 2 2 3",
        _("Id"),
        _("Objective"),
        _("Goal"),
        _("Principles"),
        _("Indicator"),
        _("Target"),
        _("Last measured"),
        _("Value"),
        _("Status"),
        _("Evidence"),
        _("Owner"),
    )
    found, goal = facts.prepared(maps.alignment), request.GET.get("goal", "").strip()
    rows: Rows = []
    for one in narrowed(found, goal):
        row, last = one.objective, one.latest
        goals = ", ".join(own.title or own.id for own in one.goals)
        told = [row.id, row.title or "", goals, ", ".join(map(voice.word, one.principles)), row.metric or ""]
        told += [plainly(row.target) if row.target is not None else ""]
        measured = ["", "", ""]
        if last is not None:
            measured = [voice.day(last.measured_on), plainly(last.value), voice.word(last.status)]
        rest = [str(len(one.evidence)), name(facts, "Person", row.owner)]
        rows.append((("AIObjective", row.id), [*told, *measured, *rest]))
    said = gettext("none") if goal == NONE else name(facts, "StrategyGoal", goal)
    return Lines(heads, rows, part_of(len(found.strands), len(rows), (_("Goal"), said)))


def _communication(_request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "4 2 2 2 2 5 2",
        _("Who"),
        _("Days since the last"),
        _("Silence counts after"),
        _("Longest gap in 365 days"),
        _("Times in 365 days"),
        _("Channels"),
        _("Result"),
    )
    rows: Rows = []
    for one in facts.prepared(tone.meters):
        who = name(facts, "Person", one.person.id) if one.person else gettext("Top management together")
        since, gap = ("" if days is None else str(days) for days in (one.since, one.gap))
        channels = ", ".join(f"{voice.word(kind)} ×{count}" for kind, count in one.channels)
        told = [who, since, str(one.limit), gap, str(one.count), channels, voice.said(WORDS[one.result])]
        rows.append((("Person", one.person.id) if one.person else NOWHERE, told))
    return Lines(heads, rows)


def _training(_request: Any, facts: Facts, voice: Voice) -> Lines:
    heads = columns(
        "2 5 2 4 1 1 1 1",
        _("Id"),
        _("Course"),
        _("Due on"),
        _("Unit"),
        _("Asked"),
        _("In time"),
        _("Later"),
        _("Open"),
    )
    rows: Rows = []
    for one in facts.prepared(learning.progress):
        row = one.mandate
        told = [row.id, row.course or "", voice.day(row.due_on)]
        for group in one.units:
            counts = map(str, (group.asked, group.done, group.late, len(group.open)))
            rows.append(
                (("TrainingMandate", row.id), [*told, group.unit or gettext("no unit recorded"), *counts])
            )
    return Lines(heads, rows)


def _scans(request: Any, facts: Facts, voice: Voice) -> Lines:
    demand_act(request)
    heads = columns(
        "1 5 2 2 1 4 3",
        _("Scan"),
        _("Source"),
        _("Day"),
        _("State"),
        _("Findings"),
        _("Held against"),
        _("Scanned by"),
    )
    every = list(run_scan.scans(facts.as_of))
    latest, names = {one.pk for one in run_scan.latest(facts.as_of)}, accounts({one.by for one in every})
    rows: Rows = []
    for one in every:
        found = counts(one) if one.pk in latest else None
        count = "" if found is None else str(found.total() - found["coverage"])
        against = ", ".join(name(facts, "Asset", system) for system in one.systems)
        told = [str(one.pk), one.listed or one.source, voice.day(one.as_of), voice.word(one.stage)]
        rows.append((NOWHERE, [*told, count, against, names.get(one.by, one.by)]))
    return Lines(heads, rows)


CULTURE: Mapping[str, Listed] = {
    "objectives": Listed(
        _("Strategy to evidence"),
        _("What each objective serves, how it is measured, and what proves it"),
        _objectives,
    ),
    "communication": Listed(
        _("How often leaders speak"),
        _("Only what a leader said in person counts, and silence is seen by everyone."),
        _communication,
    ),
    "training": Listed(
        _("Training"), _("Who is done with what was asked for, in time or later, by unit."), _training
    ),
    "scans": Listed(
        _("Asset inventory"), _("Which sources were scanned, when, by whom and with what result."), _scans
    ),
}
"""The lists by the name in their address."""
