"""Untie an account from the people of providers, so that its address settles again whose it is."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.work.keep_accounts import administrator


def tied() -> frozenset[int]:
    """The numbers of the accounts that came in by a provider."""
    return frozenset(SocialAccount.objects.values_list("user_id", flat=True))


def untie(account: Account, number: int) -> None:
    """Forget as whom an account came in from elsewhere. Raises Forbidden, Refused."""
    by = administrator(account)
    with transaction.atomic():
        ties = SocialAccount.objects.filter(user_id=number)
        ways = sorted(ties.values_list("provider", flat=True))
        if not ways:
            raise Refused(f"account {number} came in by no provider")
        ties.delete()
        tell("Account", str(number), "account.untied", {"ways": ways}, by)
