"""Resource requests: what was asked for, what was granted, and why not more."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Number, Prose, Reference, Text, Word
from tonetop.records.models import Record


class ResourceRequest(Record):
    """Resource requests: what was asked for, what was granted, and why not more."""

    requirement = "7.1"
    prefix = "RR"
    group = "Steer"
    own_dates = ("requested_on",)
    columns = ("ref", "kind", "purpose", "amount", "granted", "needed_by", "decided_on")
    title_field = "kind"
    doer = "decided_by"
    deadline = Deadline("needed_by", "requested_by", done=("decided_on",))

    kind = Word("money", "people", "skills", "time", "tool", "compute", label="Kind")
    purpose = Word("establish", "operate", "improve", label="Purpose")
    amount = Number("Amount")
    currency = Text("Currency")
    needed_by = Day("Needed by")
    requested_by = Reference("Person", label="Requested by")
    requested_on = Day("Requested on")
    granted = Number("Granted")
    decided_by = Reference("Person", label="Decided by")
    decided_on = Day("Decided on")
    shortfall_rationale = Prose("Shortfall rationale")
    consequence = Prose("Consequence", "What follows from granting less.")
    consequence_accepted_by = Reference("Person", label="Consequence accepted by")
    consequence_accepted_on = Day("Consequence accepted on")
    first_used_on = Day("First used on")
    escalated_on = Day("Escalated on")
