"""The second factor at sign-in: which roles need one, who has one, and what the ledger tells of either."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection
from datetime import datetime, timedelta
from hmac import digest

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from tonetop.records import clock
from tonetop.records.doers import holder
from tonetop.records.entrance import Rule
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.ledger import keys
from tonetop.records.models import ROLES, Account
from tonetop.records.write import By
from tonetop.work.permission import KEEP_ACCOUNTS, doer

ADDED, REMOVED = "account.second-factor-added", "account.second-factor-removed"
RENEWED, RESET = "account.recovery-codes-renewed", "account.second-factor-reset"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one."""
PLACE = b"second factor"
BEGIN = timedelta(days=1)
"""How long whoever set the house up begins without a second factor."""


def needing() -> frozenset[str]:
    """The roles that need a second factor: executives and administrators unless the organisation said otherwise."""
    roles = (Rule.objects.first() or Rule()).roles
    return frozenset(role for role in roles.split(",") if role)


def settle_needing(roles: Collection[str], account: Account) -> None:
    """Say which roles need a second factor. Raises Forbidden for all but administrators, Refused for no role."""
    require(roles, doer(account, KEEP_ACCOUNTS))


def require(roles: Collection[str], by: By) -> None:
    """The same for whoever set the house up. Raises Refused for what is no role."""
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        raise Refused(f"{unknown[0]!r} is no role; the roles are {', '.join(ROLES)}")
    ordered = [role for role in ROLES if role in roles]
    with transaction.atomic():
        Rule.objects.update_or_create(pk=1, defaults={"roles": ",".join(ordered)})
        tell("Organisation", "organisation", "organisation.second-factor", {"roles": ordered}, by)


def has(account: Account) -> bool:
    """Whether an account has a second factor."""
    return Authenticator.objects.filter(user=account, type__in=FACTORS).exists()


def lacks(account: Account) -> bool:
    """Whether an account needs a second factor and has none."""
    return account.role in needing() and not has(account)


def begins_until(account: Account) -> datetime | None:
    """Until when the first administrator, alone in that role, works without a second factor; None for others."""
    until: datetime = account.date_joined + BEGIN
    if account.role != "administrator" or until <= clock.now():
        return None
    others = Account.objects.exclude(pk=account.pk).filter(Q(role=account.role) | Q(pk__lt=account.pk))
    return None if others.exists() else until


def tell_of(account: Account, what: str, kind: str) -> None:
    """Add to the ledger that an account's holder enrolled, removed or renewed a factor; kind: totp, webauthn, …"""
    by = holder(account)
    with transaction.atomic():
        tell("Account", str(account.pk), what, {"kind": kind}, by)


def reset(account: Account, by: By) -> bool:
    """Take every factor of a locked-out account away, with its ledger line; False when it has none."""
    with transaction.atomic():
        held = Authenticator.objects.filter(user=account)
        kinds = sorted(set(held.values_list("type", flat=True)))
        if not kinds:
            return False
        held.delete()
        tell("Account", str(account.pk), RESET, {"kinds": kinds}, by)
    return True


def sealed(text: str) -> str:
    """A secret encrypted under the folder's key file, as text."""
    return b64encode(keys.close(_key(), text.encode(), PLACE)).decode()


def unsealed(box: str) -> str:
    """The secret again. Raises LedgerError when the key file is another."""
    return keys.open_(_key(), b64decode(box), PLACE).decode()


def _key() -> bytes:
    return digest(keys.load(settings.DATA).master, b"tonetop second factors", "sha256")
