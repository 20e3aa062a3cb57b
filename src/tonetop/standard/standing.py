"""An assessment that is kept: what was learnt since is taken in, and only what reads it is judged again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
            self._told = assessment(self.facts)
        return self._told
