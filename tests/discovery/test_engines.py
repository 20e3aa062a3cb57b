"""Engines: the same sketches to the last count, and as many rows as there are."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tonetop.discovery.engines.here import Here
from tonetop.discovery.kernel import Spec

pytestmark = pytest.mark.slow
MADE = """
import json, sys
import pyarrow as pa
from tonetop.discovery.kernel import Spec

def batches():
    whole = pa.table({
        "email": [f"p{n}@example.org" for n in range(5000)], "amount": [n / 7 for n in range(5000)],
        "note": [None if n % 3 else f"call +31 20 555 {n:04}" for n in range(5000)],
    }).to_batches()[0]
    for first in range(0, 5000, 137):
        yield str(first), whole.slice(first, 137)
"""
RUN = """
from tonetop.discovery.engines.distributed import Distributed
if __name__ == "__main__":
    engine = sys.argv[1]
    if engine == "ray":
        from ray.cluster_utils import Cluster
        import ray
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        cluster.add_node(num_cpus=1)
        ray.init(address=cluster.address, log_to_driver=False)
    gone = Distributed(on_ray=engine == "ray").run(batches(), Spec(salt=b"salt"), lambda rows: True)
    nodes = len(ray.nodes()) if engine == "ray" else 1
    print("TOLD" + json.dumps({"sketch": gone.sketch.plain(), "last": gone.last, "ended": gone.ended, "nodes": nodes}))
"""


def _here() -> dict[str, object]:
    scope: dict[str, object] = {}
    exec(MADE, scope)
    gone = Here().run(scope["batches"](), Spec(salt=b"salt"), lambda rows: True)  # type: ignore[operator]
    return {"sketch": json.loads(json.dumps(gone.sketch.plain())), "last": gone.last, "ended": gone.ended}


@pytest.mark.parametrize(("engine", "nodes"), [("daft", 1), pytest.param("ray", 2, marks=pytest.mark.long)])
def test_daft_and_ray_give_the_same_sketches_as_this_process(engine: str, nodes: int, tmp_path) -> None:  # type: ignore[no-untyped-def]
    for package in ("daft", "ray"):
        pytest.importorskip(package, reason="needs the extra tonetop[cluster]")
    script = tmp_path / "run.py"
    script.write_text(MADE + RUN)
    done = subprocess.run([sys.executable, str(script), engine], capture_output=True, text=True)
    line = next((line for line in done.stdout.splitlines() if line.startswith("TOLD")), None)
    assert line is not None, done.stderr[-3000:]
    told = json.loads(line.removeprefix("TOLD"))
    assert told.pop("nodes") == nodes
    assert told == _here()
    assert told["sketch"]["rows"] == 5000
