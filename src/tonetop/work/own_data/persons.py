"""Whom the program holds something of: people of the register and accounts, found by name, address or id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from tonetop.records.holds import ACCOUNT
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.registry import registers

MOST = 20


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the register with their accounts, or an account of nobody in it; names: as they were ever called."""

    type: str
    ref: str
    name: str
    names: tuple[str, ...]
    accounts: tuple[Account, ...]

    @property
    def key(self) -> str:
        """How the pages and the command name them."""
        return self.ref if self.type == "Person" else f"account-{self.ref}"


def somebody(key: str) -> Somebody:
    """Whoever a key names: a person's id, or account-N. Raises Refused."""
    number = key.removeprefix("account-")
    if number != key and number.isdecimal():
        account = Account.objects.filter(pk=number).first()
        if account is not None:
            return somebody(account.person) if account.person else _by_account(account)
    rows: Any = registers()["Person"].objects.filter(ref=key).order_by("-revision")
    called = [row.name for row in rows if row.name]
    if not rows:
        raise Refused(f"{key}: there is neither a person nor an account of that name; give a person's id")
    accounts = tuple(Account.objects.filter(person=key).order_by("pk"))
    return Somebody("Person", key, called[0] if called else key, tuple(dict.fromkeys(called)), accounts)


def _by_account(account: Account) -> Somebody:
    name = account.get_full_name()
    return Somebody(
        ACCOUNT, str(account.pk), name or account.email or str(account), (name,) if name else (), (account,)
    )


def find(words: str) -> list[Somebody]:
    """Those whose name, id or address holds the words, at most `MOST`."""
    rows: Any = registers()["Person"].objects.filter(Q(name__icontains=words) | Q(ref__iexact=words))
    refs = list(rows.order_by("ref").values_list("ref", flat=True).distinct()[:MOST])
    accounts = Account.objects.filter(
        Q(email__icontains=words) | Q(first_name__icontains=words) | Q(last_name__icontains=words)
    )
    for one in accounts.order_by("pk")[:MOST]:
        refs.append(one.person or f"account-{one.pk}")
    return [somebody(key) for key in dict.fromkeys(refs)][:MOST]
