"""Which rows of a register a list finds, in its order: kept in the process while the ledger stands where it stood."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import QuerySet

KEPT = 2_000_000
"""How many row numbers a process keeps at most, over all lists; each takes eight bytes."""
HEAD = "SELECT seq, leaf FROM ledger_events ORDER BY seq DESC LIMIT 1"

_kept: OrderedDict[Hashable, Sequence[int]] = OrderedDict()
_lock = Lock()


def sifted(asked: Hashable, query: Callable[[], QuerySet[Any]]) -> Sequence[int]:
    """The numbers of all rows that a query finds, in its order; `asked` tells the query from every other.

    Every change of a row has its ledger line, so what was found holds for as long as the newest line is the same.
    """
    at = place()
    key = (at, asked)
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    found = array("q", query().values_list("row", flat=True).iterator(10_000))
    if at is not None:
        _keep(key, found)
    return found


def place() -> tuple[str, int, bytes] | None:
    """Where the ledger stands: the database, its newest line's number and hash; None before there is a line.

    What is made of the records alone stays as it is for as long as this does.
    """
    with connection.cursor() as cursor:
        cursor.execute(HEAD)
        row = cursor.fetchone()
    return (str(connection.settings_dict["NAME"]), row[0], bytes(row[1])) if row else None


def _keep(key: Hashable, found: Sequence[int]) -> None:
    with _lock:
        _kept[key] = found
        held = sum(map(len, _kept.values()))
        while held > KEPT and len(_kept) > 1:
            held -= len(_kept.popitem(last=False)[1])
