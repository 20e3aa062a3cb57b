"""Roles: who holds which, with what authority, given and accepted when, delegated from whom."""

from __future__ import annotations

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Limits, Reference, Text, Word, YesNo
from tonetop.records.models import Record
from tonetop.standard.catalogue import vocabulary


class RoleAssignment(Record):
    """Roles: who holds which, with what authority, given and accepted when, delegated from whom."""

    requirement = "5.3"
    prefix = "RA"
    group = "Steer"
    own_dates = ("assigned_on", "valid_from")
    columns = ("ref", "role", "person", "authority", "accepted_on")
    title_field = "role"
    doer = "assigned_by"
    also = ("delegated_from",)
    review = Every(months=12, since="assigned_on")

    role = Word("aims-lead", "conformity", "reporting", "unit-manager", "deputy", "other", label="Role")
    person = Reference("Person", label="Person")
    authority = Text("Authority", "What the holder may decide or stop.")
    assigned_by = Reference("Person", label="Assigned by")
    assigned_on = Day("Assigned on")
    accepted_on = Day("Accepted on")
    delegated_from = Reference(
        "Person",
        label="Delegated from",
        help="The top manager for whom the holder may act within the limits below.",
    )
    delegation_limits = Limits(
        *vocabulary("delegable_acts"),
        label="Delegation limits",
        help="The acts the delegation covers, and money<=N for an upper amount.",
    )
    in_goals = YesNo("In the holder's goals")
    body = Reference("Body", label="In the body")
    deputy = Reference("Person", label="Deputy")
    appointed_in = Reference("Meeting", "Decision", "Evidence", label="Appointed by")
    valid_from = Day("Valid from")
    valid_to = Day("Valid to")
