"""How far long work in the background is, written down now and then; it stops where nobody wants it any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from tonetop.records import clock

BEAT = timedelta(seconds=0.5)
LONGEST = 400
"""Characters of the name of what is worked on."""


class Stopped(Exception):
    """The work is wanted no more."""


class Told:
    """Writes how far it is into the row of the work, as long as that is in the stage of being worked on.

    rows: that one row by its number and stage; it has `done`, `total` and `beat`. named: its field for the name of what
    is worked on, if it has one.
    """

    def __init__(self, rows: QuerySet[Any], named: str = "") -> None:
        self._rows = rows
        self._named = named
        self._next = clock.now()

    def __call__(self, done: int, total: int, name: str) -> None:
        """Raises Stopped."""
        now = clock.now()
        if now >= self._next or done == total:
            self._next = now + BEAT
            self._write(
                done=done, total=total, beat=now, **{self._named: name[:LONGEST]} if self._named else {}
            )

    def demand_wanted(self) -> None:
        """Raises Stopped."""
        self._write(beat=clock.now())

    def _write(self, **values: Any) -> None:
        if not self._rows.update(**values):
            raise Stopped
