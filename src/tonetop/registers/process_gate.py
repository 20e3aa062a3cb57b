"""Process gates: the steps of a process that a purchase or release must pass."""

from __future__ import annotations

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Prose, Reference, References, Word, YesNo
from tonetop.records.models import Record


class ProcessGate(Record):
    """Process gates: the steps of a process that a purchase or release must pass."""

    requirement = "8.1"
    prefix = "PG"
    group = "Govern"
    columns = ("ref", "process", "kind", "owner", "mandatory", "in_force_since")
    title_field = "kind"
    doer = "released_by"
    review = Every(months=12)

    process = Reference("BusinessProcess", label="Process")
    kind = Word("risk-assessment", "impact-assessment", "policy-check", "deployment-approval", label="Kind")
    owner = Reference("Person", label="Owner")
    delegates = References(
        "Person", label="Decide for the owner", help="Who may decide at this gate in the owner's place."
    )
    mandatory = YesNo("Mandatory")
    in_force_since = Day("In force since")
    in_force_until = Day("In force until")
    artefact_ref = Reference("Evidence", label="Artefact")
    released_by = Reference(
        "Person",
        label="Released by",
        help="Who may waive gates and lets this one go; until then it is asked as it was, whatever stands above.",
    )
    released_on = Day("Released on")
    release_reason = Prose("Reason of the release", personal=False)
