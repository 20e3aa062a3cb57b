"""Judgements of uses: whether a use of an AI system is among those that the law prohibits, in a person's own word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from tonetop.records.acting import is_other
from tonetop.records.fields import Day, Prose, Reference, Text, YesNo
from tonetop.records.models import Record

STAYS = gettext_noop("a use that was found prohibited is judged anew, not withdrawn")


class UseJudgement(Record):
    """Judgements of uses: whether a use of an AI system is among those that the law prohibits, and who said so."""

    requirement = "A.9.4"
    prefix = "UJ"
    group = "Govern"
    own_dates = ("judged_on",)
    columns = ("ref", "system", "use", "prohibited", "judged_by", "judged_on")
    title_field = "use"
    doer = "judged_by"

    system = Reference("AISystem", label="AI system")
    use = Text("Use", "As the AI system names it.")
    prohibited = YesNo("Prohibited", "Whether it is among the practices of Art. 5 of the AI Act.")
    judged_by = Reference(
        "Person",
        label="Judged by",
        help="Somebody of the legal unit or who may waive gates; not the owner of the system.",
    )
    judged_on = Day("Judged on")
    reason = Prose("Reason", personal=False)

    @classmethod
    def only_by_act(cls, values: Mapping[str, Any], last: Record | None, today: str) -> str:
        """A judgement that prohibits stays as it is: without it, another one would count again."""
        held: Any = last
        if held is None or not held.prohibited:
            return ""
        other = any(is_other(held, values, name) for name in ("prohibited", "use", "system"))
        return STAYS if other or values.get("withdrawn_on") else ""
