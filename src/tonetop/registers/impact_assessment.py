"""Impact assessments: what an AI system may do to people, groups and society."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from tonetop.records.acting import is_other
from tonetop.records.cadences import Deadline, Every
from tonetop.records.fields import Day, Prose, Reference, Texts, Word
from tonetop.records.models import Record

STAYS = gettext_noop("it says no-go and stays so; begin a new assessment of the system")


class ImpactAssessment(Record):
    """Impact assessments: what an AI system may do to people, groups and society."""

    requirement = "6.1.4"
    prefix = "IA"
    group = "Govern"
    own_dates = ("performed_on",)
    columns = ("ref", "system", "performed_on", "outcome", "approved_by", "next_due")
    title_field = "outcome"
    doer = "approved_by"
    review = Every(months=12, since="performed_on")
    deadline = Deadline("next_due", "approved_by")
    succeeds = ("system",)

    system = Reference("AISystem", label="System")
    performed_on = Day("Performed on")
    performed_by = Reference("Person", label="Performed by")
    affected_groups = Texts("Affected groups")
    societal = Prose("Societal")
    outcome = Prose("Outcome")
    conclusion = Word(
        "go",
        "go-with-conditions",
        "no-go",
        label="Conclusion",
        help="Gates open for go alone; none: not yet.",
    )
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
    next_due = Day("Next due")

    @classmethod
    def only_by_act(cls, values: Mapping[str, Any], last: Record | None, today: str) -> str:
        """A no-go stays: without it an older assessment would open the gates again."""
        held: Any = last
        if held is None or held.conclusion != "no-go":
            return ""
        gone = bool(values.get("withdrawn_on")) and not held.withdrawn_on
        if gone or any(is_other(held, values, name) for name in ("conclusion", "performed_on", "system")):
            return STAYS
        return ""
