"""Incidents: what went wrong with an AI system, who was told, and what was learnt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, References, Text, Word
from tonetop.records.models import Record
from tonetop.standard.terms.clocks import SERIOUS, report_by
from tonetop.standard.terms.easing import eased


class Incident(Record):
    """Incidents: what went wrong with an AI system, who was told, and what was learnt."""

    requirement = "10.2"
    prefix = "INC"
    group = "Prove"
    own_dates = ("occurred_on",)
    columns = ("ref", "system", "severity", "occurred_on", "notified_on", "closed_on")
    title_field = "severity"
    deadline = Deadline(
        "aware_on", "owner", done=("authority_told_on", "no_notice_reason"), reckoned=report_by
    )

    system = Reference("AISystem", label="System")
    severity = Word("low", "medium", "high", "critical", label="Severity")
    occurred_on = Day("Occurred on")
    notified_to = References("Person", label="Notified to")
    notified_on = Day("Notified on")
    decision = Reference("Decision", label="Decision")
    lessons_ref = Reference("Evidence", label="Lessons")
    closed_on = Day("Closed on")
    title = Text("Title")
    description = Prose("What happened")
    owner = Reference("Person", label="Owner")
    serious = Word(
        "not-serious",
        *SERIOUS,
        label="Serious (Art. 73 AI Act)",
        help="Serious: 15 days to report; a death: 10; critical infrastructure or a widespread infringement: 2.",
    )
    aware_on = Day("Known on", "The day on which the organisation knew of it; the days to report begin then.")
    authority_told_on = Day("Authority told on")
    authority_reference = Text("Its reference")
    no_notice_reason = Prose("Why the authority need not be told")
    eased_by = Reference("Person", label="Judged less grave by")
    eased_on = Day("Judged less grave on")
    easing_reason = Prose("Why it weighs less")

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """Who judged it less grave is told by their act alone."""
        return ("eased_by", "eased_on", "easing_reason") if last is not None else ()

    @classmethod
    def only_by_act(cls, values: Mapping[str, Any], last: Record | None, today: str) -> str:
        """An incident that weighs less opens gates and stops clocks, so nobody does that to their own report alone."""
        if last is None:
            return ""
        if values.get("withdrawn_on") and not last.withdrawn_on:
            return "an incident is not withdrawn; another person closes it, with a reason, on its page"
        less = eased(last.plain(), values)
        if not less:
            return ""
        return f"it would weigh less ({', '.join(less)}); another person says so, with a reason, on its page"
