"""Addresses of devices on the internet."""

from tonetop.discovery.kind import Kind

_PART = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_V4 = rf"{_PART}(?:\.{_PART}){{3}}"
_H = "[0-9A-Fa-f]{1,4}"
_V6 = (
    rf"(?:(?:{_H}:){{7}}{_H}|(?:{_H}:){{1,7}}:|(?:{_H}:){{1,6}}:{_H}|(?:{_H}:){{1,5}}(?::{_H}){{1,2}}"
    rf"|(?:{_H}:){{1,4}}(?::{_H}){{1,3}}|(?:{_H}:){{1,3}}(?::{_H}){{1,4}}|(?:{_H}:){{1,2}}(?::{_H}){{1,5}}"
    rf"|{_H}:(?::{_H}){{1,6}}|:(?::{_H}){{1,7}})"
)
_NAMES = (
    r"\bip(v ?[46])?( ?addr(ess)?(es)?)?\b|\b(src|dst|source|destination|client|remote|host) ?(ip"
    r"|addr(ess)?)\b|\badresse ip\b"
)

KINDS = [
    Kind(
        key="user.device.ip_address.v4",
        title="IPv4 address",
        dpv="IPAddress",
        pattern=rf"^{_V4}(?::\d{{1,5}}|/\d{{1,2}})?$",
        digits=(4, 17),
        letters=(0, 0),
        marks=(3, 3),
        colon=None,
        within=rf"(?:^|[^\w.]){_V4}(?:$|[^\w.]|\.(?:$|\s))",
        names=_NAMES,
        never=r"\b(version|release|build)\b",
        alone=0.93,
        found=("192.168.0.17", "8.8.8.8", "10.0.0.1:8080"),
        absent=("1.2.3", "256.1.1.1", "1.2.3.4.5", "v1.2.3.4", "52.3702"),
    ),
    Kind(
        key="user.device.ip_address.v6",
        title="IPv6 address",
        dpv="IPAddress",
        pattern=rf"^{_V6}(?:%\w+)?(?:/\d{{1,3}})?$",
        digits=(1, 31),
        letters=(0, 31),
        colon=True,
        within=rf"(?:^|[\s(\[,;]){_V6}(?:$|[\s)\],;.])",
        names=_NAMES,
        alone=0.95,
        found=("2001:db8::8a2e:370:7334", "fe80::1", "2001:0db8:85a3:0000:0000:8a2e:0370:7334"),
        absent=("12:30:59", "00:1B:44:11:3A:B7", "a:b", "::ffff::1"),
    ),
]
