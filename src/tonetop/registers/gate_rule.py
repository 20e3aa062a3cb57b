"""Rules of gates: what must hold, what is prohibited, what stops, and whose rank is asked, as conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Prose, Reference, Text, Word, Words
from tonetop.records.models import Record
from tonetop.standard.gating import conditions
from tonetop.standard.gating.rules import EFFECTS, KINDS


class GateRule(Record):
    """Rules of gates: what must hold, what is prohibited, what stops, and whose rank is asked."""

    requirement = "8.1"
    prefix = "GR"
    group = "Govern"
    own_dates = ("approved_on",)
    columns = ("ref", "sentence", "effect", "gates", "process", "in_force_since", "approved_by")
    title_field = "sentence"
    doer = "approved_by"
    review = Every(months=12, since="approved_on")

    sentence = Text("Sentence", "What is asked or prohibited, in one sentence that people read at the gate.")
    effect = Word(*EFFECTS, label="Effect")
    gates = Words(*KINDS, label="Kinds of gates", help="None: every kind.")
    process = Reference("BusinessProcess", label="Process", help="None: every process.")
    condition = Text(
        "Condition", "In CEL, over the subject and the records about it; see the how-to on gates."
    )
    quotes = Prose(
        "Words of the policy",
        "The rule of the policy that is applied here, as it is written there.",
        personal=False,
    )
    policy = Reference("PolicyVersion", label="Policy")
    act = Text("What to do", "What somebody does who is stopped by it.")
    in_force_since = Day("In force since", "None: a draft, which no gate asks.")
    in_force_until = Day("In force until")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")

    @classmethod
    def clean_values(cls, values: Mapping[str, Any]) -> Iterable[str]:
        """A condition that cannot be read would keep its gates shut for ever."""
        if not values.get("condition"):
            return
        try:
            conditions.judge(values["condition"])
        except conditions.Misworded as wrong:
            yield f"condition: {wrong}"
