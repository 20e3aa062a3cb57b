"""Sessions in the database; where it may not be written to, pages are still read."""

from __future__ import annotations

import logging

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError

from tonetop.records.hindered import hindrance

logger = logging.getLogger(__name__)


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
