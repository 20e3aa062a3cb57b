"""A facts file is assessed and explained whatever becomes of the output, and the status tells how it went."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TONETOP = Path(sys.executable).with_name("tonetop")


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A facts file with a policy whose approver and id are not in Latin-1, and without signature."""
    person = {"id": "社長", "is_top_management": True, "valid_from": "2020-01-01"}
    policy = {"id": "方針", "kind": "ai", "approved_by": "社長", "approved_on": "2025-01-14"}
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({"Person": [person], "PolicyVersion": [policy]}), encoding="utf-8")
    return path


def shell(line: str, facts: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """A line of a shell in which $T is the command and $F the facts file."""
    env = {**os.environ, "T": str(TONETOP), "F": str(facts), **more}
    return subprocess.run(["bash", "-c", line], capture_output=True, env=env, timeout=120)


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "utf-8"])
def test_the_bytes_are_the_same_in_every_encoding_of_the_terminal(encoding: str, facts: Path):
    done = shell(
        '"$T" assess --facts "$F" --as-of 2025-12-31 --format json', facts, PYTHONIOENCODING=encoding
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout.decode("utf-8"))["checks"]["LD-1.1"]["records"] == ["社長", "方針"]


@pytest.mark.parametrize("more", ["assess --format json", "assess", "why LD-1.1", "--version"])
@pytest.mark.parametrize("end", ["| true", ">&-"])
def test_nobody_reading_is_no_mistake(end: str, more: str, facts: Path):
    asked = f'{more} --facts "$F"' if more != "--version" else more
    assert shell(f'"$T" {asked} {end}', facts).stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
def test_a_full_disk_is_one_sentence(facts: Path):
    done = shell('"$T" assess --facts "$F" >/dev/full', facts)
    assert (done.returncode, done.stderr) == (2, b"The output: No space left on device\n")


def test_a_mistake_in_a_long_value_is_told_briefly(tmp_path: Path):
    path = tmp_path / "facts.yaml"
    path.write_text("a" * 100_000 + ": []", encoding="utf-8")
    done = shell('"$T" assess --facts "$F"', path)
    assert done.returncode == 2
    assert len(done.stderr) < 3_000


@pytest.mark.parametrize(("check", "status"), [("LD-1.1", 0), ("LD-1.3", 1), ("LD-9.1", 1)])
def test_why_tells_by_its_status_whether_the_check_falls_short(check: str, status: int, facts: Path):
    assert shell(f'"$T" why {check} --facts "$F" --as-of 2025-12-31', facts).returncode == status
