"""Changes of stage: who took an AI system from one stage of its life to the next, when, why, what the gates said."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, References, Text, Word
from tonetop.records.models import Record
from tonetop.standard.life.stages import STAGES


class StageChange(Record):
    """Changes of stage: who took an AI system to the next stage of its life, when, why, and what the gates said."""

    requirement = "A.6.2"
    prefix = "SC"
    group = "Govern"
    own_dates = ("changed_on",)
    columns = ("ref", "system", "stage_before", "stage", "changed_on", "decided_by")
    title_field = "stage"
    doer = "decided_by"

    system = Reference("AISystem", label="AI system")
    stage_before = Word(*STAGES, label="From stage")
    stage = Word(*STAGES, label="To stage")
    changed_on = Day("Changed on")
    decided_by = Reference("Person", label="Decided by")
    reason = Prose("Reason")
    gates_said = Text("What the gates said")
    evidence_refs = References("Evidence", label="Evidence")

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """What the gates said is written by asking them; where a change led stays as it was made."""
        return (
            ("gates_said",)
            if last is None
            else ("gates_said", "system", "stage_before", "stage", "changed_on")
        )
