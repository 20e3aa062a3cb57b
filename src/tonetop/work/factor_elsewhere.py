"""Whether the second factor of the provider that somebody came in by counts here, asked of the file each time."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings

from tonetop.records.models import Account
from tonetop.work.second_factor import begins_until, lacks
from tonetop.work.ways_in import WaysRefused, way

FIRST = {"password": "password", "socialaccount": "single sign-on"}
"""What is shown first, by allauth's word for it."""


def must_enrol(request: Any) -> bool:
    """Whether nothing opens to whoever is signed in before they enrol a second factor."""
    return is_asked(request) and begins_until(request.user) is None


def is_asked(request: Any) -> bool:
    """Whether whoever is signed in needs a second factor and has none, neither here nor at their provider."""
    return lacks(request.user) and not provider_answers_for(request)


def provider_answers_for(request: Any) -> bool:
    """Whether this session came in by a provider whose own second factor the file takes for one."""
    records = get_authentication_records(request, request.user)
    last: dict[str, Any] = next(
        (one for one in reversed(records) if one.get("method") in ("password", "socialaccount")), {}
    )
    return last.get("method") == "socialaccount" and trusted(last.get("provider"))


def note_door(request: Any) -> None:
    """Note with the account how the holder of this session showed who they are, for what they do now."""
    records = get_authentication_records(request, request.user)
    methods = [one.get("method") for one in records]
    first = next((FIRST[one] for one in reversed(methods) if one in FIRST), Account.came_by)
    request.user.came_by = f"{first}, second factor" if "mfa" in methods else first


def trusted(id: Any) -> bool:
    """Whether the file takes the second factor of a provider for one; not where it cannot be used."""
    try:
        found = way(settings.DATA, str(id))
    except WaysRefused:
        return False
    return found is not None and found.provider_has_second_factor
