"""Sessions in the database, by a hash of their key and closed; where it may not be written to, pages are still read.

Whoever has a copy of the database alone, such as a backup, comes in by none of them, and reads nothing of what they
hold: a link that was just made, the secret of an app that is being set up.
"""

from __future__ import annotations

import logging
import os
from base64 import b64decode, b64encode
from hashlib import blake2b
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.utils import timezone

from tonetop.records.entrance import kept_as
from tonetop.records.hindered import hindrance

logger = logging.getLogger(__name__)
NONCE = 12


class SessionStore(db.SessionStore):
    """A session that was not stored stays as it was: what a page only notes there must not keep it from being read."""

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Store it; a new one, such as that of a sign-in, must be stored."""
        try:
            super().save(must_create)
        except UpdateError as error:
            why = hindrance(error)
            if must_create or why is None:
                raise
            logger.warning("A session was not stored: %s", why)

    def exists(self, session_key: str) -> bool:
        """Whether there is a session of a key."""
        return bool(self.model.objects.filter(session_key=kept_as(session_key)).exists())

    def delete(self, session_key: str | None = None) -> None:
        """Delete a session, or this one."""
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key=kept_as(key)).delete()

    def create_model_instance(self, data: Any) -> Any:
        """The row of this session."""
        made = super().create_model_instance(data)
        made.session_key = kept_as(made.session_key)
        return made

    def _get_session_from_db(self) -> Any:
        key = kept_as(self.session_key or "")
        found = self.model.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What a session holds, closed under the server's secret."""
        nonce = os.urandom(NONCE)
        return b64encode(nonce + _box().encrypt(nonce, self.serializer().dumps(session_dict), None)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What it holds; nothing, where it was closed under another secret."""
        try:
            raw = b64decode(session_data, validate=True)
            held: dict[str, Any] = self.serializer().loads(_box().decrypt(raw[:NONCE], raw[NONCE:], None))
        except (InvalidTag, ValueError):
            return {}
        return held


def _box() -> AESGCM:
    return AESGCM(blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"tonetop session").digest())
