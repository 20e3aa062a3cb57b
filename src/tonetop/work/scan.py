"""Scan a source: every asset through an engine, its columns judged, and all of it held against what is declared."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from secrets import token_bytes
from typing import TYPE_CHECKING

from tonetop.core.facts import Facts
from tonetop.discovery.source import Asset, Counted, Lacking, Sampling, Source, Unreachable
from tonetop.work.scan_code import ai_use, fixtures, listings
from tonetop.work.scan_declared import Declared, declared, demand_system
from tonetop.work.scan_found import Column, RuleCount, Said, Scan, Scanned
from tonetop.work.scan_source import Opaque, named, opened

try:
    from tonetop.discovery.engines.engine import Engine, Gone
    from tonetop.discovery.engines.here import Here
    from tonetop.discovery.kernel import Spec
    from tonetop.discovery.pace import paced
    from tonetop.discovery.sketch import Sketch, merge
    from tonetop.discovery.verdict import judge
    from tonetop.work.compare import Ask, compare
    from tonetop.work.scan_state import State
except ImportError as error:
    raise Lacking("Looking for personal data", "scan", error.name) from None

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tonetop.discovery.source import Overdue

LARGE, DRAWN = 1_000_000, 100_000
"""Rows from which on an asset is sampled when nothing else is said, and about how many are then drawn."""
Progress = Callable[[int, int, str], None]
"""Is told how many rows or assets are done, of how many (0: not known), and of what."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a source is scanned. as_of: the day against which retention is held. sample: rows to draw; 0 for all; None
    for all of what is not LARGE. seconds: after which nothing new is begun. salt: the organisation's secret.
    system: the id or name of the asset that the source is. alone: whether the facts were given for this source.
    state: what an earlier scan of the source came to, gone on from and added to. said: what people said against
    verdicts, by asset and field. called: see `declared`. pace: the share of the time for which it is read.
    """

    as_of: str
    sample: int | None = None
    seconds: float | None = None
    salt: bytes = field(default_factory=lambda: token_bytes(32))
    system: str = ""
    alone: bool = False
    engine: str = "here"
    state: State | None = None
    said: Mapping[tuple[str, str], tuple[Said, ...]] = field(default_factory=dict)
    pace: float = 1.0
    called: str | None = None

    def sampling(self, asset: Asset) -> Sampling:
        """How much of an asset is read."""
        if self.sample is None:
            return Sampling(DRAWN if (asset.rows or 0) > LARGE else None)
        return Sampling(self.sample or None)


def scan(address: str, plan: Plan, facts: Facts | None = None, told: Progress | None = None) -> Scan:
    """What a source holds, and what of it is not as declared. facts: the declarations; None for none.

    Nothing is written to the source, and no value of it is kept. Raises Unreachable.
    """
    if facts is not None:
        demand_system(facts, plan.system)
    opaque = Opaque()
    try:
        with opened(address, opaque) as source:
            return Run(source, plan, told).scan(facts, named(address))
    finally:
        opaque.close()


class Run:
    """One scan of one source, until its time is up."""

    def __init__(self, source: Source, plan: Plan, told: Progress | None = None) -> None:
        self.source, self.plan = source, plan
        self._told = told or (lambda done, total, what: None)
        self._spec = Spec(salt=plan.salt)
        self._engine = engine_of(plan.engine)
        self._ends = time.monotonic() + plan.seconds if plan.seconds is not None else None
        self._place, self._of = 0, 0

    def scan(self, facts: Facts | None, name: str) -> Scan:
        """The scan. Raises Unreachable."""
        assets = self.source.assets()
        scanned = []
        for place, asset in enumerate(assets):
            self._place, self._of = place, len(assets)
            self._told(place, len(assets), asset.name)
            scanned.append(self._scanned(asset))
        self._told(len(assets), len(assets), "")
        said = self._declared(facts, name, assets)
        special = [kind.key for kind in self._spec.kinds if kind.special]
        counts: list[RuleCount] = []
        ask = Ask(self._overdue, self._tally, counts.append)
        found = compare(scanned, said, self.plan.as_of, special, ask)
        if said is None:
            found += tuple(fixtures(scanned))
        root = getattr(self.source, "root", None)
        used = tuple(ai_use(root)) if root is not None else ()
        listed = tuple(listings(root)) if root is not None else ()
        systems = tuple(one.id for one in said.systems) if said else ()
        return Scan(name, tuple(scanned), used, found, said is not None, systems, listed, tuple(counts))

    def _declared(self, facts: Facts | None, name: str, assets: Sequence[Asset]) -> Declared | None:
        if facts is None:
            return None
        tables = [asset.name for asset in assets]
        plan = self.plan
        return declared(facts, name, tables, plan.system, plan.alone, plan.called)

    def _is_over(self) -> bool:
        return self._ends is not None and time.monotonic() >= self._ends

    def _scanned(self, asset: Asset) -> Scanned:
        if asset.skipped:
            return Scanned(asset, asset.rows, 0, ())
        if self._is_over():
            return Scanned(asset, asset.rows, 0, (), f"not reached{self._given()}")
        sampling = self.plan.sampling(asset)
        try:
            gone = self._run(asset, sampling)
        except Unreachable as why:
            return Scanned(replace(asset, skipped=str(why)), asset.rows, 0, ())
        rows = self.source.rows(asset)
        left = "" if gone.ended else self._cut(gone, rows)
        whole = gone.ended and (rows is None or gone.sketch.rows == rows)
        columns = self._columns(asset, gone.sketch, whole)
        return Scanned(
            asset, gone.sketch.rows if rows is None and gone.ended else rows, gone.sketch.rows, columns, left
        )

    def _run(self, asset: Asset, sampling: Sampling) -> Gone:
        """The sketch of an asset, on from where an earlier scan came to. Raises Unreachable."""
        state = self.plan.state
        before = state.before(asset, sampling) if state else None
        if before is not None and before.ended:
            return before
        batches = self.source.batches(asset, sampling, before.last if before else None)
        if self.plan.pace < 1:
            batches = paced(batches, self.plan.pace)
        gone = self._engine.run(batches, self._spec, lambda rows: self._goes_on(asset, rows))
        if before is not None:
            gone = gone._replace(sketch=merge(before.sketch, gone.sketch), last=gone.last or before.last)
        if state:
            state.keep(asset, sampling, gone)
        return gone

    def _goes_on(self, asset: Asset, rows: int) -> bool:
        self._told(self._place, self._of, f"{asset.name} · {rows:,}")
        return not self._is_over()

    def _cut(self, gone: Gone, rows: int | None) -> str:
        if rows is not None and gone.sketch.rows >= rows:
            return ""
        of = f" of {rows:,}" if rows is not None else ""
        return f"{gone.sketch.rows:,}{of} rows were reached{self._given()}"

    def _given(self) -> str:
        return f" in the {self.plan.seconds:g} seconds given" if self.plan.seconds else ""

    def _columns(self, asset: Asset, sketch: Sketch, whole: bool) -> tuple[Column, ...]:
        counts = None if whole or not sketch.rows else self._counted(asset)
        kinds = judge(asset.name, sketch, self._spec.kinds)
        made = []
        for name in asset.fields or sketch.columns:
            one = sketch.columns.get(name)
            if one is None:
                continue
            non_null, unused = one.rows - one.nulls, whole and (one.filled == 0 or one.constant)
            if counts and name in counts:
                non_null, unused = counts[name].non_null, counts[name].constant or not counts[name].non_null
            type = asset.fields.get(name) or one.type
            said = tuple(self.plan.said.get((asset.name, name), ()))
            made.append(
                Column(name, type, tuple(kinds.get(name, ())), non_null, unused and one.rows > 0, one, said)
            )
        return tuple(made)

    def _counted(self, asset: Asset) -> Mapping[str, Counted] | None:
        """Exact counts of what was sampled; none when the time is up, or the source cannot give them."""
        if self._is_over():
            return None
        try:
            return self.source.counted(asset)
        except Unreachable:
            return None

    def _overdue(self, asset: Asset, column: str, before: date) -> Overdue | None:
        try:
            return self.source.overdue(asset, column, before)
        except Unreachable:
            return None

    def _tally(self, asset: Asset, column: str) -> Mapping[str, int] | None:
        try:
            return self.source.tally(asset, column)
        except Unreachable:
            return None


def engine_of(name: str) -> Engine:
    """The engine of a name. Raises Unreachable."""
    if name == "here":
        return Here()
    if name in ("daft", "ray"):
        from tonetop.discovery.engines.distributed import Distributed  # noqa: PLC0415 - an extra

        return Distributed(on_ray=name == "ray")
    raise Unreachable(f"--engine does not know {name!r}; it takes here, daft or ray")
