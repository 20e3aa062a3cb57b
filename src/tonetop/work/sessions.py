"""The sign-ins of an account that have not ended: kept with device and time alone, and ended by their holder."""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session as Stored
from django.db import DatabaseError

from tonetop.records.entrance import Session, kept_as
from tonetop.records.hindered import hindrance
from tonetop.records.models import Account

logger = logging.getLogger(__name__)

OFTEN = timedelta(hours=1)
"""How long a session's last use is left as it was told, so that reading writes next to nothing."""
BROWSERS = (
    ("Edge", r"\bEdg"),
    ("Opera", r"\bOPR/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"\bChrom(e|ium)/|\bCriOS/|HeadlessChrome"),
    ("Safari", r"\bSafari/"),
)
SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("Mac", r"\bMacintosh\b"),
    ("Linux", r"\bLinux\b"),
)


def device(agent: str) -> str:
    """What a browser says it is, in two words at most: "Firefox · Linux"; empty when it does not say."""
    names = (
        next((name for name, sign in signs if re.search(sign, agent)), "") for signs in (BROWSERS, SYSTEMS)
    )
    return " · ".join(filter(None, names))


def begin(account: Account, key: str, agent: str, now: datetime) -> None:
    """Keep that an account signed in."""
    kept = {"account": account, "device": device(agent), "began": now, "seen": now}
    Session.objects.update_or_create(key=kept_as(key), defaults=kept)


def seen(account: Account, key: str, agent: str, now: datetime) -> None:
    """Keep that a session is used, at most once an hour; one that was not known begins.

    Where nothing may be written it is not kept, for whoever only reads goes on reading.
    """
    held = Session.objects.filter(key=kept_as(key), account=account)
    found = held.values_list("seen", flat=True).first()
    try:
        if found is None:
            begin(account, key, agent, now)
        elif now - found >= OFTEN:
            held.update(seen=now)
    except DatabaseError as error:
        why = hindrance(error)
        if why is None:
            raise
        logger.warning("That a session was used was not kept: %s", why)


def over(key: str | None) -> None:
    """Forget a session that ended by itself."""
    Session.objects.filter(key=kept_as(key or "")).delete()


def standing(account: Account) -> list[Session]:
    """The sessions of an account that have not ended, the one used last first; those that lapsed are forgotten."""
    held = list(Session.objects.filter(account=account))
    there = set(Stored.objects.filter(pk__in=[one.key for one in held]).values_list("pk", flat=True))
    ended = [one for one in held if one.key not in there]
    Session.objects.filter(pk__in=[one.pk for one in ended]).delete()
    return [one for one in held if one not in ended]


def end(account: Account, number: int) -> bool:
    """Sign one session of the account out; False when it has none of that number."""
    return bool(_end(Session.objects.filter(account=account, pk=number)))


def end_others(account: Account, key: str | None = None) -> int:
    """Sign every session of the account out but the one of a key (None: all); gives how many those were."""
    return _end(Session.objects.filter(account=account).exclude(key=kept_as(key or "")))


def _end(found: Any) -> int:
    keys = list(found.values_list("key", flat=True))
    Stored.objects.filter(pk__in=keys).delete()
    found.delete()
    return len(keys)
