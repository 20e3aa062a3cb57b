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
INVENTORY = """name,owner_unit,vendor,what it does,our_role,state
Greeting bot,Customer Service,Kestrel,answers first questions,user,live
Route planner,Claims,,plans visits of loss adjusters,developer,planned
Voice notes,Claims,Nordvale,writes down calls,user,flying
"""


def nothing(page: Page) -> None:
    """The page as it opens."""


def as_of(page: Page) -> None:
    """The picker of the day, open."""
    page.locator("summary", has_text="As of").click()


def acts(page: Page) -> None:
    """The acts that would change the clause, open."""
    page.locator("summary", has_text="What would change this").click()


def import_look(page: Page) -> None:
    """A small table, looked at before it is taken."""
    file = {"name": "inventory.csv", "mimeType": "text/csv", "buffer": INVENTORY.encode()}
    page.set_input_files("#files", file)
    page.select_option("#mapping", "generic-ai-inventory")
    page.locator("form[data-busy] button").click()
    page.get_by_role("heading", name="What would come in").wait_for()


def verified(page: Page) -> None:
    """The check of the ledger."""
    page.get_by_role("button", name="Verify now").click()
    page.get_by_role("heading", name="What the check found").wait_for()


@dataclass(frozen=True)
class Picture:
    """One picture: its file, the address, what is done there first, how it is looked at."""

    name: str
    address: str
    act: Callable[[Page], None] = nothing
    viewport: ViewportSize | None = None
    scheme: str = "light"
    height: int = 900


PICTURES = (
    Picture("home", "/", height=1180),
    Picture("home-dark", "/", scheme="dark"),
    Picture("home-phone", "/", viewport=PHONE),
    Picture("acts", "/", acts, height=640),
    Picture("check", "/checks/LD-1.3/", height=760),
    Picture("as-of", "/?as_of=2025-06-01", as_of, height=640),
    Picture("changes", "/changes/?from=2025-09-25&to=2025-10-31"),
    Picture("record", "/registers/Meeting/record/meeting-2025-10-21/"),
    Picture("form", "/registers/Communication/new/", height=800),
    Picture("import", "/imports/", import_look, height=860),
    Picture("ledger", "/ledger/", verified, height=760),
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
            look(f"http://127.0.0.1:{port}", json.loads(told.stdout)["sign_ins"]["governance-lead"])
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


def look(address: str, sign_in: dict[str, str]) -> None:
    """Take every picture."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        raise SystemExit("needs Chromium: sudo apt-get install chromium")
    flags = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*flags, "--disable-gpu"])
        state = signed_in(browser, address, sign_in)
        for picture in PICTURES:
            take(browser, address, picture, state)
        browser.close()


def signed_in(browser: Browser, address: str, sign_in: dict[str, str]) -> Path:
    """The browser's storage after the sign-in."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail").fill(sign_in["email"])
    page.get_by_label("Password").fill(sign_in["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")
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
