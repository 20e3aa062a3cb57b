"""Addresses by which servers are made to ask where they must not: each inner place, in each way of writing it."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address

INNER = (
    *("127.0.0.1", "127.8.8.8", "10.0.0.5", "172.16.4.4", "192.168.1.1", "169.254.169.254", "169.254.170.2"),
    *(
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.0.192",
        "100.100.100.200",
        "168.63.129.16",
    ),
)
"""Addresses inside a house or a cloud, by IPv4."""
SIX = ("::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "ff02::1")
METADATA = ("169.254.169.254", "169.254.170.2", "192.0.0.192", "100.100.100.200", "168.63.129.16")
NAMES = (
    "localhost",
    "localhost.localdomain",
    "metadata.google.internal",
    "127.0.0.1.nip.example",
    "x.localtest.me",
)
SCHEMES = (
    "file",
    "ftp",
    "gopher",
    "dict",
    "ldap",
    "jar",
    "data",
    "javascript",
    "netdoc",
    "tftp",
    "sftp",
    "unix",
)


def six(four: str) -> tuple[str, ...]:
    """An IPv4 address hidden in IPv6 ones: mapped, 6to4, Teredo, behind a translator."""
    number = int(IPv4Address(four))
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    other = number ^ 0xFFFFFFFF
    return (
        f"::ffff:{four}",
        f"2002:{high}:{low}::1",
        f"2001:0:4136:e378:8000:63bf:{other >> 16:x}:{other & 0xFFFF:x}",
        f"64:ff9b::{high}:{low}",
    )


def writings(four: str) -> tuple[str, ...]:
    """An IPv4 address as parsers of C read it: one number, in hexadecimal, in octal, with parts left out."""
    number, parts = int(IPv4Address(four)), [int(part) for part in four.split(".")]
    return (
        *(str(number), hex(number), f"0{number:o}", ".".join(f"0{part:o}" for part in parts)),
        *(".".join(hex(part) for part in parts), f"{parts[0]}.{number & 0xFFFFFF}", f"{four}."),
    )


def hosts() -> Iterator[str]:
    """Every host of the corpus, as it stands in an address."""
    for four in INNER:
        yield from (four, *writings(four))
        yield from (f"[{one}]" for one in six(four))
    yield from (f"[{one}]" for one in SIX)
    yield from NAMES


def addresses() -> Iterator[str]:
    """Every address of the corpus."""
    for host in hosts():
        yield from (
            f"http://{host}/",
            f"https://{host}/latest/meta-data/",
            f"http://{host}:8080/",
            f"//{host}/",
        )
        yield from (
            f"https://allowed.example@{host}/",
            f"https://{host}#@allowed.example/",
            f"https://{host}\\@allowed.example/",
        )
        yield f"https://allowed.example:443@{host}:443/"
    for scheme in SCHEMES:
        yield from (
            f"{scheme}://127.0.0.1/etc/passwd",
            f"{scheme}:/etc/passwd",
            f"{scheme}://allowed.example/",
        )
    yield from (
        "",
        " ",
        "https://",
        "https:///x",
        "https://allowed.example:0x50/",
        "https://allowed.example:99999/",
    )
    yield from (
        "https://allowed.example:22/",
        "https://allowed.example\r\nHost: evil/",
        "https://[::1",
        "https://[v1.x]/",
    )
    yield from ("https://xn--allowed-.example/", "https://allowed。example@127.0.0.1/", "https://ⓛocalhost/")
