"""Fetch a public page of a host that was allowed; addresses are checked before each connection.

The name is resolved once, every address it has must be public, and the connection goes to the address that was checked,
so that a name which changes meanwhile leads nowhere else. Redirects are followed on the same host alone.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import os
import socket
import ssl
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

ALLOWED = "TONETOP_NOTICE_HOSTS"
"""Names the hosts that may be fetched, with commas between them; without it nothing is."""
SECONDS, LARGEST, HOPS, PART = 20, 2_000_000, 3, 65_536
PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)
Resolve = Callable[[str, int], list[str]]


class Unreachable(Exception):  # noqa: N818 - it tells what the page is, and no error of ours
    """Why there is no page, in half a sentence."""


@dataclass(frozen=True, slots=True)
class Page:
    """What came: where it was in the end, the HTTP status, the bytes."""

    address: str
    status: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Way:
    """How names are resolved and which addresses count as public; tests put their own in."""

    resolve: Resolve
    is_public: Callable[[str], bool]
    ports: Collection[int]


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent to a page, for how many seconds an answer is waited for, and whether its text matters."""

    method: str
    headers: Mapping[str, str]
    body: bytes | None = None
    seconds: float = SECONDS
    reads: bool = True


GET = Sent("GET", {"User-Agent": "Tonetop notice check", "Accept-Encoding": "identity"})


def allowed_hosts() -> frozenset[str]:
    """The hosts that the operator allows to be fetched, in small letters."""
    told = os.environ.get(ALLOWED, "").split(",")
    return frozenset(name.strip().casefold().rstrip(".") for name in told if name.strip())


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name. Raises Unreachable."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise Unreachable(f"the name {host} leads to no address") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address is of the public net: not private, loopback, link-local, reserved, nor hidden in another."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if hidden(found) is not None or str(found) in _SERVES_MACHINES:
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def hidden(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, 6to4, Teredo, or behind a translator."""
    if isinstance(found, ipaddress.IPv4Address):
        return None
    if found in _TRANSLATED:
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)


_SERVES_MACHINES = frozenset(("168.63.129.16", "192.0.0.192"))
"""Addresses counted as public at which a cloud serves each of its own machines alone (Azure, Oracle)."""
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Where IPv4 addresses hide behind a translator (RFC 6052)."""
PUBLIC = Way(resolved, is_public, frozenset(PORTS.values()))


def fetch(address: str, hosts: Collection[str], way: Way = PUBLIC) -> Page:
    """Fetch a page over http or https. Raises Unreachable, which says why."""
    until = time.monotonic() + SECONDS
    first = _place(address, hosts, way)
    here = address
    for _ in range(HOPS + 1):
        place = _place(here, hosts, way)
        if place.hostname != first.hostname or first.scheme == "https" != place.scheme:
            raise Unreachable("it leads on to another host, or from https to http")
        status, location, raw = ask(place, way, GET, until)
        if status not in REDIRECTS or not location:
            return Page(here, status, raw)
        here = urljoin(here, location)
    raise Unreachable("it leads on again and again")


def _place(address: str, hosts: Collection[str], way: Way) -> SplitResult:
    """The address in its parts. Raises Unreachable for what is not to be asked for."""
    try:
        place = urlsplit(address)
        port = place.port or PORTS.get(place.scheme, 0)
    except ValueError:
        raise Unreachable("the address cannot be read") from None
    if place.scheme not in PORTS or not place.hostname:
        raise Unreachable("the address is none of http or https")
    if place.username is not None or place.password is not None:
        raise Unreachable("the address holds a name or password")
    if place.hostname.casefold().rstrip(".") not in hosts:
        raise Unreachable(f"the host {place.hostname} is not among those that may be fetched")
    if port not in way.ports:
        raise Unreachable(f"the port {port} is none of the web")
    return place


def ask(place: SplitResult, way: Way, sent: Sent, until: float = 0) -> tuple[int, str, bytes]:
    """The status of one answer, where it leads on to, and its text. Raises Unreachable.

    until: on the monotonic clock; none: as long as what is sent waits for an answer.
    """
    until = until or time.monotonic() + sent.seconds
    host = place.hostname or ""
    port = place.port or PORTS[place.scheme]
    addresses = way.resolve(host, port)
    if not addresses or not all(map(way.is_public, addresses)):
        raise Unreachable(f"the name {host} leads to an address that is not public")
    line = _Line(host, port, addresses[0], place.scheme == "https", until)
    over = Timer(max(until - time.monotonic(), 0), line.cut)
    over.start()
    try:
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        line.request(sent.method, path, body=sent.body, headers=dict(sent.headers))
        answer = line.getresponse()
        if line.is_cut:
            raise TimeoutError
        raw = _read(answer, line) if sent.reads else b""
        return answer.status, answer.getheader("Location") or "", raw
    except ssl.SSLCertVerificationError:
        raise Unreachable("its certificate does not hold") from None
    except (OSError, http.client.HTTPException, ValueError):
        slow = time.monotonic() >= until
        why = (
            f"it did not answer within {sent.seconds:g} seconds"
            if slow
            else "there is no answer that can be read"
        )
        raise Unreachable(why) from None
    finally:
        over.cancel()
        line.close()


def _read(answer: http.client.HTTPResponse, line: _Line) -> bytes:
    parts, size = list[bytes](), 0
    while size <= LARGEST:
        part = answer.read1(PART)
        if not part:
            if line.is_cut:
                raise TimeoutError
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    raise Unreachable(f"it is larger than {LARGEST // 1_000_000} MB")


class _Line(http.client.HTTPConnection):
    """A connection to the address that was checked, whatever the name leads to meanwhile; others may cut it."""

    def __init__(self, host: str, port: int, address: str, is_safe: bool, until: float) -> None:
        super().__init__(host, port, timeout=max(until - time.monotonic(), 0.001))
        self._address, self._is_safe = address, is_safe
        self.is_cut = False

    def connect(self) -> None:
        """Connect to the checked address; over TLS the certificate is held against the name."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._is_safe:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End whatever is waited for, however slowly the other side talks."""
        self.is_cut = True
        line = self.sock
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
