"""Policy reviews: who looked at a policy again, when, why, with what outcome."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, Word
from tonetop.records.models import Record


class PolicyReview(Record):
    """Policy reviews: who looked at a policy again, when, why, with what outcome."""

    requirement = "5.2"
    prefix = "PR"
    group = "Govern"
    key = ("policy", "reviewed_on", "reviewed_by")
    own_dates = ("reviewed_on",)
    columns = ("ref", "policy", "reviewed_on", "reviewed_by", "trigger")
    title_field = "outcome"
    doer = "reviewed_by"

    policy = Reference("PolicyVersion", label="Policy")
    reviewed_by = Reference("Person", label="Reviewed by")
    reviewed_on = Day("Reviewed on")
    trigger = Word("planned", "law", "incident", "strategy", "scope", "audit", label="Trigger")
    outcome = Prose("Outcome")
