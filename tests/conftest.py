"""What all tests share: Django only where it is needed, no silent skip in CI, a browser, real material."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"

# Folders of tests which run without the web framework, and therefore in a moment.
WITHOUT_DJANGO = {"core", "standard", "contract", "demo", "examples", "verifier", "house"}

COUNTED_CASES = 3
"""Of a test that needs the framework, the lines of so many cases are counted; more of them reach the same."""

UNCOUNTED = pytest.StashKey[bool]()
"""Whether a test runs without counting its lines."""

COUNTED = "COVERAGE_PROCESS_CONFIG"
"""By this variable a child process learns that its lines are counted."""

# Examples differ from run to run at a desk, where a new one is a find, and not in CI, where it is a riddle.
settings.register_profile("tonetop", deadline=None, derandomize=IN_CI)
settings.load_profile("tonetop")


def needs_django(config: pytest.Config) -> bool:
    """Whether any of the files and folders asked for lies outside the framework-free ones."""
    asked = [(config.invocation_params.dir / arg.partition("::")[0]).resolve() for arg in config.args]
    return any(needs_framework(path) for path in asked)


def needs_framework(path: Path) -> bool:
    """Whether a folder or file of tests lies outside the framework-free folders."""
    free = [Path(__file__).resolve().parent / name for name in WITHOUT_DJANGO]
    return not any(path.is_relative_to(folder) for folder in free)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The database that the tests run on, and whether the pictures of the docs are taken anew."""
    parser.addoption("--postgresql", action="store_true", help="run on a PostgreSQL server of the tests' own")
    parser.addoption("--pictures", action="store_true", help="write the pictures of docs/images anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, tests of what SQLite alone has are left out; settles of which tests lines are counted."""
    cases: Counter[tuple[Path, str]] = Counter()
    for item in items:
        test = item.path, item.nodeid.partition("[")[0]
        cases[test] += 1
        has_many = needs_framework(item.path) and cases[test] > COUNTED_CASES
        item.stash[UNCOUNTED] = has_many or item.get_closest_marker("slow") is not None
    if config.getoption("--postgresql"):
        alone = [item for item in items if item.get_closest_marker("sqlite")]
        config.hook.pytest_deselected(items=alone)
        items[:] = [item for item in items if item not in alone]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """Slow tests, and further cases of one test, run without counting lines, which takes half of their time.

    What is counted is thereby less than what is reached, never more.
    """
    plugin = item.config.pluginmanager.getplugin("_cov")
    counting = getattr(plugin, "cov_controller", None)
    if counting is None or not item.stash[UNCOUNTED]:
        return (yield)
    told = os.environ.pop(COUNTED, None)
    counting.pause()
    try:
        return (yield)
    finally:
        counting.resume()
        if told is not None:
            os.environ[COUNTED] = told


def serve_postgresql(config: pytest.Config, folder: str) -> None:
    """Starts a server for this process's tests, and points the data folder at a database of it."""
    from tests.databases import FILE, SERVER, address
    from tests.discovery.servers import postgresql

    server = postgresql()
    os.environ[SERVER] = server.__enter__()
    config.add_cleanup(lambda: server.__exit__(None, None, None))
    (Path(folder) / FILE).write_text(address("postgres"))


def pytest_configure(config: pytest.Config) -> None:
    """Sets Django up over an empty data folder of this process's own, when the tests asked for need it."""
    hands_out_work = bool(getattr(config.option, "numprocesses", None)) and not hasattr(config, "workerinput")
    if hands_out_work or not needs_django(config):
        return
    folder = tempfile.mkdtemp(prefix="tonetop-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["TONETOP_DATA"] = folder
    os.environ.setdefault(
        "TONETOP_LIMITS", "1000"
    )  # tests ask faster than people; those of the limits say so
    os.environ["DJANGO_SETTINGS_MODULE"] = "tonetop.site.settings"
    if config.getoption("--postgresql"):
        serve_postgresql(config, folder)
    import django
    from django.conf import settings as site

    django.setup()
    site.WHITENOISE_AUTOREFRESH = True  # hundreds of clients are made, and each would look all files up anew


def refuse_skip(report: Report) -> Report:
    """In CI a skipped test is a failed one, told by its reason; expected failures stay what they are."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI takes for a failure: {reason.removeprefix('Skipped: ')}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Judges skips within tests and by their marks."""
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """Judges skips of whole files."""
    return refuse_skip((yield))


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents and inventories beside the repository; skips where there is none."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the folder of real material beside the repository (../shared)")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian's Chromium, headless and cut off from everything but this machine; skips where there is none."""
    if chromium() is None:
        pytest.skip("needs Chromium; to enable it: sudo apt-get install chromium")
    with launched() as started:
        yield started


def chromium() -> str | None:
    """Where the browser's program lies."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def launched() -> Iterator["Browser"]:
    """The browser, headless and cut off from everything but this machine."""
    from playwright.sync_api import expect, sync_playwright

    # Playwright keeps an event loop in this thread; Django would take us for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
    ]
    flags = [*quiet, "--no-sandbox", "--disable-gpu", "--no-first-run"]
    expect.set_options(timeout=20_000)  # what a page says may come late on a busy machine
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=flags)
        yield started
        started.close()
