"""Confirm an entry of the record of processing: its owner, or who keeps the record, says that it is right."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tonetop.core import cadence
from tonetop.records import clock, write
from tonetop.records.doers import holder
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import Change
from tonetop.work.assess import assess
from tonetop.work.change_record import next_ref
from tonetop.work.permission import Forbidden, may_write, writer
from tonetop.work.revised import new, revised, standing
from tonetop.work.ropa import to_confirm
from tonetop.work.shown import shown

TYPE = "ProcessingActivity"
COMMENT = "Confirmed as it stands"


def may_confirm(account: Account, owner: str | None) -> bool:
    """Whether an account may confirm an entry: who writes the record, and its owner, if of the register of people."""
    return bool(account.person) and (may_write(account, TYPE) or account.person == owner)


def confirm_activity(account: Account, ref: str, *, after: int | None = None) -> str:
    """Write the word of the account's person and the day of review; gives the day of the next one.

    after: the version that was shown. Raises Forbidden, Refused, Overtaken.
    """
    with transaction.atomic():
        row: Any = standing(TYPE, ref)
        if not may_confirm(account, row.owner):
            writer(account, TYPE)
            raise Forbidden(
                "your account is no person of the register; ask an administrator to say which you are"
            )
        by = holder(account)
        today = clock.today()
        days = assess().facts.parameters[
            "ropa_high_risk_review_days" if row.high_risk else "ropa_review_days"
        ]
        next_due = cadence.shift(today, int(days))
        fresh = row.last_reviewed_on != today or row.next_review_due != next_due
        if not fresh and ref not in to_confirm(assess().facts):
            raise Refused(f"{TYPE} {ref}: was confirmed today already, and nothing changed since")
        word = {
            "id": next_ref("Approval"),
            "about": [ref],
            "version": row.revision,
            "sha256": shown(row).sha256,
            "answer": "seen",
            "comment": COMMENT,
            "answered_by": account.person,
            "answered_on": today,
        }
        changes: list[Change] = new([("Approval", word)])
        if fresh:
            changes.append(revised(row, after, last_reviewed_on=today, next_review_due=next_due))
        write.save_all(changes, by)
    return next_due
