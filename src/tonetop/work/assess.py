"""Assess the data folder: the standing results as of a day, brought up to date with what was written."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from tonetop.records import clock, facts
from tonetop.records.facts import DataFolder
from tonetop.standard.assessment import Assessment
from tonetop.standard.standing import Standing

KEPT = 6
"""How many looks (days, knowledge days) a process keeps at once."""
ANEW = frozenset(("organisation.changed", "personal.erased", "ParameterSetting"))
"""Events after which all is read again: they change the rules' settings, or rows that were there."""


@dataclass
class _Look:
    """One look at the folder: results, their source, the ledger's size when they were brought up to date."""

    standing: Standing
    source: DataFolder
    seq: int


_looks: OrderedDict[tuple[str, str, str | None], _Look] = OrderedDict()
_lock = Lock()


def assess(as_of: str | None = None, known_on: str | None = None) -> Assessment:
    """The assessment of the data folder as of a day (default: today), as known on another (default: all).

    Results are kept in the process; what was written since is read, and what depends on it is judged again.
    """
    day = as_of or clock.today()
    with _lock:
        key = (str(connection.settings_dict["NAME"]), day, known_on)
        seq = position()
        look = _looks.pop(key, None)
        if look is None or not _follows(look, seq):
            source = DataFolder()
            look = _Look(Standing(facts.taken(day, known_on, source)), source, seq)
        _looks[key] = look
        while len(_looks) > KEPT:
            _looks.popitem(last=False)
        return look.standing.assessment()


def forget() -> None:
    """Let go of all that is kept, for the ledger does not go on from where it was."""
    with _lock:
        _looks.clear()


def _follows(look: _Look, seq: int) -> bool:
    """Bring a look up to date; False when it cannot be, because more changed than records."""
    if seq == look.seq:
        return True
    if seq < look.seq:
        return False
    events = since(look.seq)
    if any(type in ANEW or kind in ANEW for type, kind in events):
        return False
    kinds = {kind for _, kind in events} & set(look.standing.facts.shapes)
    look.standing.learn(look.source.since(sorted(kinds)))
    look.seq = seq
    return True


def position() -> int:
    """How many events the ledger holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM ledger_events")
        return int(cursor.fetchone()[0])


def since(seq: int) -> set[tuple[str, str]]:
    """The types of the events after this position, each with the kind of record that they are about."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT type, kind FROM ledger_events WHERE seq > %s", [seq])
        return set(cursor.fetchall())
