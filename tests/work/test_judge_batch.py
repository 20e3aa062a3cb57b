"""Reading and judging as a function over columns: the same bytes however documents are batched or spread."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from tonetop.work.examine import examine, files_of
from tonetop.work.examined import Examined, Refusal
from tonetop.work.judge_batch import judge, judge_files

pytestmark = pytest.mark.slow

FILES = {
    "minutes.md": "# Board meeting\n\nDate: 2026-03-03\n\nThe board approved the AI policy and gave it $40,000.\n",
    "policy.md": "# AI policy\n\nApproved by the Chief Executive on 3 March 2026.\n\nWe will review it every year.\n",
    "broken.pdf": "%PDF-1.7 and nothing more",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents and one that cannot be read, with a cache of their own."""
    pytest.importorskip("numpy")
    monkeypatch.setenv("TONETOP_CACHE", str(tmp_path / "cache"))
    made = tmp_path / "documents"
    made.mkdir()
    for name, text in FILES.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


def test_a_batch_gives_for_each_document_the_same_bytes_alone_and_together(folder: Path):
    names = files_of(folder)
    data = [(folder / name).read_bytes() for name in names]
    together = judge({"name": names, "data": data})
    assert together["name"] == names
    alone = [judge({"name": [name], "data": [one]}) for name, one in zip(names, data, strict=True)]
    assert [one["judged"][0] for one in alone] == together["judged"]
    assert [told is None for told in together["judged"]] == [True, False, False]
    assert (together["why"][0] or "").startswith("broken.pdf is not read: ")
    assert judge({"name": [], "data": []}) == {"name": [], "judged": [], "why": []}


def test_the_function_can_be_sent_to_another_process():
    assert pickle.loads(pickle.dumps(judge)) is judge


@pytest.mark.parametrize("processes", [1, 2])
def test_processes_give_what_one_process_gives_in_the_order_of_the_names(folder: Path, processes: int):
    names = files_of(folder)
    spread = list(judge_files(folder, names, processes))
    assert spread == list(examine(folder, cached=False))
    assert [type(one) for one in spread] == [Refusal, Examined, Examined]


ON_DAFT = """
import sys
from pathlib import Path

import daft

from tonetop.work.judge_batch import judge


@daft.func.batch(return_dtype=daft.DataType.binary())
def judged(names, data):
    told = judge({"name": names.to_pylist(), "data": [bytes(one) for one in data.to_pylist()]})
    return daft.Series.from_pylist(
        [why.encode() if one is None else one for one, why in zip(told["judged"], told["why"])]
    )


if __name__ == "__main__":
    daft.set_runner_native()
    files = sorted(Path(sys.argv[1]).iterdir())
    frame = daft.from_pydict({"name": [path.name for path in files], "data": [path.read_bytes() for path in files]})
    rows = frame.select(frame["name"], judged(frame["name"], frame["data"]).alias("told")).sort("name").to_pydict()
    sys.stdout.buffer.write(b"\\n".join(map(bytes, rows["told"])))
"""


def test_an_engine_for_clusters_runs_the_same_function_without_change(folder: Path, tmp_path: Path):
    pytest.importorskip("daft", reason="needs the extra tonetop[cluster]")
    script = tmp_path / "on_daft.py"
    script.write_text(ON_DAFT, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script), str(folder)], capture_output=True, check=False)
    names = sorted(FILES)
    here = judge({"name": names, "data": [(folder / name).read_bytes() for name in names]})
    wanted = [one or (why or "").encode() for one, why in zip(here["judged"], here["why"], strict=True)]
    assert done.stdout.split(b"\n") == wanted, done.stderr.decode()[-2000:]
