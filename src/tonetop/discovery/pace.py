"""Rests between reading, so that a source keeps its strength for those whose work it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

Batch = TypeVar("Batch")


def paced(
    batches: Iterator[Batch],
    share: float,
    clock: Callable[[], float] = time.monotonic,
    rest: Callable[[float], None] = time.sleep,
) -> Iterator[Batch]:
    """The batches, the source reading for no more than this share (above 0, up to 1) of the time.

    What is done with a batch meanwhile counts as rest, for the source does nothing then.
    """
    while True:
        begun = clock()
        try:
            batch = next(batches)
        except StopIteration:
            return
        read = clock()
        yield batch
        left = (read - begun) * (1 / share - 1) - (clock() - read)
        if left > 0:
            rest(left)
