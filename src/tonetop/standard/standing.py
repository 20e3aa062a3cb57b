"""An assessment that is kept: what was learnt since is taken in, and only what reads it is judged again."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from tonetop.core.facts import Facts, Row
from tonetop.standard.assessment import Assessment, assessment


class Standing:
    """The assessment of one set of facts, as it stands."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._told: Assessment | None = None

    def learn(self, added: Mapping[str, Sequence[Row]]) -> None:
        """Take in versions, by type, that the source has got since."""
        if any(added.values()):
            self.facts.learn(added)
            self._told = None

    def assessment(self) -> Assessment:
        """The assessment as it stands."""
        if self._told is None:
            with _uncollected():
                self._told = assessment(self.facts)
        return self._told


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no unreachable cycles meanwhile, nor for those among what was made: it stays, and is much.

    Freezing and thawing counts all that is there as old, which the next look at the young passes over.
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
