"""Own periods: how long the program keeps each kind of its own data, and whether it lets go of it by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tonetop.records.fields import Day, Number, Prose, Reference, Word, YesNo
from tonetop.records.models import Record
from tonetop.standard.own_data import KINDS


class OwnPeriod(Record):
    """Own periods: how long the program keeps each kind of its own data, and whether it lets go of it by itself."""

    requirement = "A.7.2"
    prefix = "OP"
    group = "Prove"
    key = ("kind",)
    own_dates = ("approved_on",)
    columns = ("ref", "kind", "days", "automatic", "put_off_until", "approved_by", "approved_on")
    title_field = "kind"
    doer = "approved_by"

    kind = Word(*KINDS, label="Kind of own data")
    days = Number("Kept for days", "Counted from the day that the kind says; empty: the usual period.")
    automatic = YesNo("Let go of by itself", "Otherwise a person does it, once they saw what is due.")
    put_off_until = Day("Put off until", "Until this day nothing of the kind goes by itself.")
    reason = Prose("Reason", "Why the usual period does not fit.", personal=False)
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")

    @classmethod
    def clean_values(cls, values: Mapping[str, Any]) -> Iterable[str]:
        """No period is shorter than what the kind needs to work, nor a part of a day."""
        kind, days = KINDS.get(values.get("kind") or ""), values.get("days")
        if kind is not None and days is not None and (days < kind.least or days != int(days)):
            yield f"{kind.key} are kept for whole days, at least {kind.least}"
