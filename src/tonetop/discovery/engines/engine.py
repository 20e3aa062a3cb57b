"""What an engine does: it takes the batches of an asset through the kernel and merges what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from pyarrow import RecordBatch

    from tonetop.discovery.kernel import Spec
    from tonetop.discovery.sketch import Sketch

Batches = Iterator[tuple[str | None, "RecordBatch"]]
Go = Callable[[int], bool]
"""Told how many rows were scanned by now; says whether to go on."""


class Gone(NamedTuple):
    """How far an engine came: the sketch, the key of the last partition in it, and whether it came to the end."""

    sketch: Sketch
    last: str | None
    ended: bool


class Engine(Protocol):
    """Runs the kernel over batches."""

    def run(self, batches: Batches, spec: Spec, go: Go) -> Gone:
        """The sketch of all batches, or of those until it was told to stop."""
