"""Daft as the engine: each batch a row of a query, through the same kernel, on this machine or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from itertools import islice
from typing import Any

import orjson
import pyarrow as pa

from tonetop.discovery.engines.engine import Batches, Go, Gone
from tonetop.discovery.kernel import Spec, scan
from tonetop.discovery.sketch import Sketch, merge
from tonetop.discovery.source import Lacking, Unreachable

TOGETHER = 16
"""Batches of one query; between two queries the time is looked at."""


class Distributed:
    """Scans by Daft: by its own runner, or by Ray's (of the cluster that RAY_ADDRESS names, else of this machine)."""

    def __init__(self, *, on_ray: bool = False) -> None:
        try:
            self._daft: Any = import_module("daft")
            if on_ray:
                import_module("ray")
        except ImportError as error:
            raise Lacking("This engine", "cluster", error.name) from None
        if on_ray:
            self._daft.set_runner_ray(noop_if_initialized=True)
        else:
            self._daft.set_runner_native()

    def run(self, batches: Batches, spec: Spec, go: Go) -> Gone:
        """The sketch of all batches, or of those until it was told to stop. Raises Unreachable: rows went missing."""
        sketch, last = Sketch(), None
        while group := list(islice(batches, TOGETHER)):
            for part in self._sketches([batch for _, batch in group], spec):
                sketch = merge(sketch, part)
            last = group[-1][0]
            if not go(sketch.rows):
                return Gone(sketch, last, ended=False)
        return Gone(sketch, last, ended=True)

    def _sketches(self, batches: list[pa.RecordBatch], spec: Spec) -> Iterator[Sketch]:
        """A sketch for each batch, in their order; each counts as many rows as its batch has."""
        daft, salt = self._daft, spec.salt

        @daft.func.batch(return_dtype=daft.DataType.binary())
        def sketched(written: Any) -> Any:
            made = [_sketched(bytes(one), salt) for one in written.to_pylist()]
            return daft.Series.from_pylist(made)

        frame = daft.from_pydict(
            {"place": list(range(len(batches))), "batch": [_written(one) for one in batches]}
        )
        if len(batches) > 1:
            frame = frame.into_partitions(min(len(batches), TOGETHER))
        told = (
            frame.select(frame["place"], sketched(frame["batch"]).alias("sketch")).sort("place").to_pydict()
        )
        for batch, plain in zip(batches, told["sketch"], strict=True):
            sketch = Sketch.from_plain(orjson.loads(plain))
            if sketch.rows != batch.num_rows:
                raise Unreachable(f"the engine counted {sketch.rows} rows of a batch of {batch.num_rows}")
            yield sketch


def _written(batch: pa.RecordBatch) -> bytes:
    """A batch as bytes: only its own rows, also where it is a part of a longer one."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return bytes(sink.getvalue().to_pybytes())


def _sketched(written: bytes, salt: bytes) -> bytes:
    """The sketch of a written batch, as JSON; what a worker does."""
    with pa.ipc.open_stream(written) as stream:
        batch = stream.read_next_batch()
    return orjson.dumps(scan(batch, _spec(salt)).plain())


@lru_cache(maxsize=1)
def _spec(salt: bytes) -> Spec:
    return Spec(salt=salt)
