"""Keys by which a directory keeps accounts: shown once, kept as a hash, withdrawn at any time."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction

from tonetop.records import clock
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import ROLES
from tonetop.records.provisioning import DirectoryKey
from tonetop.records.write import By
from tonetop.work.invite import FIRST
from tonetop.work.permission import GUEST

GIVEN = tuple(role for role in ROLES if role not in (FIRST, GUEST))
PREFIX = "tonetop_scim_"
COMMAND_LINE = By()


def make_key(name: str, role: str, by: By = COMMAND_LINE) -> str:
    """A fresh key; the only time that it can be read. Raises Refused for a role that no directory may give.

    role: what those become whom the directory brings; administrators and guests are named by administrators alone.
    """
    if role not in GIVEN:
        raise Refused(f"{role!r} is no role that a directory may give; it may give {', '.join(GIVEN)}")
    key = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        made = DirectoryKey.objects.create(
            name=name[:100], sha256=_hashed(key), role=role, made_on=clock.today()
        )
        tell("DirectoryKey", str(made.pk), "directory.key-made", {"role": role}, by)
    return key


def key_of(key: str) -> DirectoryKey | None:
    """What is known of a key, or None when it does not work."""
    return DirectoryKey.objects.filter(sha256=_hashed(key)).first()


def keys() -> list[DirectoryKey]:
    """Every key that works, the oldest first; none can be read again."""
    return list(DirectoryKey.objects.all())


def withdraw_key(number: int, by: By = COMMAND_LINE) -> None:
    """Let a key no longer work. Raises Refused when there is none of that number."""
    with transaction.atomic():
        found = DirectoryKey.objects.filter(pk=number).first()
        if found is None:
            raise Refused(f"there is no key {number}; `tonetop directory-key --list` names those there are")
        found.delete()
        tell("DirectoryKey", str(number), "directory.key-withdrawn", {}, by)


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
