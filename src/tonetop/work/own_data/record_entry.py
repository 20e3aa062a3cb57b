"""The program's own entry for the record of processing (Art. 30 GDPR), as a draft that the organisation completes."""

from __future__ import annotations

from typing import Any

from tonetop.records import clock, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.work.change_record import next_ref
from tonetop.work.own_data.periods import periods
from tonetop.work.permission import writer
from tonetop.work.revised import new

TYPE, NAME = "ProcessingActivity", "Leadership and AI management records (Tonetop)"


def standing() -> str:
    """The id of the entry that was made of this draft; empty when there is none."""
    rows: Any = registers()[TYPE].objects.filter(until_on=None, withdrawn_on=None, **{"name": NAME})
    return rows.values_list("ref", flat=True).first() or ""


def draft() -> dict[str, Any]:
    """What the program knows of its own processing, as fields of an activity, without what only people know."""
    held = periods()
    limits = {one.kind.title: one.days for one in held.values() if one.days}
    return {
        "name": NAME,
        "controller": clock.organisation().name or None,
        "purposes": [
            "Show and prove how leaders direct AI (ISO/IEC 42001)",
            "Keep evidence for audits and authorities",
            "Let people sign in safely, and remind them of what is due",
        ],
        "subject_categories": [
            "Leaders and staff",
            "Guests and auditors",
            "Visitors who ask for documents",
            "People named in documents and records",
        ],
        "data_categories": [
            "Names and titles",
            "Mail addresses",
            "Roles and acts with their days",
            "Means and times of sign-in",
            "Comments and reasons in free text",
            "Documents and their text",
        ],
        "erasure_limits": limits,
        "security_summary": (
            "Personal values are encrypted apart from the ledger, one key for each; access by role, second factors, "
            "limited sessions; every change and every erasure is an event that verifiers check."
        ),
        "business_function": "Governance",
        "role": "controller",
    }


def enter(account: Account) -> str:
    """Enter the draft as a record of its own; gives its id. Raises Forbidden, Refused."""
    by = writer(account, TYPE)
    there = standing()
    if there:
        raise Refused(f"the record of processing has this entry already: {there}")
    ref = next_ref(TYPE)
    change = new([(TYPE, {"id": ref} | {k: v for k, v in draft().items() if v})])
    write.save_all(change, by)
    return ref
