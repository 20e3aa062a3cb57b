"""What guests looked at: each page once a day in the ledger, so that who lets them in can show what they were shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min

from tonetop.records.doers import holder
from tonetop.records.entrance import GuestRead
from tonetop.records.happening import tell
from tonetop.records.ledger.database import LedgerError
from tonetop.records.models import Account
from tonetop.records.rollback import read_only
from tonetop.work.permission import GUEST, SEE_GUESTS, demand

READ = "guest.read"
LONGEST = 500
PAGES = 200
"""How many pages of a day's reading are listed at once."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one guest looked at: on how many days, how many pages, from and to which day."""

    account: Account
    days: int
    pages: int
    first: str
    last: str


def note(account: Account, page: str, today: str) -> bool:
    """Tell the ledger that a guest looked at a page, once a day; False when it was told, or nobody is a guest.

    page: the address without what follows its question mark. While nothing may be written, reading is not hindered.
    """
    if account.role != GUEST:
        return False
    about: dict[str, Any] = {"account": account, "page": page[:LONGEST], "on": today}
    if GuestRead.objects.filter(**about).exists() or read_only():
        return False
    by = holder(account)
    try:
        with transaction.atomic():
            if GuestRead.objects.get_or_create(**about)[1]:
                tell("Account", str(account.pk), READ, {"page": about["page"], "on": today}, by)
                return True
    except LedgerError:
        pass  # the key file is gone: the page says so itself
    return False


def visits(account: Account) -> list[Visit]:
    """Every guest's reading, the last first. Raises Forbidden for all but those who lead."""
    demand(account, SEE_GUESTS)
    counted = GuestRead.objects.values("account").annotate(
        days=Count("on", distinct=True), pages=Count("page", distinct=True), first=Min("on"), last=Max("on")
    )
    rows = list(counted.order_by("-last", "account"))
    guests = Account.objects.in_bulk([row["account"] for row in rows])
    return [
        Visit(guests[row["account"]], row["days"], row["pages"], row["first"], row["last"]) for row in rows
    ]


def pages(account: Account, number: int) -> list[GuestRead]:
    """What a guest looked at, the last first, at most `PAGES`. Raises Forbidden for all but those who lead."""
    demand(account, SEE_GUESTS)
    return list(GuestRead.objects.filter(account_id=number).order_by("-on", "-pk")[:PAGES])
