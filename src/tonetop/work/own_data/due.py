"""What of the program's own data is past its period, each with the day from which it counts, and what holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

from tonetop.core import ledger
from tonetop.records import clock, holds
from tonetop.records.entrance import GuestRead, Session
from tonetop.records.models import Account, Import, Invitation
from tonetop.records.readings import FAILED, READ, Reading
from tonetop.records.registry import registers
from tonetop.records.reminding import Sent
from tonetop.records.scans import SCANNING, WAITING, KeptScan
from tonetop.records.webhooks import DEAD, DELIVERED, Delivery
from tonetop.records.write import ALWAYS
from tonetop.work import trust_forget
from tonetop.work.assess import assess
from tonetop.work.erase import copies
from tonetop.work.evidence_state import is_past_retention
from tonetop.work.own_data.periods import Period, periods

ACCOUNT = holds.ACCOUNT


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due: of which type and number, counted from which day, and why it is kept nonetheless.

    account: the number of the account that a row belongs to, with which it is held.
    """

    type: str
    ref: str
    since: str
    held: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What is due of a kind: its period, the days before which it counts, and each thing."""

    period: Period
    before: str
    items: tuple[Due, ...]

    @property
    def free(self) -> list[Due]:
        """What may go."""
        return [item for item in self.items if not item.held]

    @property
    def held(self) -> list[Due]:
        """What a hold keeps."""
        return [item for item in self.items if item.held]


def due() -> dict[str, Found]:
    """What is due of every kind today."""
    return {key: found(period) for key, period in periods().items()}


def found(period: Period) -> Found:
    """What is due of one kind today; what a hold keeps is told with the hold."""
    before = period.before(clock.today())
    items = sorted(FINDERS[period.kind.key](before), key=lambda item: (item.since, item.type, item.ref))
    return Found(period, before, tuple(_held(items, period)))


def _held(items: Iterable[Due], period: Period) -> Iterator[Due]:
    kept = holds.standing()
    of_account = cache(lambda number: holds.keeping(ACCOUNT, number, kept) if number else None)
    for item in items:
        hold = period.hold or holds.keeping(item.type, item.ref, kept) or of_account(item.account)
        yield replace(item, held=hold.words()) if hold else item


def _people(before: str) -> Iterator[Due]:
    open_ = set(Account.objects.filter(is_active=True).exclude(person="").values_list("person", flat=True))
    rows: Any = registers()["Person"].objects.filter(**{"valid_to__lt": before, "until_on": None})
    for ref, day in rows.values_list("ref", "valid_to"):
        if ref not in open_ and filled("Person", ref):
            yield Due("Person", ref, day)


def _withdrawn(before: str) -> Iterator[Due]:
    for type, model in registers().items():
        rows = model.objects.filter(until_on=None).exclude(withdrawn_on=None).order_by()
        for ref, day, on in rows.values_list("ref", "withdrawn_on", "recorded_on"):
            since = on or day if day == ALWAYS else day
            if since < before and filled(type, ref):
                yield Due(type, ref, since)


def filled(type: str, ref: str) -> bool:
    """Whether any version of a record still holds a personal value."""
    model = registers()[type]
    rows = model.objects.filter(ref=ref).values_list(*model.personal())
    return any(value for row in rows for value in row)


def _accounts(before: str) -> Iterator[Due]:
    today = clock.calendar_day()
    for one in Account.objects.exclude(email="").filter(
        Q(is_active=False) | Q(until__gt="", until__lt=today)
    ):
        since = ended_on(one)
        if since and since < before:
            yield Due(ACCOUNT, str(one.pk), since)


def ended_on(account: Account) -> str:
    """The day on which an account's access ended, by its last day or by the ledger; empty where neither tells."""
    days = [account.until] if account.until else []
    if not account.is_active:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT body FROM ledger_events WHERE type = 'account.changed' AND kind = %s AND subject = %s"
                " ORDER BY seq DESC LIMIT 1",
                [ACCOUNT, str(account.pk)],
            )
            row = cursor.fetchone()
        told = ledger.read(bytes(row[0])) if row else None
        if told and not told["data"]["active"]:
            days.append(str(told["recorded"])[:10])
    return min(days, default="")


