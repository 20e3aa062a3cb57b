"""Switch a language model on and off: a person's act, with its ledger line and its AI system in the register."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings as django_settings
from django.db import transaction

from tonetop.records import clock, intake, write
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.write import Change
from tonetop.work.change_record import authorise
from tonetop.work.model_calls import SUBJECT, last
from tonetop.work.model_settings import Settings, settings_of
from tonetop.work.permission import manager
from tonetop.work.swap_folder import LANGUAGE_MODEL

ON, OFF = "model.switched-on", "model.switched-off"
SYSTEM = "AISystem"


class Off(Exception):
    """No language model may be asked; the message is one sentence that says why and what to do."""


def in_use() -> Settings:
    """The settings of the model that is switched on. Raises Off, also when they changed since, and SettingsRefused."""
    found = settings_of(django_settings.DATA)
    if found is None:
        raise Off(f"no language model is used here; {LANGUAGE_MODEL} in the data folder would name one")
    switched = last((ON, OFF))
    if switched is None or switched[0] == OFF:
        raise Off("the language model is off; `tonetop models on` switches it on")
    if switched[1]["settings"] != found.fingerprint():
        raise Off(
            "another model, host or classification stands in the file than was switched on; switch it on anew"
        )
    return found


def switch_on(account: Account) -> str:
    """Switch the configured model on, and register it as an AI system; gives that record's id.

    Raises Forbidden, Off without a file, SettingsRefused.
    """
    by = manager(account)
    found = settings_of(django_settings.DATA)
    if found is None:
        raise Off(f"there is no {LANGUAGE_MODEL} in the data folder; docs/how-to/language-model.md shows one")
    ref = _ref(found)
    told = {"provider": found.model.provider, "host": found.host, "model": found.model.name}
    with transaction.atomic():
        _register(account, ref, found)
        data = {**told, "send": sorted(found.send), "settings": found.fingerprint(), "system": ref}
        tell(SUBJECT, ref, ON, data, by)
    return ref


def switch_off(account: Account) -> str:
    """Switch it off, and retire its AI system; gives that record's id. Raises Forbidden, Off when it is off."""
    by = manager(account)
    switched = last((ON, OFF))
    if switched is None or switched[0] == OFF:
        raise Off("the language model is off already")
    ref = str(switched[1]["system"])
    with transaction.atomic():
        held = _held(ref)
        if held:
            _write(account, held | {"state": "retired", "retired_on": clock.today()})
        tell(SUBJECT, ref, OFF, {"system": ref}, by)
    return ref


def _register(account: Account, ref: str, found: Settings) -> None:
    """The record as it was, live again, or a new one that says what is known; people complete it."""
    known: dict[str, Any] = {
        "id": ref,
        "name": f"Language model {found.model.name} ({found.host})",
        "our_role": "user",
    }
    if account.person:
        known["owner"] = account.person
    plain = (_held(ref) or known | {"go_live_on": clock.today()}) | {"state": "live"}
    plain.pop("retired_on", None)
    _write(account, plain)


def _write(account: Account, plain: dict[str, Any]) -> None:
    """The record from today on, as the act that switching is."""
    entry = intake.take(SYSTEM, plain)
    write.save_all([Change(entry, act=True)], authorise(account, entry, clock.today()))


def _held(ref: str) -> dict[str, Any]:
    """The record's latest version as it is written; empty when there is none or it was withdrawn."""
    row = write.latest(SYSTEM, ref)
    if row is None or row.withdrawn_on:
        return {}
    own = ("id", *row.shape().fields)
    return {name: value for name, value in row.plain().items() if name in own}


def _ref(found: Settings) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", f"{found.model.provider} {found.model.name}".lower()).strip("-")
    if not words:
        raise Refused("the model's name holds no letter")
    return f"language-model-{words[:60]}"
