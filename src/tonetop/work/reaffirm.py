"""Say that a record was looked at and still stands: its time for review begins anew, and who said so is kept."""

from __future__ import annotations

from tonetop.records import clock, intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.work.change_record import next_ref
from tonetop.work.permission import Forbidden, writer
from tonetop.work.shown import shown

COMMENT = "Looked at and still stands"


def reaffirm(account: Account, type: str, ref: str) -> Record:
    """Write the word of the account's person as an Approval. Raises Forbidden, Refused."""
    by = writer(account, type)
    if not account.person:
        raise Forbidden(
            "your account is no person of the register; ask an administrator to say which you are"
        )
    row = write.latest(type, ref) if type in registers() else None
    if row is None or row.withdrawn_on:
        raise Refused(f"{type} {ref}: there is no such record to look at")
    seen = shown(row)
    plain = {
        "id": next_ref("Approval"),
        "about": [ref],
        "version": row.revision,
        "sha256": seen.sha256,
        "answer": "seen",
        "comment": COMMENT,
        "answered_by": account.person,
        "answered_on": clock.today(),
    }
    made = write.save(intake.take("Approval", plain), by)
    if made is None:
        raise Refused("that it still stands was said already")
    return made
