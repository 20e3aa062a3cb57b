"""What each number of the catalogue decides, in plain words, and which checks and pitfalls read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext

from tonetop.core.facts import Facts
from tonetop.standard import catalogue

MEANT = {
    "review_interval_days": "A management review is held at least every",
    "review_grace_days": "How much later a review still counts in part",
    "exec_risk_review_days": "Executives look at every high risk at least every",
    "policy_review_days": "The AI policy is reviewed at least every",
    "trigger_assess_days": "A trigger event is assessed within",
    "objective_measure_days": "An AI objective is measured at least every",
    "goal_reconfirm_days": "After a strategic goal changes, its AI objectives are confirmed within",
    "gate_coverage_pass": "Share of new AI systems through all their gates, to be backed",
    "gate_coverage_partial": "Share of new AI systems through all their gates, to be partly backed",
    "waiver_rate_pass": "Share of waived gates, at most, to be backed",
    "waiver_rate_partial": "Share of waived gates, at most, to be partly backed",
    "rubber_stamp_min_n": "From how many gate passages without a single no a gate counts as a rubber stamp",
    "grant_ratio_pass": "Share granted of what was asked, to be backed",
    "grant_ratio_partial": "Share granted of what was asked, below which reasons are missing",
    "fill_pass": "Share of each role's posts that is filled, to be backed",
    "fill_partial": "Share of each role's posts that is filled, to be partly backed",
    "spend_low": "Least share of the budget spent, for the time gone by",
    "spend_high": "Largest share of the budget spent, for the time gone by",
    "escalation_days": "An escalated need is answered within",
    "comm_min_per_year": "Times top management speaks of AI management in a year, at least",
    "comm_gap_days": "Longest silence of top management",
    "comm_channels_min": "Channels that top management uses, at least",
    "reach_pass": "Share of the audience reached, to be backed",
    "reach_partial": "Share of the audience reached, to be partly backed",
    "training_pass": "Share of those asked who complete a mandated course, to be backed",
    "training_partial": "Share of those asked who complete a mandated course, to be partly backed",
    "support_answer_days": "What role holders ask for is decided within",
    "concern_ack_days": "A concern is acknowledged within",
    "action_on_time_pass": "Share of actions closed by their date, to be backed",
    "action_on_time_partial": "Share of actions closed by their date, to be partly backed",
    "major_notify_days": "A major finding is told to top management within",
    "incident_notify_days": "A severe incident is told to top management within",
    "incident_lesson_days": "The lesson of a severe incident is drawn within",
    "minutes_approve_days": "Minutes of a management review are approved within",
    "late_record_days": "Evidence counts as recorded late after",
    "burst_window_days": "Days before an audit in which a burst of evidence is looked for",
    "burst_share": "Share of a year's evidence that makes such a burst",
    "it_share_warn": "Share of roles and gates held by IT that makes AI management an IT project",
    "forum_presence_pass": "Share of steering meetings with law and business at the table, to be backed",
    "survey_response_min": "Share of people who answer a survey, at least",
    "ropa_review_days": "A processing activity is reviewed at least every",
    "ropa_high_risk_review_days": "A processing activity of high risk is reviewed at least every",
    "notice_review_days": "A privacy notice is published anew at least every",
    "asset_scan_days": "Every kind of hosting is scanned for unlisted systems at least every",
    "deletion_run_grace_days": "How much longer than its period data may stay until a deletion run",
    "minimisation_review_days": "The need for each personal field is reviewed at least every",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the catalogue: what it decides, the catalogue's value, the one in force here, who reads it.

    own: whether the organisation set one of its own.
    """

    name: str
    meant: str
    ours: float
    here: float
    own: bool
    readers: tuple[tuple[str, str], ...]


def parameters(facts: Facts) -> list[Parameter]:
    """Every parameter in the catalogue's order, as of the facts' day."""
    return [
        Parameter(
            name,
            gettext(MEANT[name]),
            ours,
            facts.parameters[name],
            facts.get("ParameterSetting", name) is not None,
            _readers().get(name, ()),
        )
        for name, ours in catalogue.parameters().items()
    ]


@cache
def _readers() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Who reads each parameter, as (kind of page, id)."""
    texts = [("check", id, " ".join(check.texts.values())) for id, check in catalogue.checks().items()]
    for id, pitfall in catalogue.pitfalls().items():
        texts.append(("pitfall", id, " ".join((*pitfall["signals"], pitfall["guard"] or ""))))
    found: dict[str, list[tuple[str, str]]] = {}
    for page, id, text in texts:
        for name in dict.fromkeys(re.findall(r"[a-z]+(?:_[a-z]+)+", text)):
            found.setdefault(name, []).append((page, id))
    return {name: tuple(readers) for name, readers in found.items()}
