"""The pages over the demo's steady year: clients of every role in this process, and a server for a real browser."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import databases
from tests.work.conftest import at

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser, BrowserContext, Page

ROLES = (
    "administrator",
    "governance-lead",
    "executive",
    "process-owner",
    "dpo",
    "internal-auditor",
    "guest-auditor",
)
TONETOP = Path(sys.executable).with_name("tonetop")
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@dataclass(frozen=True)
class House:
    """An open data folder and a signed-in client for each role; `anybody` is not signed in."""

    folder: Path
    clients: dict[str, Client]
    anybody: Client

    def __getitem__(self, role: str) -> Client:
        return self.clients[role]


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    """The language of a test's last page does not reach into the next test."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def filled(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's steady year in which every role is signed in; copy it, do not change it."""
    from tonetop.work.fill_demo import fill_demo
    from tonetop.work.open_folder import open_folder

    with django_db_blocker.unblock(), at(tmp_path_factory.mktemp("web") / "data") as folder:
        open_folder(create=True)
        fill_demo("steady")
        cookies = {role: _cookie(role) for role in ROLES}
        (folder / "cookies.json").write_text(json.dumps(cookies))
    return folder


def _cookie(role: str) -> str:
    from django.conf import settings
    from django.test import Client

    from tonetop.records.models import Account

    client = Client()
    client.force_login(Account.objects.get(role=role), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies["sessionid"].value


def _house(folder: Path) -> House:
    from django.test import Client

    cookies = json.loads((folder / "cookies.json").read_text())
    clients = {}
    for role, cookie in cookies.items():
        clients[role] = Client()
        clients[role].cookies["sessionid"] = cookie
    return House(folder, clients, Client())


@pytest.fixture(scope="module")
def house(django_db_blocker: Any, filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo, for tests that only read; one folder for all tests of a file."""
    copy = databases.copied(filled, tmp_path_factory.mktemp("house") / "data")
    with django_db_blocker.unblock(), at(copy) as folder:
        yield _house(folder)


@pytest.fixture
def own(django_db_blocker: Any, filled: Path, tmp_path: Path) -> Iterator[House]:
    """The demo in a folder of the test's own, for tests that write."""
    copy = databases.copied(filled, tmp_path / "data")
    with django_db_blocker.unblock(), at(copy) as folder:
        yield _house(folder)


@pytest.fixture
def unscanned(own: House) -> None:
    """The own folder without the scans that the demo keeps."""
    from tonetop.records.scans import KeptScan

    KeptScan.objects.all().delete()


@dataclass(frozen=True)
class Served:
    """A server over a demo folder: its address, its folder, and the sign-ins by role."""

    address: str
    folder: Path
    sign_ins: dict[str, dict[str, str]]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`tonetop demo` and `tonetop up`, once for all tests in a browser."""
    with served_own(tmp_path_factory.mktemp("served") / "data") as served:
        yield served


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The same with the demo's organisation that has recorded nothing yet."""
    with served_own(tmp_path_factory.mktemp("empty") / "data", "--story", "empty") as served:
        yield served


@contextmanager
def served_own(folder: Path, *story: str) -> Iterator[Served]:
    """A server over a fresh demo in a folder, for tests that would change what others see."""
    told = _run("demo", folder, "--format", "json", *story)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(TONETOP), "up", "--data", str(folder), "--port", str(port)]
    with (folder.parent / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=_environment(), start_new_session=True)
    try:
        _await(port)
        yield Served(f"http://127.0.0.1:{port}", folder, json.loads(told)["sign_ins"])
    finally:
        server.terminate()
        server.wait(20)


def sign_in(page: Page, served: Served, role: str) -> None:
    """Sign in by the form."""
    page.goto(f"{served.address}/accounts/login/")
    page.get_by_label("E-mail").fill(served.sign_ins[role]["email"])
    page.get_by_label("Password").fill(served.sign_ins[role]["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def _run(command: str, folder: Path, *options: str) -> str:
    done = subprocess.run(
        [str(TONETOP), command, "--data", str(folder), *options],
        capture_output=True,
        text=True,
        env=_environment(),
        check=True,
    )
    return done.stdout


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "TONETOP_DATA"}


def _await(port: int) -> None:
    for _ in range(300):
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection, suppress(OSError):
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise TimeoutError(f"no answer on port {port}")


@pytest.fixture(scope="session")
def session_of(browser: Browser, served: Served) -> Callable[[str], Any]:
    """The browser's storage of somebody of a role who signed in by the form; once for each role."""
    kept: dict[str, Any] = {}

    def signed_in(role: str) -> Any:
        if role not in kept:
            context = browser.new_context()
            sign_in(context.new_page(), served, role)
            kept[role] = context.storage_state()
            context.close()
        return kept[role]

    return signed_in


@pytest.fixture
def open_as(
    browser: Browser, served: Served, session_of: Callable[[str], Any]
) -> Iterator[Callable[..., Page]]:
    """Opens a page for a role, on a desktop unless told otherwise, looking at today; closed when the test ends."""
    contexts: list[BrowserContext] = []

    def opened(role: str = "governance-lead", **options: Any) -> Page:
        options = {"viewport": DESKTOP} | options
        contexts.append(browser.new_context(storage_state=session_of(role), **options))
        page = contexts[-1].new_page()
        page.goto(f"{served.address}/?as_of=&known_on=")  # a session keeps the day that a test before chose
        return page

    yield opened
    for context in contexts:
        context.close()
