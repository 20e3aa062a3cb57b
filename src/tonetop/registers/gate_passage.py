"""Gate passages: what came to a gate, and whether it was let through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from tonetop.records.acting import is_other
from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, References, Word
from tonetop.records.models import Record

DECIDED = ("gate", "subject", "occurred_on", "outcome", "decided_by")
"""What was decided, of what, when and by whom; beside it stands what follows, as conditions that are met."""
STAYS = gettext_noop("what was decided at a gate stays; decide anew, or withdraw that entry if it is wrong")


class GatePassage(Record):
    """Gate passages: what came to a gate, and whether it was let through."""

    requirement = "8.1"
    prefix = "GP"
    group = "Govern"
    own_dates = ("occurred_on",)
    columns = ("ref", "gate", "subject", "occurred_on", "outcome", "decided_by")
    title_field = "outcome"
    doer = "decided_by"
    deadline = (
        Deadline("waiver_expires_on", "decided_by"),
        Deadline("conditions_due", "conditions_owner", done=("conditions_met_on",)),
    )

    gate = Reference("ProcessGate", label="Gate")
    subject = Reference(
        "AISystem",
        "Asset",
        "Decision",
        label="Subject",
        help="The AI system, asset or decision that came to the gate.",
    )
    occurred_on = Day("Occurred on")
    outcome = Word("passed", "conditional", "rejected", "waived", label="Outcome")
    evidence_refs = References("Evidence", label="Evidence")
    decided_by = Reference("Person", label="Decided by")
    conditions = Prose("Conditions", "What has to be met when it passes with conditions.", personal=False)
    conditions_owner = Reference("Person", label="Conditions met by")
    conditions_due = Day("Conditions due", "The gate is shut when they are not met by then.")
    conditions_met_on = Day("Conditions met on")
    waiver_reason = Prose("Waiver reason")
    waiver_cause = Word(
        "launch-date", "revenue", "customer-pressure", "emergency-fix", "other", label="Waiver cause"
    )
    waiver_expires_on = Day("Waiver expires on")

    @classmethod
    def only_by_act(cls, values: Mapping[str, Any], last: Record | None, today: str) -> str:
        """A decision stays as it was made: whoever writes another over it would decide in its place."""
        other = last is not None and any(is_other(last, values, name) for name in DECIDED)
        return STAYS if other else ""
