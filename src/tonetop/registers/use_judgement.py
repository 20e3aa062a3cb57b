"""Judgements of uses: whether a use of an AI system is among those that the law prohibits, in a person's own word."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, Text, YesNo
from tonetop.records.models import Record


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
    judged_by = Reference("Person", label="Judged by", help="Somebody other than the owner of the system.")
    judged_on = Day("Judged on")
    reason = Prose("Reason", personal=False)

    def not_withdrawn(self) -> str:
        """Without a judgement that prohibits, another one would count again."""
        return "a use that was found prohibited is judged anew, not withdrawn" if self.prohibited else ""
