"""What the ledger tells when somebody chose another password: that it was changed, and nothing of either."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from tonetop.records.doers import holder
from tonetop.records.happening import tell
from tonetop.records.models import Account

CHANGED = "account.password-changed"


def tell_password(account: Account, how: str = "password") -> None:
    """Add to the ledger that an account's holder chose a password; how: by what they had shown who they are."""
    with transaction.atomic():
        tell("Account", str(account.pk), CHANGED, {}, replace(holder(account), authenticated=how))
