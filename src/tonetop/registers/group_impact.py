"""Impacts on groups: what an AI system may do to one group in one respect, and what is done about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonetop.records.acting import has_word
from tonetop.records.fields import Prose, Reference, Text, Word
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.standard.impact import LEVELS, LIKELIHOODS, RESPECTS


class GroupImpact(Record):
    """Impacts on groups: what an AI system may do to one group in one respect, and what is done about it."""

    requirement = "6.1.4"
    prefix = "GI"
    group = "Govern"
    columns = ("ref", "assessment", "affected", "respect", "level", "likelihood", "level_after")
    title_field = "affected"
    succeeds = ("assessment",)

    assessment = Reference("ImpactAssessment", label="Assessment")
    affected = Text("Affected group", "One of the assessment's affected groups, as it is written there.")
    respect = Word(*RESPECTS, label="Respect", help="In which respect the group is affected.")
    level = Word(
        *LEVELS, label="How grave", help="Before any measure; none: looked at, and nothing was found."
    )
    likelihood = Word(*LIKELIHOODS, label="How likely")
    reversible = Word("yes", "hardly", "no", label="Can it be undone")
    explanation = Prose("Why", personal=False)
    benefit = Prose("Benefit", "What good it does to this group in this respect.", personal=False)
    measures = Prose("Measures", personal=False)
    level_after = Word(*LEVELS, label="How grave after the measures")

    @classmethod
    def only_by_act(cls, values: Mapping[str, Any], last: Record | None, today: str) -> str:
        """An approval covers what was said of each group, so nothing is said otherwise beneath it."""
        held: Any = last
        for ref in {values.get("assessment"), held.assessment if held is not None else None} - {None}:
            row = registers()["ImpactAssessment"].objects.filter(ref=ref).order_by("-revision").first()
            if row is not None and not row.withdrawn_on and row.approved_on and has_word(row, "approved_by"):
                return f"{ref} was approved on {row.approved_on}; begin a new assessment of the system"
        return ""
