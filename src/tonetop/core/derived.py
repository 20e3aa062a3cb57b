"""Values made from sources that change: kept, and made again only when something that they read has moved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from itertools import chain
from operator import itemgetter
from threading import RLock
from typing import Any, TypeVar

Value = TypeVar("Value")

Source = Hashable
"""What can be read: a record type by its name, or another value by the preparation that makes it."""

Moves = Mapping[Hashable, tuple[Any, Any]]
"""By key what stood there before and what stands there now; None where nothing did or does."""

_NOBODY = object()
_UNREAD: dict[Hashable, set[Hashable]] = {}


class Reads:
    """What was read while a value was made.

    followed: the source whose moves are followed, if any: it is read row by row, unnoted before the first row's turn.
    parts: by source the keys that were read, each with the rows whose turn it was then; None: all of it was read.
    own: sources of which the part under the id of the row whose turn it was has been read, for each row in turn.
    """

    __slots__ = ("followed", "own", "parts")

    def __init__(self, followed: Source | None) -> None:
        self.followed = followed
        self.parts: dict[Source, dict[Hashable, set[Hashable]] | None] = {}
        self.own: set[Source] = set()


class Kept:
    """A value with what it read, the revision at which it was last seen to stand, and whether to look again."""

    __slots__ = ("reads", "seen", "stale", "value")

    def __init__(self, value: Any, reads: Reads, seen: int) -> None:
        self.value, self.reads, self.seen, self.stale = value, reads, seen, False


class Derived:
    """Values by the preparations that make them; a preparation is a hashable function of this store.

    When sources move, nothing is made at once. Whatever reads them, at first or second hand, is stale; a stale value
    that is asked for is checked against what it read, made again only if some of that moved, and moves what read it
    only if it came out otherwise. A preparation may know how to `follow` the moves of its one `source` instead of being
    made again: `follow(store, value, moves, again)` changes the value in place and tells what moved in it; `again`
    names rows that did not move but read what did. For that it sets `turn` to the id of each row while it looks at it.
    """

    def __init__(self) -> None:
        self.revision = 0
        self.turn: Hashable = _NOBODY
        self._kept: dict[Any, Kept] = {}
        self._readers: dict[Source, set[Any]] = {}
        self._log: dict[Source, list[tuple[int, Moves]]] = {}
        self._reads: Reads | None = None
        self._lock = RLock()

    def prepared(self, make: Callable[[Any], Value]) -> Value:
        """The whole value of a preparation."""
        kept = self._kept.get(make)
        if kept is None or kept.stale:
            kept = self._current(make)
        if self._reads is not None:
            self._note_all(make)
        return kept.value  # type: ignore[no-any-return]

    def part(self, make: Callable[[Any], Mapping[Any, Value]], key: Hashable) -> Value | None:
        """What a preparation that makes a mapping has under a key; None when nothing."""
        kept = self._kept.get(make)
        if kept is None or kept.stale:
            kept = self._current(make)
        self._note(make, key)
        return kept.value.get(key)  # type: ignore[no-any-return]

    def moved(self, moves: Mapping[Source, Moves]) -> None:
        """Begin a revision in which these sources have moved."""
        self.revision += 1
        for source, told in moves.items():
            self._log.setdefault(source, []).append((self.revision, told))
        waiting = list(moves)
        while waiting:
            for make in self._readers.get(waiting.pop(), ()):
                kept = self._kept[make]
                if not kept.stale:
                    kept.stale = True
                    waiting.append(make)

    def _note(self, source: Source, key: Hashable) -> None:
        reads = self._reads
        if reads is None:
            return
        turn = self.turn
        if key == turn:
            reads.own.add(source)
            return
        keys = reads.parts.get(source, _UNREAD)
        if keys is None:
            return
        if keys is _UNREAD:
            keys = reads.parts[source] = {}
        rows = keys.get(key)
        if rows is None:
            keys[key] = {turn}
        else:
            rows.add(turn)

    def _note_all(self, source: Source) -> None:
        reads = self._reads
        if reads is not None and (source is not reads.followed or self.turn is not _NOBODY):
            reads.parts[source] = None

    def _reading(self, reads: Reads, act: Callable[[], Value]) -> Value:
        """What an act gives; what it reads is noted in `reads`."""
        outer, self._reads, self.turn = (self._reads, self.turn), reads, _NOBODY
        try:
            return act()
        finally:
            self._reads, self.turn = outer

    def _current(self, make: Callable[[Any], Any]) -> Kept:
        with self._lock:
            kept = self._kept.get(make)
            if kept is None:
                reads = Reads(_followed(make))
                kept = Kept(self._reading(reads, partial(make, self)), reads, self.revision)
                self._kept[make] = kept
                self._listen(make, reads)
                return kept
            try:
                looked = self._renew(make, kept)
            except BaseException:
                self._forget()
                raise
            kept.seen, kept.stale = self.revision, False
            if looked:
                self._listen(make, kept.reads)
            return kept

    def _listen(self, make: Any, reads: Reads) -> None:
        followed = () if reads.followed is None else (reads.followed,)
        for source in chain(followed, reads.parts, reads.own):
            self._readers.setdefault(source, set()).add(make)

    def _forget(self) -> None:
        """Let all values be made again, since one was left half brought up to date."""
        self._kept.clear()
        self._readers.clear()
        self._log.clear()

    def _renew(self, make: Any, kept: Kept) -> bool:
        """Bring a value up to date, and tell what moved in it; gives whether anything was looked at anew."""
        moves, again = self._moves(kept)
        if moves is None:
            before, kept.reads = kept.value, Reads(kept.reads.followed)
            kept.value = self._reading(kept.reads, partial(make, self))
            moved = differences(before, kept.value)
        elif moves or again:
            moved = self._reading(kept.reads, partial(make.follow, self, kept.value, moves, again))
        else:
            return False
        if moved:
            self._log.setdefault(make, []).append((self.revision, moved))
        return True

    def _moves(self, kept: Kept) -> tuple[Moves | None, set[Hashable]]:
        """The moves of the one source that is followed, and the rows to look at again; None when more moved.

        Sources are brought up to date in the order in which they were read, and none after one that hits: what
        was read later may no longer be there to be made.
        """
        source = kept.reads.followed
        moves = {} if source is None else self._since(source, kept.seen)
        again: set[Hashable] = set()
        for read, wanted in kept.reads.parts.items():
            since = self._since(read, kept.seen)
            if since and wanted is None:
                return None, set()
            if wanted and since:
                again.update(*(wanted[key] for key in wanted.keys() & since.keys()))
            if again and (source is None or _NOBODY in again):
                return None, set()
        again.update(key for read in kept.reads.own for key in self._since(read, kept.seen))
        return moves, again

    def _since(self, source: Any, seen: int) -> Moves:
        """The moves of a source after a revision, each key's taken together."""
        kept = self._kept.get(source)
        if kept is not None and kept.stale:
            self._current(source)
        log = self._log.get(source)
        if not log or log[-1][0] <= seen:
            return {}
        since = log[bisect_right(log, seen, key=itemgetter(0)) :]
        if len(since) == 1:
            return since[0][1]
        found: dict[Hashable, tuple[Any, Any]] = {}
        for _, moves in since:
            for key, (before, after) in moves.items():
                found[key] = (found[key][0] if key in found else before, after)
        return found


def _followed(make: Any) -> Source | None:
    """The source whose moves a preparation knows how to follow, if it does."""
    return make.source if hasattr(make, "follow") else None


def differences(before: Any, after: Any) -> Moves:
    """How two values differ: mappings key by key, others as a whole."""
    if before == after:
        return {}
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys = before.keys() | after.keys()
        pairs = ((key, before.get(key), after.get(key)) for key in keys)
        return {key: (old, new) for key, old, new in pairs if old is not new and old != new}
    if hasattr(before, "by_id"):
        return differences(before.by_id(), after.by_id())
    return {None: (before, after)}
