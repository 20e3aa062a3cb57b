"""Parts of pages that are the same for everybody who looks at the same day, while the ledger stands where it stood."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tonetop.records.sifting import place

KEPT = 60
"""How many parts a process keeps; one is some 50 to 150 KB."""

_kept: OrderedDict[Hashable, SafeString] = OrderedDict()
_lock = Lock()


def kept(of: Hashable, make: Callable[[], str]) -> SafeString:
    """A part of a page, made when it is first asked for; of: all that it depends on beside the records."""
    at = place()
    key = (at, get_language(), of)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = SafeString(make())  # noqa: S308 - a template of ours, which escapes
    if at is not None:
        with _lock:
            _kept[key] = made
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return made
