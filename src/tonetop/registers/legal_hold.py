"""Legal holds: what may not be erased, disposed of or withdrawn, why, and when that is looked at again."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, Text, YesNo
from tonetop.records.models import Record


class LegalHold(Record):
    """Legal holds: what may not be erased, disposed of or withdrawn, why, and when that is looked at again."""

    requirement = "7.5"
    prefix = "HOLD"
    group = "Prove"
    own_dates = ("held_on",)
    columns = ("ref", "title", "record_type", "record", "held_on", "review_by", "lifted_on")
    doer = "held_by"
    deadline = Deadline("review_by", "held_by", done=("lifted_on",))

    title = Text("Case", "Its number or a word for it; it stays for ever, so nobody's name.")
    reason = Prose(
        "Reason", "Why it is held: it stays for ever, so nothing of what it is about.", personal=False
    )
    record_type = Text("Register held", "Such as Incident, or Account; empty: every register.")
    record = Text("Record held", "Its id; empty: every record of the register.")
    linked = YesNo("With what names it", "Whether every record that names the held one is held too.")
    own_kind = Text("Kind of own data held", "Such as scans or jobs, of the program's own data.")
    held_on = Day("Held on")
    held_by = Reference("Person", label="Held by")
    review_by = Day("Looked at again by")
    lifted_on = Day("Lifted on")
    lifted_by = Reference("Person", label="Lifted by")
    lift_reason = Prose("Why it was lifted", personal=False)

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """Everything: a hold is set, put off and lifted by acts of named people."""
        return tuple(cls.shape().fields)

    def held_back(self) -> str:
        """Why a hold that stands is not withdrawn: else whoever withdraws it would lift it without a reason."""
        return (
            ""
            if self.lifted_on or not self.held_on
            else "it stands; a hold is lifted with a reason, never withdrawn"
        )
