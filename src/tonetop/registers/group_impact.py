"""Impacts on groups: what an AI system may do to one group in one respect, and what is done about it."""

from __future__ import annotations

from tonetop.records.fields import Prose, Reference, Text, Word
from tonetop.records.models import Record
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
