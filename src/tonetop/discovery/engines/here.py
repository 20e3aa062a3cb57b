"""The engine that is always there: one batch after the other, in this process."""

from __future__ import annotations

from tonetop.discovery.engines.engine import Batches, Go, Gone
from tonetop.discovery.kernel import Spec, scan
from tonetop.discovery.sketch import Sketch, merge


class Here:
    """Scans in this process; memory holds one batch and the sketch."""

    def run(self, batches: Batches, spec: Spec, go: Go) -> Gone:
        """The sketch of all batches, or of those until it was told to stop."""
        sketch, last = Sketch(), None
        for key, batch in batches:
            sketch, last = merge(sketch, scan(batch, spec)), key
            if not go(sketch.rows):
                return Gone(sketch, last, ended=False)
        return Gone(sketch, last, ended=True)
