"""Let go of own data that is past its period: each run an event with counts; what a hold keeps stays."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from tonetop.records import clock, erasing, holds, sealing
from tonetop.records.entrance import GuestRead, Session
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.ledger import erasure
from tonetop.records.models import Account, Import, Invitation
from tonetop.records.readings import Reading
from tonetop.records.reminding import Sent
from tonetop.records.webhooks import Delivery
from tonetop.records.write import By
from tonetop.standard.own_data import BY_HAND
from tonetop.work import trust_forget
from tonetop.work.delete_scan import let_go
from tonetop.work.own_data.due import ACCOUNT, Due, Found, due, place_of
from tonetop.work.own_data.periods import periods
from tonetop.work.permission import OWN_DATA, doer
from tonetop.work.reading.begin import discard

JOB = By("job retention", None, "job")
RUN, SUBJECT = "retention.run", "OwnData"
REASON = "kept no longer than its period"


@dataclass(slots=True)
class Run:
    """What came of one kind: how much was due, went, and stays by a hold; sentences about what could not go."""

    kind: str
    due: int
    gone: int = 0
    held: int = 0
    event: int = 0
    left: list[str] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        told = {"kind": self.kind, "due": self.due, "gone": self.gone, "held": self.held}
        return told | {"event": self.event, "left": self.left}


def run_for(account: Account, kinds: Sequence[str]) -> list[Run]:
    """Let go of what is due of some kinds, for an account that saw what that is. Raises Forbidden, Refused."""
    return run(kinds, doer(account, OWN_DATA))


def run_due() -> list[Run]:
    """Let go of what is due of the kinds that go by themselves today; what the background job does."""
    today = clock.today()
    return [_run(one, JOB) for one in due().values() if one.period.runs(today) and one.items]


def goes_by_itself() -> str | None:
    """Whether the organisation lets any kind go by itself that other jobs do not see to; None when it does not."""
    today = clock.today()
    kinds = [key for key, one in periods().items() if one.runs(today) and not one.kind.always]
    return ", ".join(kinds) or None


def run(kinds: Sequence[str], by: By) -> list[Run]:
    """Let go of what is due of some kinds; whoever calls it settles who may. Raises Refused."""
    found = due()
    for kind in kinds:
        if kind not in found:
            raise Refused(f"{kind!r} is no kind of own data; there are {', '.join(found)}")
        if found[kind].period.kind.way == BY_HAND:
            raise Refused("files of evidence are disposed of on their own pages, each by a person")
    return [_run(found[kind], by) for kind in kinds if found[kind].items]


def _run(found: Found, by: By) -> Run:
    key, free = found.period.kind.key, found.free
    done = Run(key, len(found.items), held=len(found.held))
    if free and key in BY_ROWS:
        done.gone = _without_rows(key, free, found, done, by)
    elif free:
        done.gone = sum(_gone(item, by, done) for item in free)
    if key not in BY_ROWS or not free:
        done.event = _tell(done, found, by)
    erasure.scrub(connection)
    sealing.seal_after_commit()
    return done


def _tell(done: Run, found: Found, by: By) -> int:
    """The event of a run."""
    told = {"days": found.period.days, "before": found.before, "due": done.due}
    told |= {"gone": done.gone, "held": done.held, "left": len(done.left)}
    with transaction.atomic():
        return tell(SUBJECT, done.kind, RUN, told, by).sequence


def _without_rows(key: str, free: list[Due], found: Found, done: Run, by: By) -> int:
    """Rows and the event that says how many, in one transaction."""
    with transaction.atomic():
        holds.demand_kind_free(key)
        numbers = [item.ref for item in free]
        gone = 0
        for start in range(0, len(numbers), 500):
            gone += BY_ROWS[key](numbers[start : start + 500])
        done.gone = gone
        done.event = _tell(done, found, by)
    return gone


def _gone(item: Due, by: By, done: Run) -> bool:
    """Let go of one thing; what refuses is told and stays."""
    try:
        BY_ONE.get(item.type, _erase_record)(item, by)
    except (Refused, OSError) as why:
        done.left.append(str(why))
        return False
    return True


def _erase_record(item: Due, by: By) -> None:
    erasing.erase(item.type, item.ref, None, by, REASON)


def _erase_account(item: Due, by: By) -> None:
    account = Account.objects.get(pk=item.ref)
    if account.is_active:  # its last day is long over, so nobody comes in; now that is said for good
        Account.objects.filter(pk=account.pk).update(is_active=False)
    erasing.erase_account(item.ref, by, REASON)


def _delete_scan(item: Due, by: By) -> None:
    let_go(int(item.ref), by)


def _delete_copy(item: Due, by: By) -> None:
    place = place_of(item.ref)
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def _forget_visitor(item: Due, by: By) -> None:
    trust_forget.forget(item.ref)


def _discard(item: Due, by: By) -> None:
    for reading in Reading.objects.filter(pk=item.ref):
        discard(reading)


def _empty_imports(numbers: list[str]) -> int:
    return Import.objects.filter(pk__in=numbers).update(refused=[], remarks=[])


def _deleting(model: Any) -> Callable[[list[str]], int]:
    def delete(numbers: list[str]) -> int:
        rows = model.objects.filter(pk__in=numbers)
        count: int = rows.count()
        rows.delete()
        return count

    return delete


BY_ROWS: dict[str, Callable[[list[str]], int]] = {
    "links": _deleting(Invitation),
    "sessions": _deleting(Session),
    "guest-reads": _deleting(GuestRead),
    "jobs": _deleting(DBTaskResult),
    "messages": _deleting(Delivery),
    "digests": _deleting(Sent),
    "imports": _empty_imports,
}
"""Kinds that are rows of one table, many at once."""
BY_ONE: dict[str, Callable[[Due, By], None]] = {
    ACCOUNT: _erase_account,
    "Scan": _delete_scan,
    "Copy": _delete_copy,
    "Reading": _discard,
    trust_forget.REQUEST: _forget_visitor,
}
"""How one thing goes that is no record; of a record its personal values are erased."""
