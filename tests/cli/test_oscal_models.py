"""OSCAL out of the demo before the models of others: compliance-trestle takes each document in and finds it valid."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tests.house.source import ROOT
from tonetop.standard.oscal_parts import ACTIONS, CATALOGUE, PLAN, PROFILE, RESULTS

pytestmark = [pytest.mark.slow, pytest.mark.long]
Command = Callable[..., Done]
DOCUMENTS = (CATALOGUE, PROFILE, PLAN, RESULTS, ACTIONS)
LOCK = ROOT / "requirements-oscal.txt"


def run(*command: str | Path, within: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=within, capture_output=True, text=True, timeout=600, check=False
    )


@pytest.fixture(scope="module")
def trestle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of compliance-trestle in an environment of its own, for it pins what the product needs otherwise."""
    folder = tmp_path_factory.mktemp("trestle")
    assert run(sys.executable, "-m", "venv", "made", within=folder).returncode == 0
    pip = [folder / "made/bin/python", "-m", "pip", "--disable-pip-version-check", "--no-input"]
    done = run(*pip, "install", "--quiet", "--no-deps", "--require-hashes", "-r", LOCK, within=folder)
    if done.returncode:
        why = (done.stderr.strip() or "pip ended").splitlines()[-1]
        pytest.skip(f"no package index gave what {LOCK.name} names, so no model of OSCAL judges: {why}")
    return folder / "made/bin/trestle"


@pytest.fixture
def workspace(demo: Path, command: Command, trestle: Path, tmp_path: Path) -> Path:
    """A workspace of trestle beside the documents of the demo."""
    command("export", "oscal", str(tmp_path / "oscal"))
    assert {file.name for file in (tmp_path / "oscal").iterdir()} == set(DOCUMENTS)
    (tmp_path / "own").mkdir()
    done = run(trestle, "init", "--local", within=tmp_path / "own")
    assert done.returncode == 0, done.stderr
    return tmp_path / "own"


def test_trestle_takes_every_document_in_and_finds_it_valid(trestle: Path, workspace: Path) -> None:
    for name in DOCUMENTS:
        file = workspace.parent / "oscal" / name
        done = run(trestle, "import", "-f", file, "-o", file.stem, within=workspace)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
    done = run(trestle, "validate", "--all", within=workspace)
    assert (done.returncode, done.stdout.count("VALID: ")) == (0, len(DOCUMENTS)), done.stdout + done.stderr


@pytest.mark.parametrize("name", DOCUMENTS)
def test_trestle_would_say_so_if_a_document_were_none(trestle: Path, workspace: Path, name: str) -> None:
    file = workspace.parent / "oscal" / name
    document = json.loads(file.read_bytes())
    (root,) = document.values()
    del root["metadata"]["title"]
    file.write_text(json.dumps(document))
    assert run(trestle, "import", "-f", file, "-o", "broken", within=workspace).returncode != 0
