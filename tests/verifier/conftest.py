"""The verifier's page, opened from the disk in a real browser."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.verifier.bundles import Case, full
from tonetop.work.verify import verifier_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = verifier_file().with_name("verify.html")
VERIFY = """async ([raw, key, held]) => {
  const bytes = Uint8Array.from(atob(raw), (char) => char.charCodeAt(0));
  try {
    return (await verify(new Blob([bytes]), { key, held })).report;
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message };
    throw error;
  }
}"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A bundle of a log in which everything happened once."""
    made = full(tmp_path_factory.mktemp("log"))
    yield made
    made.log.connection.close()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """The page, ready; whatever it says to the console, or asks the network for, fails the test at its end."""
    context = browser.new_context(reduced_motion="reduce", accept_downloads=True)
    opened = context.new_page()
    heard: list[str] = []
    opened.on("pageerror", lambda error: heard.append(str(error)))
    opened.on("console", lambda message: heard.append(message.text))
    opened.on("request", lambda request: heard.append(request.url))
    opened.goto(PAGE.as_uri())
    opened.wait_for_selector("html[data-ready]")
    yield opened
    context.close()
    assert [one for one in heard if not one.startswith((PAGE.as_uri(), "blob:"))] == []


@pytest.fixture
def ask(page: Page) -> Callable[..., Any]:
    """What an expression of the page's script gives, in which ``x`` is the list of arguments."""

    def asked(expression: str, *arguments: Any) -> Any:
        return page.evaluate(f"async (x) => {expression}", list(arguments))

    return asked


@pytest.fixture
def told(page: Page) -> Callable[..., dict[str, Any]]:
    """What the page finds in the bundle at a path: the report, or why it refused it."""

    def verified(path: Path, key: str = "", held: tuple[Path, ...] = ()) -> dict[str, Any]:
        raw = b64encode(path.read_bytes()).decode()
        kept = [{"name": str(one), "text": one.read_text("utf-8")} for one in held]
        found: dict[str, Any] = page.evaluate(VERIFY, [raw, key, kept])
        return found

    return verified
