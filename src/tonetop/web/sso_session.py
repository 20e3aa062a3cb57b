"""What speaks with a provider of sign-in: by https, to where it said and nowhere else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from requests import RequestException, Response, Session

from tonetop.work.fetch_public import PORTS, Unreachable, resolved
from tonetop.work.post_public import is_no_metadata
from tonetop.work.ways_in import LOCAL

SECONDS = 10


class Barred(RequestException):
    """An address that a provider must not lead to."""


class ProviderSession(Session):
    """Each address is looked at, for a provider's own document names where keys and tokens are; no redirect."""

    def request(self, method: Any, url: Any, *args: Any, **named: Any) -> Response:
        """The answer. Raises Barred, RequestException."""
        demand(str(url))
        return super().request(
            method, url, *args, **{"timeout": SECONDS} | named | {"allow_redirects": False}
        )


def demand(url: str) -> None:
    """Raises Barred for what is not https (but on this machine), and for addresses where machines ask for keys."""
    try:
        place = urlsplit(url)
        host, port = place.hostname or "", place.port or PORTS.get(place.scheme, 0)
    except ValueError:
        raise Barred("the address cannot be read") from None
    if place.scheme != "https" and not (place.scheme == "http" and host in LOCAL):
        raise Barred(f"{host or 'the address'} is not asked without encryption")
    try:
        addresses = resolved(host, port)
    except Unreachable:
        return  # a proxy may know the name; without one the request itself fails
    if not all(map(is_no_metadata, addresses)):
        raise Barred(f"the name {host} leads to an address where machines ask for keys")
