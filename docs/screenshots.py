"""Take the pictures of docs/images anew from the demo's steady year in a real browser; `python docs/screenshots.py`."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"
TONETOP = Path(sys.executable).with_name("tonetop")
QUALITY = 82
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def nothing(page: Page) -> None:
    """The page as it opens."""


def policy(page: Page) -> None:
    """The document of the policy, from the list."""
    page.get_by_role("link", name="AI policy", exact=True).first.click()
    page.wait_for_load_state()


def first_item(page: Page) -> None:
    """The first thing of the inbox, opened."""
    page.get_by_role("link", name="Read and answer").first.click()
    page.wait_for_load_state()


@dataclass(frozen=True)
class Picture:
    """One picture: its file, the address, what is done there first, how it is looked at, and by whom."""

    name: str
    address: str
    act: Callable[[Page], None] = nothing
    viewport: ViewportSize | None = None
    scheme: str = "light"
    height: int = 900
    role: str = "governance-lead"


def journey(name: str, address: str, role: str, act: Callable[[Page], None] = nothing) -> tuple[Picture, ...]:
    """A journey on a desktop and on a phone, light and dark."""
    sizes = {"desktop": None, "phone": PHONE}
    return tuple(
        Picture(f"journey-{name}-{size}-{scheme}", address, act, viewport, scheme, role=role)
        for size, viewport in sizes.items()
        for scheme in ("light", "dark")
    )


PICTURES = (
    Picture("home", "/", height=1180),
    Picture("check", "/checks/LD-1.3/", height=760),
    *journey("inbox", "/inbox/", "executive"),
    *journey("answer", "/inbox/", "executive", first_item),
    *journey("home", "/", "governance-lead"),
    *journey("act", "/act/", "executive"),
    *journey("review", "/review/", "governance-lead"),
    *journey("audit", "/audit/of/audit-2025-a/", "guest-auditor"),
    *journey("strategy", "/alignment/", "governance-lead"),
    *journey("resources", "/resources/", "governance-lead"),
    *journey("gates", "/integration/", "process-owner"),
    *journey("documents", "/documents/", "governance-lead", policy),
    *journey("first-hour", "/help/first-hour/", "administrator"),
)


def main() -> None:
    """Fill a folder, serve it, look at it."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "data"
        told = subprocess.run(  # noqa: S603 - our own command
            [str(TONETOP), "demo", "--data", str(folder), "--format", "json"],
            capture_output=True,
            text=True,
            check=True,
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [str(TONETOP), "up", "--data", str(folder), "--port", str(port)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        try:
            wait(port)
            look(f"http://127.0.0.1:{port}", json.loads(told.stdout)["sign_ins"])
        finally:
            server.terminate()
            server.wait(20)


def wait(port: int) -> None:
    """Until the server answers."""
    for _ in range(300):
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection, suppress(OSError):
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise SystemExit(f"no answer on port {port}")


def look(address: str, sign_ins: dict[str, dict[str, str]]) -> None:
    """Take every picture."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        raise SystemExit("needs Chromium: sudo apt-get install chromium")
    flags = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*flags, "--disable-gpu"])
        roles = {picture.role for picture in PICTURES}
        states = {role: signed_in(browser, address, sign_ins[role]) for role in roles}
        for picture in PICTURES:
            take(browser, address, picture, states[picture.role])
        browser.close()


def signed_in(browser: Browser, address: str, sign_in: dict[str, str]) -> Path:
    """The browser's storage after the sign-in."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail").fill(sign_in["email"])
    page.get_by_label("Password").fill(sign_in["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    kept = Path(tempfile.mkdtemp()) / "state.json"
    context.storage_state(path=kept)
    context.close()
    return kept


def take(browser: Browser, address: str, picture: Picture, state: Path) -> None:
    """One picture, as WebP, which only the browser's own protocol writes."""
    size = picture.viewport or {"width": DESKTOP["width"], "height": picture.height}
    dark = picture.scheme == "dark"
    context = browser.new_context(
        viewport=size,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
        storage_state=state,
    )
    page = context.new_page()
    page.goto(f"{address}/?as_of=&known_on=")
    page.goto(address + picture.address)
    picture.act(page)
    protocol = context.new_cdp_session(page)
    shot = protocol.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    target = IMAGES / f"{picture.name}.webp"
    target.write_bytes(base64.b64decode(shot["data"]))
    print(f"{target.name}: {target.stat().st_size // 1024} KB")
    context.close()


if __name__ == "__main__":
    main()