def _visitors(before: str) -> Iterator[Due]:
    yield from (Due(trust_forget.REQUEST, ref, since) for ref, since in trust_forget.over_before(before))


def _rows(type: str, rows: Any, day: str) -> Iterator[Due]:
    """Rows of a table that is no register, with the day or moment from which each counts."""
    of = "account" if any(own.name == "account" for own in rows.model._meta.get_fields()) else Value("")
    for number, since, account in rows.values_list("pk", day, of):
        on = since if isinstance(since, str) else since.date().isoformat()
        yield Due(type, str(number), on, account=str(account or ""))


def moment(day: str) -> datetime:
    """The beginning of a day, in UTC."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def real(before: str) -> datetime:
    """The same for what has a moment: a sample organisation's day stands still, moments do not."""
    late = (datetime.fromisoformat(clock.today()) - datetime.fromisoformat(before)).days
    return clock.now() - timedelta(days=late)


def _links(before: str) -> Iterator[Due]:
    return _rows("Invitation", Invitation.objects.filter(expires__lt=real(before)), "expires")


def _sessions(before: str) -> Iterator[Due]:
    return _rows("Session", Session.objects.filter(seen__lt=real(before)), "seen")


def _guest_reads(before: str) -> Iterator[Due]:
    return _rows("GuestRead", GuestRead.objects.filter(on__lt=before), "on")


def _imports(before: str) -> Iterator[Due]:
    told = {name: Cast(name, TextField()) for name in ("refused", "remarks")}
    rows = Import.objects.annotate(rows_refused=told["refused"], rows_remarked=told["remarks"])
    rows = rows.filter(on__lt=before).exclude(rows_refused="[]", rows_remarked="[]")
    return _rows("Import", rows, "on")


def _scans(before: str) -> Iterator[Due]:
    rows = KeptScan.objects.exclude(stage__in=(WAITING, SCANNING)).exclude(ended=None)
    return _rows("Scan", rows.filter(ended__lt=real(before)), "ended")


def _jobs(before: str) -> Iterator[Due]:
    return _rows("Job", DBTaskResult.objects.finished().filter(finished_at__lt=real(before)), "finished_at")


def _messages(before: str) -> Iterator[Due]:
    dead = real(before)
    arrived = clock.now() - (clock.now() - dead) / 3
    rows = Delivery.objects.filter(Q(state=DEAD, made__lt=dead) | Q(state=DELIVERED, made__lt=arrived))
    return _rows("Delivery", rows, "made")


def _digests(before: str) -> Iterator[Due]:
    return _rows("Sent", Sent.objects.filter(on__lt=before), "on")


def _copies(before: str) -> Iterator[Due]:
    for path in copies():
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if changed < real(before):
            yield Due("Copy", path.name, changed.date().isoformat())


def _evidence(before: str) -> Iterator[Due]:
    found = assess()
    for row in found.facts.rows("Evidence"):
        if is_past_retention(row, found.as_of):
            yield Due("Evidence", row.id, row.retain_until)


def _readings(before: str) -> Iterator[Due]:
    rows = Reading.objects.filter(begun__lt=real(before), stage__in=(READ, FAILED))
    return _rows("Reading", rows, "begun")


def place_of(name: str) -> Path:
    """Where a copy lies."""
    return Path(settings.DATA) / name


FINDERS: dict[str, Callable[[str], Iterable[Due]]] = {
    "people": _people,
    "withdrawn": _withdrawn,
    "accounts": _accounts,
    "visitors": _visitors,
    "links": _links,
    "sessions": _sessions,
    "guest-reads": _guest_reads,
    "imports": _imports,
    "readings": _readings,
    "scans": _scans,
    "jobs": _jobs,
    "messages": _messages,
    "digests": _digests,
    "copies": _copies,
    "evidence": _evidence,
}
"""By kind, what finds what is due before a day of the organisation's clock."""
