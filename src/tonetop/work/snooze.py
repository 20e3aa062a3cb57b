"""Put a reminder off for some days; what is due stays due, and everybody else is reminded as before."""

from __future__ import annotations

from tonetop.core import cadence
from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.registry import registers
from tonetop.records.reminding import Snooze

DAYS = (3, 7, 14)
"""For how many days one can put a reminder off."""


def snooze(account: Account, type: str, ref: str, days: int) -> str:
    """The day until which it is put off; 0 days take it back. Raises Refused."""
    if type not in registers() or days not in (0, *DAYS):
        raise Refused(
            f"a reminder is put off for {', '.join(map(str, DAYS))} days, or for 0 to be told again"
        )
    if not days:
        Snooze.objects.filter(account=account, type=type, ref=ref).delete()
        return ""
    until = cadence.shift(clock.today(), days)
    Snooze.objects.update_or_create(account=account, type=type, ref=ref, defaults={"until": until})
    return until
