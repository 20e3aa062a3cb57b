"""A test that is skipped cannot hide in CI, and tests of the core load no web framework."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.slow

SKIPPED = "import pytest\n\ndef test_late():\n    pytest.skip('needs a printer')\n"
MARKED = (
    "import pytest\n\n@pytest.mark.skipif(True, reason='needs a scanner')\ndef test_marked():\n    pass\n"
)
WHOLE_FILE = "import pytest\n\npytest.importorskip('no_such_module')\n"
EXPECTED = "import pytest\n\n@pytest.mark.xfail\ndef test_expected():\n    assert False\n"
FRAMEWORK = "import sys\n\ndef test_alone():\n    assert 'django' not in sys.modules\n"


def run(folder: Path, text: str, ci: str) -> subprocess.CompletedProcess[str]:
    """Runs one test file of tests/core, by itself, under the project's own conftest."""
    tests = folder / "tests" / "core"
    tests.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "conftest.py", tests.parent)
    (tests / "test_it.py").write_text(text)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(folder),
        "tests/core",
    ]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTEST"))}
    environment = {**clean, "CI": ci}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("text", "reason"),
    [(SKIPPED, "needs a printer"), (MARKED, "needs a scanner"), (WHOLE_FILE, "no_such_module")],
)
def test_in_ci_a_skip_is_a_failure_that_says_why(tmp_path, text, reason):
    done = run(tmp_path, text, ci="true")
    assert done.returncode != 0
    assert "skipped, which CI takes for a failure" in done.stdout
    assert reason in done.stdout


def test_at_a_desk_a_skip_is_a_skip(tmp_path):
    done = run(tmp_path, SKIPPED, ci="")
    assert done.returncode == 0
    assert "1 skipped" in done.stdout


def test_in_ci_an_expected_failure_stays_one(tmp_path):
    done = run(tmp_path, EXPECTED, ci="true")
    assert done.returncode == 0
    assert "1 xfailed" in done.stdout


def test_tests_of_the_core_load_no_web_framework(tmp_path):
    done = run(tmp_path, FRAMEWORK, ci="")
    assert done.returncode == 0, done.stdout
