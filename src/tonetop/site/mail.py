"""How mail leaves the house: by the server that TONETOP_SMTP names, or not at all."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class MailAddressError(ValueError):
    """TONETOP_SMTP is no address of a mail server; the message is one sentence."""


TLS = ("start", "always", "no")


def mail(address: str) -> dict[str, Any]:
    """The mail settings that an address such as smtp://user:password@host:587/?tls=start&from=aims@example.org says.

    tls: start (STARTTLS), always (smtps), or no; from: the sender. An empty address: no mail is sent.
    """
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend", "SENDS_MAIL": False}
    place = urlsplit(address)
    asked = {name: values[-1] for name, values in parse_qs(place.query).items()}
    if place.scheme not in ("smtp", "smtps") or not place.hostname or not _is_port(place.netloc):
        raise MailAddressError(
            "TONETOP_SMTP must read smtp://user:password@host:587/?tls=start&from=aims@example.org"
        )
    if asked.get("tls", "no") not in TLS:  # a word that is not known would be none at all
        raise MailAddressError(f"TONETOP_SMTP: tls={asked['tls']} is not known; write {', '.join(TLS)}")
    always = place.scheme == "smtps" or asked.get("tls") == "always"
    user, host = unquote(place.username or ""), place.hostname
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": place.port or (465 if always else 587),
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": unquote(place.password or ""),
        "EMAIL_USE_TLS": not always and asked.get("tls") == "start",
        "EMAIL_USE_SSL": always,
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": asked.get("from") or (user if "@" in user else f"tonetop@{host}"),
        "SENDS_MAIL": True,
    }


def _is_port(netloc: str) -> bool:
    """Whether what stands behind the host, where something does, is a number of a port."""
    _, mark, port = netloc.rpartition("@")[2].rpartition("]")[2].partition(":")
    return not mark or (port.isdecimal() and 0 < int(port) < 65_536)
