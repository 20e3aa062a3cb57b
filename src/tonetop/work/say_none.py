"""Say on purpose that an activity has no recipients, third countries or special categories: an answer, not silence."""

from __future__ import annotations

from typing import Any

from tonetop.records import intake, write
from tonetop.records.doers import holder
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import Change
from tonetop.work.confirm_activity import TYPE, may_confirm
from tonetop.work.permission import Forbidden, writer
from tonetop.work.revised import restated, standing
from tonetop.work.ropa import ANSWERED_BY_NONE


def say_none(account: Account, ref: str, field: str, *, after: int | None = None) -> None:
    """Write that there are none, with who says so. after: the version that was shown. Raises Forbidden, Refused."""
    row: Any = standing(TYPE, ref)
    if not may_confirm(account, row.owner):
        writer(account, TYPE)
        raise Forbidden(
            "your account is no person of the register; ask an administrator to say which you are"
        )
    if field not in ANSWERED_BY_NONE:
        raise Refused(
            "only of recipients, third countries and special categories it is an answer that there are none"
        )
    if getattr(row, field) is not None:
        raise Refused("the entry says something of it already; edit it to change that")
    type, plain = restated(row)
    entry = intake.take(type, plain | {field: []})
    write.save_all([Change(entry, row.revision if after is None else after)], _by(account))


def _by(account: Account) -> write.By:
    return holder(account)
