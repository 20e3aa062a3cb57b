"""An assessment that is kept: one changed record re-judges what reads its type and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tonetop.core import assess
from tonetop.core.assess import Result, Signals
from tonetop.core.facts import Facts
from tonetop.core.moment import Moment
from tonetop.standard import checks
from tonetop.standard.assessment import Assessment, put_together


class Standing:
    """The results of all checks and pitfalls over one set of facts, each with the record types that it read."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._judged: dict[str, tuple[Result, frozenset[str]]] = {}
        self._raised: dict[str, tuple[Signals, frozenset[str]]] = {}
        self._told: Assessment | None = None
        self._judge(None)

    def changed(self, types: Iterable[str]) -> None:
        """Judge again what reads one of these types, whose versions have changed in the source."""
        stale = set[str]()
        for type in types:
            stale |= self.facts.changed(type)
        if stale:
            self._judge(stale)

    def assessment(self) -> Assessment:
        """The assessment as it stands."""
        if self._told is None:
            judged = {id: result for id, (result, _) in self._judged.items()}
            raised = {id: signals for id, (signals, _) in self._raised.items()}
            self._told = put_together(self.facts, judged, raised)
        return self._told

    def _judge(self, stale: set[str] | None) -> None:
        self._told = None
        for id, check in checks.checks().items():
            if _due(self._judged.get(id), stale):
                self._judged[id] = self.facts.reading(_judging(check, self.facts))
        for id, pitfall in checks.pitfalls().items():
            if _due(self._raised.get(id), stale):
                self._raised[id] = self.facts.reading(_looking(pitfall, self.facts))


def _due(kept: tuple[object, frozenset[str]] | None, stale: set[str] | None) -> bool:
    return kept is None or stale is None or not stale.isdisjoint(kept[1])


def _judging(check: assess.Check, facts: Facts) -> Callable[[], Result]:
    return lambda: assess.judge(check, facts)


def _looking(pitfall: assess.Pitfall, facts: Facts) -> Callable[[], Signals]:
    return lambda: pitfall.judge(Moment(facts))
