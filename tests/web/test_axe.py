"""axe finds no barrier on any page, light and dark, on a desktop and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.conftest import DESKTOP, PHONE, Served
from tests.web.pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": TAGS, "rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
LOOKS = [
    (size, scheme, rules)
    for size in (DESKTOP, PHONE)
    for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS))
]
"""In the dark only colours are others, so only the rules about them are asked again."""


def barriers(page: Page) -> list[str]:
    """What axe finds in every look of a page, one line a finding."""
    found = []
    for size, scheme, rules in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        report = Axe().run(page, options=rules).response
        for violation in report["violations"]:
            for node in violation["nodes"]:
                found.append(f"{size['width']} {scheme} {violation['id']}: {node['html'][:160]}")
    return found


@pytest.mark.parametrize("what", PAGES)
def test_axe_finds_no_barrier(served: Served, open_as: Callable[..., Page], what: str):
    page = open_as("administrator", reduced_motion="reduce")
    response = page.goto(served.address + PAGES[what])
    assert response
    assert response.status == (404 if what == "no such page" else 200)
    assert barriers(page) == []


@pytest.mark.parametrize("address", ["/accounts/login/", "/welcome/no-such-link/"])
def test_axe_finds_no_barrier_before_sign_in(served: Served, browser: Browser, address: str):
    page = browser.new_context().new_page()
    page.goto(served.address + address)
    assert barriers(page) == []
    page.context.close()


def test_axe_finds_no_barrier_when_everything_is_unfolded(served: Served, open_as: Callable[..., Page]):
    page = open_as("administrator", reduced_motion="reduce")
    page.goto(f"{served.address}/")
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
    assert barriers(page) == []
