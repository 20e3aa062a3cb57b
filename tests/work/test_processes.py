"""Several processes that write to one server at once: no gap, nothing lost, nothing twice, whoever is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.work.serving import database, run

pytestmark = pytest.mark.slow
WRITERS, EACH = 4, 25
WRITES = """
import sys, django
django.setup()
from tonetop.records import intake, write
from tonetop.records.doers import Once
me = sys.argv[1]
print("ready", flush=True)
for number in range(int(sys.argv[2])):
    key = f"{me}-{number}"
    entry = intake.take("Person", {"id": f"p-{key}", "name": f"Person {key}"})
    write.save(entry, write.By(once=Once(key, "")))
    print(key, flush=True)
"""
"""Records people one after the other under keys of their own, and acknowledges each."""


def writer(folder: Path, name: str) -> subprocess.Popen[str]:
    """A process that writes; its acknowledgements are read from its output."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TONETOP_")}
    environment |= {"DJANGO_SETTINGS_MODULE": "tonetop.site.settings", "TONETOP_DATA": str(folder)}
    command = [sys.executable, "-c", WRITES, name, str(EACH)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def acknowledged(process: subprocess.Popen[str]) -> list[str]:
    """The keys that a process said were written."""
    told, _ = process.communicate()
    return [line for line in told.split("\n")[:-1] if line != "ready"]


def test_processes_that_write_at_once_and_are_killed_lose_nothing_and_write_nothing_twice(server, tmp_path):
    import psycopg

    folder, address = tmp_path / "data", database(server, "crowd")
    assert run(folder, "demo", "--story", "empty", TONETOP_DATABASE=address).returncode == 0
    (folder / "database").write_text(address)
    processes = {name: writer(folder, name) for name in "abcd"[:WRITERS]}
    for process in processes.values():
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    time.sleep(0.4)
    processes["a"].send_signal(signal.SIGKILL)
    said = {name: acknowledged(process) for name, process in processes.items()}
    assert [processes[name].wait() for name in "bcd"] == [0, 0, 0]
    assert processes["a"].wait() == -signal.SIGKILL
    again = writer(folder, "a")  # whoever was killed tries all of it again, under the same keys
    acknowledged(again)
    assert again.wait() == 0

    with closing(psycopg.connect(address)) as raw:
        rows = raw.execute("SELECT seq, key, subject FROM ledger_events ORDER BY seq").fetchall()
        held = raw.execute("SELECT ref, count(*) FROM registers_person GROUP BY ref").fetchall()
    assert [seq for seq, *_ in rows] == list(range(1, len(rows) + 1))
    keys = [key.removeprefix("command line ") for _, key, _ in rows if key]
    assert sorted(keys) == sorted(f"{name}-{number}" for name in processes for number in range(EACH))
    assert set().union(*said.values()) <= set(keys)
    assert {ref: count for ref, count in held if ref.startswith("p-")} == {f"p-{key}": 1 for key in keys}
    done = run(folder, "verify", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["problems"]) == (0, [])
