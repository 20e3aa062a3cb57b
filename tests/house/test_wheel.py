"""The wheel holds all that the command needs, and nothing that only the repository needs."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.source import MADE, ROOT

PACKAGE = ROOT / "src" / "tonetop"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built once as `pip install .` would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
    ]
    subprocess.run([*build, str(folder), str(ROOT)], check=True, timeout=300)
    (path,) = folder.glob("tonetop-*.whl")
    return zipfile.ZipFile(path)


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    there = {
        path
        for path in PACKAGE.rglob("*")
        if path.is_file() and not (MADE - {"migrations"}) & set(path.parts)
    }
    wanted = {f"tonetop/{path.relative_to(PACKAGE).as_posix()}" for path in there}
    assert wanted - set(wheel.namelist()) == set()


def test_the_verifiers_travel_with_the_package(wheel):
    verifiers = [p for p in (ROOT / "verifier").iterdir() if p.is_file() and not p.name.startswith("test")]
    assert {f"tonetop/verifier/{path.name}" for path in verifiers} <= set(wheel.namelist())
    assert "tonetop/verifier/verify.py" in wheel.namelist()


def test_nothing_but_the_package_and_its_metadata_is_in_the_wheel(wheel):
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if top != "tonetop" and not top.endswith(".dist-info")} == set()


def test_the_wheel_gives_the_command_tonetop(wheel):
    (entry_points,) = [name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt")]
    assert "tonetop = tonetop.cli.main:main" in wheel.read(entry_points).decode()


def test_the_command_runs_from_the_wheel_alone(wheel, tmp_path: Path):
    wheel.extractall(tmp_path)
    script = (
        "import tonetop, sys; from tonetop.cli.main import main; print(tonetop.__file__); sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--help"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path))
    assert "assess" in done.stdout
