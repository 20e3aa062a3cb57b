"""Which parts of a source an activity is about: what its datasets name, or all of it where they name nothing there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from tonetop.core.facts import Row

LISTED = re.compile(r"\s*[,;]\s*")


def names(systems: Iterable[Row]) -> frozenset[str]:
    """Ids and names of systems in small letters, by which datasets mean them."""
    return frozenset(text.lower() for one in systems for text in (one.id, one.name) if text)


def is_about(
    activity: Row, own: Collection[str], known: Collection[str], asset: str, column: str = ""
) -> bool:
    """Whether an activity is about an asset, or a column of it.

    A dataset is `System`, `System: table, table`, `table` or `table.column`. own: names of the systems that the source
    is; known: those of all systems, so that the name of another one is not taken for a table.
    """
    places = []
    for text in getattr(activity, "datasets", None) or ():
        named = list(_places(text.strip().lower(), own, known))
        if "" in named:
            return True
        places += named
    return not places or any(_is_in(place, asset, column) for place in places)


def _places(text: str, own: Collection[str], known: Collection[str]) -> Iterator[str]:
    """The tables and columns of this source that a dataset names; an empty one stands for all of it."""
    if text in own:
        yield ""
    elif text and text not in known:
        system, _, rest = text.rpartition(":")
        if not system or system.strip() in own:
            yield from LISTED.split(rest.strip())


def _is_in(place: str, asset: str, column: str) -> bool:
    """Whether a place is an asset, a column, or a part of an asset that is asked about as a whole."""
    wanted, table = (f".{text.lower().replace('/', '.')}" for text in (place, asset))
    if table.endswith(wanted):
        return True
    above = wanted.rpartition(".")[0]
    return f"{table}.{column.lower()}".endswith(wanted) if column else bool(above) and table.endswith(above)
