"""This house as the witness of others' logs: its key lies in the data folder, its logs are those that are named."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from tonetop.records import clock
from tonetop.records.ledger import journal
from tonetop.work import anchor_settings
from tonetop.work.anchor_settings import SettingError
from tonetop.work.swap_folder import WITNESS
from tonetop.work.witness import UNKNOWN, NotSignedError, Witness, asked_of


def house() -> Witness:
    """The witness that this house is."""
    return Witness(settings.DATA / WITNESS, f"tonetop/{journal.head(connection).organisation}/witness")


def is_witness() -> bool:
    """Whether any log is named that this house signs."""
    try:
        return bool(anchor_settings.logs())
    except SettingError:
        return False


def answer(text: str) -> str:
    """The signature line under what another house asks. Raises NotSignedError."""
    try:
        keys = anchor_settings.logs()
    except SettingError:
        keys = []
    if not keys:
        raise NotSignedError(UNKNOWN, "this house signs no checkpoints of others")
    return house().cosign(asked_of(text), keys, clock.now())
