"""What stands in front of the program, as TONETOP_TLS and TONETOP_PROXIES say it."""

from __future__ import annotations

MOST = 9


class FrontError(ValueError):
    """A setting of what stands in front cannot be read; the message is one sentence."""


def behind_tls(told: str) -> bool:
    """Whether a proxy speaks TLS. Raises FrontError for another word, for cookies would go out in the open."""
    if told.strip() not in ("", "0", "1"):
        raise FrontError(f"TONETOP_TLS={told}: write 1 where a proxy in front speaks TLS, or leave it out")
    return told.strip() == "1"


def proxies(told: str, tls: bool) -> int:
    """How many proxies add to X-Forwarded-For; by default one where one speaks TLS. Raises FrontError."""
    if not told.strip():
        return int(tls)
    if not told.strip().isdecimal() or int(told) > MOST:
        raise FrontError(f"TONETOP_PROXIES={told}: is no number of proxies; write one from 0 to {MOST}")
    return int(told)
