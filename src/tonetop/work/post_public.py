"""Send a message to an address that the operator allows; no redirect is followed.

A host that is named leads by https to public addresses alone. An origin that is written out in full, such as
`http://10.0.0.5:8080`, is the operator's word that this very place may be reached, though it be inside the house.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from tonetop.work.fetch_public import PORTS, PUBLIC, Sent, Unreachable, Way, ask, hidden, is_public, resolved

ALLOWED = "TONETOP_WEBHOOK_HOSTS"
"""Names the hosts and origins that messages may go to, with commas between them; without it none go out."""
SECONDS = 10
LONGEST = 1000


class Barred(Unreachable):
    """Why no message goes to an address at all."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Hosts that are reached by https in the public net, and origins (scheme, host, port) wherever they are."""

    hosts: frozenset[str]
    origins: frozenset[tuple[str, str, int]]


def allowed() -> Allowed:
    """What the operator allows; what cannot be read allows nothing."""
    told = [each.strip() for each in os.environ.get(ALLOWED, "").split(",") if each.strip()]
    origins = [_origin(each) for each in told if "://" in each]
    hosts = [each.casefold().rstrip(".") for each in told if "://" not in each]
    return Allowed(frozenset(hosts), frozenset(each for each in origins if each is not None))


def named(*addresses: str) -> Allowed:
    """Addresses that the operator wrote out in full: the origin of each may be reached as it stands there."""
    return Allowed(frozenset(), frozenset(each for each in map(_origin, addresses) if each is not None))


def place_of(address: str, may: Allowed | None = None) -> tuple[SplitResult, Way]:
    """An address in its parts, and how it is reached. Raises Barred for one that no message may go to.

    may: what the operator allows, where it is not the setting for messages.
    """
    may, origin = may or allowed(), _origin(address)
    if origin is None or len(address) > LONGEST or not address.isascii() or not address.isprintable():
        raise Barred(f"the address is none of http or https with at most {LONGEST} characters")
    place, (scheme, host, port) = urlsplit(address), origin
    if place.username is not None or place.password is not None or place.fragment or " " in address:
        raise Barred("the address holds a name, a password, a blank or a part behind #")
    if origin in may.origins:
        return place, Way(resolved, is_no_metadata, frozenset((port,)))
    if host not in may.hosts:
        raise Barred(f"whoever runs the server has not named {host} in {ALLOWED}")
    if scheme != "https" or port != PORTS["https"]:
        raise Barred("messages go by https on its usual port, but for origins that are named in full")
    return place, PUBLIC


def post(address: str, headers: Mapping[str, str], body: bytes) -> int:
    """The status that answers a message. Raises Unreachable."""
    place, way = place_of(address)
    status, _, _ = ask(place, way, Sent("POST", headers, body, SECONDS, reads=False))
    return status


def send_named(address: str, headers: Mapping[str, str], body: bytes, seconds: float) -> tuple[int, bytes]:
    """Status and text that answer a message to an address which a variable of the environment names.

    It may lie inside the house, but never where machines ask for keys; no redirect is followed, at most
    `fetch_public.LARGEST` bytes are read. Raises Unreachable.
    """
    origin = _origin(address)
    if origin is None:
        raise Barred("the address is none of http or https")
    place = urlsplit(address)
    if place.username is not None or place.password is not None:
        raise Barred("the address holds a name or password")
    way = Way(resolved, is_no_metadata, frozenset((origin[2],)))
    status, _, raw = ask(place, way, Sent("POST", headers, body, seconds))
    return status, raw


def _origin(address: str) -> tuple[str, str, int] | None:
    try:
        place = urlsplit(address)
        port = place.port or PORTS.get(place.scheme, 0)
    except ValueError:
        return None
    if place.scheme not in PORTS or not place.hostname:
        return None
    return place.scheme, place.hostname.casefold().rstrip("."), port


def is_no_metadata(address: str) -> bool:
    """Whether an address of a named origin may be reached: in the house too, but never where machines ask for keys."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = hidden(found) or found
    odd = inner.is_link_local or inner.is_multicast or inner.is_unspecified or inner in METADATA
    return is_public(address) or not odd


METADATA = frozenset(
    map(
        ipaddress.ip_address,
        ("fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"),
    )
)
"""Where clouds hand out keys outside the link-local net: AWS and Google over IPv6, Alibaba, Oracle, Azure."""
