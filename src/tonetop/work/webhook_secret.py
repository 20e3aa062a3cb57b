"""What messages to webhooks are signed with, in the form of the Standard Webhooks specification (version 1).

The secret is 32 random bytes, told as `whsec_` and base64; the signature is the HMAC-SHA256 of `id.timestamp.body`.
Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from hmac import digest

from django.conf import settings

from tonetop.records.ledger import keys

PREFIX, VERSION = "whsec_", "v1"
PLACE = b"webhook"
BYTES = 32


def fresh() -> tuple[str, str]:
    """A new secret as it is shown once, and encrypted under the folder's key file as it is kept."""
    secret = os.urandom(BYTES)
    return _as_shown(secret), b64encode(keys.close(_key(), secret, PLACE)).decode()


def opened(box: str) -> bytes:
    """The bytes of a secret that is kept. Raises LedgerError when the key file is another."""
    return keys.open_(_key(), b64decode(box), PLACE)


def shown(box: str) -> str:
    """A secret that is kept, as it was shown: only for whoever repeats the request that made it."""
    return _as_shown(opened(box))


def _as_shown(secret: bytes) -> str:
    return PREFIX + b64encode(secret).decode()


def signatures(secrets: Sequence[bytes], message: str, seconds: int, body: bytes) -> str:
    """The value of `webhook-signature`: one signature of each secret, with blanks between them."""
    told = f"{message}.{seconds}.".encode() + body
    return " ".join(f"{VERSION},{b64encode(digest(each, told, 'sha256')).decode()}" for each in secrets)


def _key() -> bytes:
    return digest(keys.load(settings.DATA).master, b"tonetop webhooks", "sha256")
