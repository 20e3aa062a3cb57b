"""The background job that signs the log's head every few minutes while there is something new."""

from __future__ import annotations

import logging
from threading import Event, Thread

from django.conf import settings
from django.db import Error, connection

from tonetop.records import sealing
from tonetop.records.ledger.database import LedgerError
from tonetop.records.taken_over import by_newer

SECONDS = 150
logger = logging.getLogger(__name__)


def keep_sealed(stop: Event, seconds: float = SECONDS) -> Thread:
    """Start the job; it looks every so many seconds, and a last time once it is stopped."""
    job = Thread(target=_work, args=(stop, seconds), name="checkpoints", daemon=True)
    job.start()
    return job


def _work(stop: Event, seconds: float) -> None:
    while True:
        ended = stop.wait(seconds)
        seal_if_due()
        if ended:
            return


def seal_if_due() -> None:
    """Sign the head when events stand unsigned; what goes wrong is logged and tried again next time."""
    try:
        if not by_newer(settings.DATA) and sealing.is_due():
            sealing.seal()
    except (LedgerError, Error, OSError) as error:
        logger.warning("No checkpoint was signed: %s", error)
    finally:
        connection.close()
