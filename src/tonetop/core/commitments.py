"""Commitments: how an event speaks for a personal value without holding it, so that the value can be erased.

The event holds SHA-256(domain || salt || canonical JSON of the value). Whoever has value and salt can show
that they belong to the event; once both are destroyed the 32 random bytes of the salt keep the value from
being guessed, and every hash and proof still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tonetop.core import canonical

DOMAIN = b"tonetop/commitment/v1\n"
SALT_BYTES = 32


def commit(value: Any, salt: bytes) -> str:
    """The commitment to ``value``, as 64 hexadecimal digits; ``salt`` must be 32 random bytes."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"the salt of a commitment has {SALT_BYTES} bytes, not {len(salt)}")
    return sha256(DOMAIN + salt + canonical.dumps(value)).hexdigest()


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal value beside the event that commits to it.

    ``place`` is where the commitment stands in the event: ``actor.name``, or ``personal.F`` for the entry F
    of the mapping ``personal`` in its data. ``owner`` (kind and id) and ``field`` say whose value it is:
    erasing that field of that owner erases it in every event.
    """

    place: str
    owner: tuple[str, str]
    field: str
    value: Any
    salt: bytes

    @property
    def commitment(self) -> str:
        return commit(self.value, self.salt)


def commitments(event: dict[str, Any]) -> dict[str, str]:
    """Every commitment of an event as it was read, by its place."""
    found = {f"personal.{name}": made for name, made in event["data"].get("personal", {}).items()}
    return found if event["actor"]["name"] is None else {"actor.name": event["actor"]["name"], **found}
