"""Erase personal values of a record for ever (GDPR, article 17); what the log proves still verifies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tonetop.records import erasing, sealing
from tonetop.records.write import By
from tonetop.work.swap_folder import ASIDE


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: the fields, the event that says so, copies in the folder that still hold the values."""

    type: str
    ref: str
    fields: tuple[str, ...]
    event: int
    copies: tuple[Path, ...]


def erase(type: str, ref: str, fields: Sequence[str] | None, by: By, reason: str = "") -> Erased:
    """Erase some or all personal values of a record, or those of an account (type Account, ref its number).

    Raises Refused; whoever calls it settles who may.
    """
    if type == "Account":
        event, named = erasing.erase_account(ref, by, reason)
    else:
        event, named = erasing.erase(type, ref, fields, by, reason)
    sealing.seal_after_commit()
    return Erased(type, ref, named, event, tuple(copies()))


def copies() -> list[Path]:
    """Copies of the database that this program itself left in the data folder."""
    folder: Path = settings.DATA
    return sorted([*folder.glob("before-upgrade-*"), *folder.glob(f"{ASIDE}*")])
