"""The command `tonetop` as a terminal runs it: exit status, one sentence for a mistake, nothing made by a mistake."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

TONETOP = Path(sys.executable).with_name("tonetop")
pytestmark = pytest.mark.slow


def tonetop(*args: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One command, without the caller's own data folder."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("TONETOP", "DJANGO"))}
    return subprocess.run([TONETOP, *args], capture_output=True, text=True, env=env | more, timeout=120)


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["assess"], "there is no data folder here; make one with `tonetop up`"),
        (["why", "LD-1.1"], "there is no data folder here"),
        (["verify"], "there is no data folder here"),
        (["backup", "out"], "there is no data folder here"),
        (["demo", "--story", "loud"], "--story does not know 'loud'"),
        (["demo", "--stroy", "steady"], "No such option: --stroy"),
        (["up", "--port", "0"], "--port"),
        (["nonsense"], "No such command"),
        (["verify", "nowhere.zip"], "nowhere.zip"),
        (["restore", "nowhere.backup"], "nowhere.backup: cannot be read"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_one_sentence_on_stderr_with_status_2_and_makes_no_folder(
    args: list[str], why: str, tmp_path: Path
):
    where = ["--data", str(tmp_path / "data")] if args != ["nonsense"] else []
    done = tonetop(*args, *where)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_help_makes_no_folder_and_lists_the_commands(tmp_path: Path):
    done = tonetop("--help")
    assert done.returncode == 0
    assert all(f"  {name} " in done.stdout for name in ("up", "demo", "assess", "verify", "restore", "erase"))
    assert tonetop("up", "--help", "--data", str(tmp_path / "data")).returncode == 0
    assert not (tmp_path / "data").exists()


@pytest.mark.sqlite
def test_neither_way_to_verify_loads_the_web_framework(steady: Path, tmp_path: Path):
    code = (
        "import sys; from tonetop.cli.main import run; status = run(); "
        "sys.exit(9 if 'django' in sys.modules else status)"
    )
    command = [sys.executable, "-c", code, "verify", "--data", str(steady)]
    assert subprocess.run(command, capture_output=True).returncode == 0
    no_bundle = tmp_path / "no.zip"
    no_bundle.write_bytes(b"nothing")
    command = [sys.executable, "-c", code, "verify", str(no_bundle)]
    assert subprocess.run(command, capture_output=True).returncode == 2


def test_a_folder_is_filled_served_used_and_ended(tmp_path: Path):
    folder, port = tmp_path / "data", free_port()
    filled = tonetop("demo", "--story", "empty", "--format", "json", TONETOP_DATA=str(folder))
    assert filled.returncode == 0, filled.stderr
    assert len(json.loads(filled.stdout)["sign_ins"]) == 7
    env = {**os.environ, "TONETOP_DATA": str(folder), "PYTHONUNBUFFERED": "1"}
    served = subprocess.Popen(
        [TONETOP, "up", "--port", str(port)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert served.stdout is not None
        told = ""
        for line in served.stdout:
            told += line
            if "one-time link" in line:
                break
        assert f"Tonetop is served at http://localhost:{port} (Ctrl-C ends it)." in told
        with urlopen(f"http://127.0.0.1:{port}/accounts/login/") as page:
            assert page.status == 200
        taken = tonetop("up", "--port", str(port), "--data", str(tmp_path / "other"))
        assert taken.returncode == 2
        assert f"127.0.0.1:{port} cannot be served from: Address already in use" in taken.stderr
        link = tonetop("sign-in", "--data", str(folder)).stdout
        assert f"http://localhost:{port}/welcome/" in link
        os.killpg(served.pid, signal.SIGINT)
        rest, _ = served.communicate(timeout=60)
        assert (served.returncode, rest.strip()) == (0, "Ended.")
    finally:
        if served.poll() is None:
            os.killpg(served.pid, signal.SIGKILL)
    verified = tonetop("verify", "--format", "json", "--data", str(folder))
    assert json.loads(verified.stdout)["problems"] == []
    assert "not signed yet" not in verified.stdout
