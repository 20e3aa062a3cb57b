"""Signing the log's head: at once after a leadership act, and by a job that looks every few minutes."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import connection, transaction

from tonetop.records import clock
from tonetop.records.ledger import checkpoints, journal, keys, signing
from tonetop.records.ledger.checkpoints import Signed
from tonetop.records.ledger.database import LedgerError

logger = logging.getLogger(__name__)


def seal() -> Signed:
    """Sign the head of what is committed, unless that is signed already. Raises LedgerError."""
    return signing.checkpoint(connection, keys.load(settings.DATA), settings.DATA, clock.now())


def is_due() -> bool:
    """Whether the log holds events that no checkpoint covers."""
    last = checkpoints.latest(connection)
    return journal.head(connection).frontier.size > (last.head.size if last else 0)


def seal_after_commit() -> None:
    """Sign once the present transaction is committed."""
    transaction.on_commit(_seal_quietly)


def _seal_quietly() -> None:
    """The act stands whether or not it could be signed for; the job tries again."""
    try:
        seal()
    except (LedgerError, OSError) as error:
        logger.warning("No checkpoint was signed: %s", error)
