"""Change one record: as a correction that holds from when it held, or as a change of the world from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from tonetop.core import cadence
from tonetop.records import intake, repeated, write
from tonetop.records.doers import Once
from tonetop.records.happening import tell
from tonetop.records.intake import Entry, Refused
from tonetop.records.models import Account, Record
from tonetop.records.registry import registers
from tonetop.records.write import By
from tonetop.work.permission import ESCALATED, closed, demand_escalator, writer

CORRECTION = "correction"


def change_record(  # noqa: PLR0913 - each option is one a form or a program gives
    account: Account,
    type: str,
    plain: Mapping[str, Any],
    *,
    after: int | None = None,
    since: str = "",
    once: Once | None = None,
    ref: str | None = None,
) -> Record | None:
    """Write a record for an account; None when it is already so. A request gives again what it wrote before.

    after: the version the writer saw (0: none). since: `correction`, or the day from which it holds (empty: today).
    once: the request, where it bears a key.
    ref: the record that is meant, by its id or key; no other is written. Raises Forbidden, Refused, Overtaken.
    """
    by = replace(writer(account, type), once=once)
    with transaction.atomic():
        before = repeated.told(by)
        if before is not None:
            return before.rows().get(0)
        entry = intake.take(type, plain)
        if ref is not None and entry.ref != ref:
            raise Refused(
                f"{type} {ref}: what is sent is of {entry.ref}, which is another record; nothing was written"
            )
        by = replace(authorise(account, entry, since), once=once)
        made = write.save(entry, by, after=after)
        if made is None:
            stands(type, entry.ref, by)
        return made


def stands(type: str, ref: str, by: By) -> None:
    """Keep that a request with a key found all so already; else it would change what others wrote when repeated."""
    if by.once:
        tell(type, ref, repeated.ANSWERED, {"act": None, "records": []}, by)


def authorise(account: Account, entry: Entry, since: str) -> By:
    """In whose name a judged record is written; it bears the day from which it holds. Raises Forbidden, Refused."""
    if since and since != CORRECTION and not cadence.is_day(since):
        raise Refused(f"{since!r} is no day from which it could hold; write YYYY-MM-DD or {CORRECTION}")
    entry.values.pop("entered_by", None)  # whoever writes it, not whom a form or a program says
    last = write.latest(entry.type, entry.ref)
    if last is not None and since:
        entry.values["effective_on"] = (last.from_on or write.ALWAYS) if since == CORRECTION else since
    shut = closed(account, entry.type, entry.ref)
    for name in (*shut, *([ESCALATED] if shut else [])) if last is not None else ():
        if entry.values.get(name) is None:  # whoever may not read it leaves it as it stands
            entry.values[name] = getattr(last, name)
    demand_escalator(account, entry.type, entry.values.get(ESCALATED), last)
    return writer(account, entry.type, last)


def withdraw_record(
    account: Account, type: str, ref: str, *, after: int | None = None, once: Once | None = None
) -> Record:
    """Withdraw a record from today on; a request withdraws it once. Raises Forbidden, Refused, Overtaken."""
    with transaction.atomic():
        by = replace(writer(account, type, write.latest(type, ref)), once=once)
        before = repeated.told(by)
        return before.rows()[0] if before else write.withdraw(type, ref, by, after=after)


def next_ref(type: str) -> str:
    """An id that no record of the type has yet: its prefix and the next number."""
    model = registers()[type]
    if model.key:
        raise Refused(f"{type} is told apart by {', '.join(model.key)}, not by an id")
    taken = model.objects.filter(ref__startswith=f"{model.prefix}-").values_list("ref", flat=True)
    numbers = (ref.rpartition("-")[2] for ref in taken)
    return f"{model.prefix}-{max((int(n) for n in numbers if n.isdigit()), default=0) + 1}"
