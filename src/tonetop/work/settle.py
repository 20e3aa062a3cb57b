"""Settle what the organisation is called, where its days begin and end, and what its business is."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from tonetop.records import clock
from tonetop.records.happening import tell
from tonetop.records.models import Organisation
from tonetop.records.write import By
from tonetop.standard.facts_file import BUSINESSES, Refused, is_zone

FIELDS = ("name", "time_zone", "business", "story", "clock_on")
CHANGED = "organisation.changed"


def settle(values: Mapping[str, str], by: By) -> Organisation:
    """Change some of the organisation's settings, with a ledger line that tells all. Raises Refused."""
    zone, business = values.get("time_zone"), values.get("business")
    if zone and not is_zone(zone):
        raise Refused(f"{zone!r} is no IANA time zone; write one such as Europe/Oslo")
    if business and business not in BUSINESSES:
        raise Refused(f"the business {business!r} is not known; it is {' or '.join(BUSINESSES)}")
    with transaction.atomic():
        found = clock.organisation()
        for name in FIELDS:
            setattr(found, name, values.get(name, getattr(found, name)))
        found.save()
        tell("Organisation", "organisation", CHANGED, told(found), by)
    return found


def told(found: Organisation) -> dict[str, str]:
    """The settings as the ledger tells them."""
    return {name: getattr(found, name) for name in FIELDS}
