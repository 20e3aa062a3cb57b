"""Journey 4 in a real browser: a review from its pack to its approved minutes, on a desktop and on a phone."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.conftest import DESKTOP, PHONE, TONETOP, Served, served_own, sign_in
from tests.web.test_axe import barriers
from tests.web.test_browser import SIDEWAYS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over a demo of this file's own, with no audit since the last review; a review changes the home."""
    with served_own(tmp_path_factory.mktemp("review") / "data") as served:
        gone = ["withdraw", "ExternalAudit", "external-2025", "--data", str(served.folder)]
        subprocess.run([str(TONETOP), *gone], check=True, capture_output=True)
        yield served


@pytest.fixture
def leading(browser: Browser, house: Served) -> Iterator[Callable[..., Page]]:
    """Opens a page on which the governance lead is signed in."""
    contexts = []

    def opened(role: str = "governance-lead", **options: object) -> Page:
        contexts.append(browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options}))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        sign_in(page, house, role)
        return page

    yield opened
    for context in contexts:
        context.close()


def clean(page: Page) -> None:
    """No barrier in any look, and nothing wider than a phone."""
    assert barriers(page) == []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        assert not page.evaluate(SIDEWAYS)
    page.set_viewport_size(DESKTOP)


def test_a_review_goes_from_its_pack_to_its_minutes(house: Served, leading: Callable[..., Page]):
    page = leading()
    page.goto(f"{house.address}/review/")
    page.get_by_label("Planned for").fill("2026-01-20")
    page.get_by_role("button", name="Build the next review").click()
    expect(page.get_by_text("3 of 7 inputs are missing something")).to_be_visible()
    clean(page)
    page.get_by_role("link", name="d3 · Trend of audit results").click()
    audits = page.locator("#performance_audits")
    audits.get_by_label("Note", exact=True).fill("The next one is in May")
    audits.get_by_label("Nothing to tell; I have checked").check()
    audits.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("2 of 7 inputs are missing something")).to_be_visible()
    page.get_by_role("link", name="Open the sitting").click()
    page.get_by_role("button", name="Open it and freeze the inputs").click()
    expect(page.get_by_role("heading", name="Sitting of 31 Dec 2025")).to_be_visible()
    page.get_by_label("How Ingrid Solvang").select_option("present")
    page.get_by_label("Role Ingrid Solvang").select_option("chair")
    page.get_by_label("How Tomas Rehn").select_option("remote")
    page.get_by_role("button", name="Keep the attendance").click()
    page.get_by_label("What is decided").fill("Buy the log viewer")
    page.get_by_label("Why", exact=True).fill("It shows who saw what")
    page.get_by_label("Who sees to it").fill("Aurora Lind")
    page.get_by_label("By when").fill("2026-03-31")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("link", name="action A-1, open")).to_be_visible()
    clean(page)
    page.get_by_role("link", name="Management review 2025").click()
    for question in ("Does it fit?", "Is it enough?", "Does it work?"):
        page.get_by_role("group", name=question).get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Keep the verdict").click()
    page.get_by_role("button", name="Write the minutes").click()
    expect(page.get_by_text("They wait for Ingrid Solvang, who chaired")).to_be_visible()
    with page.expect_download() as coming:
        page.locator("#minutes").get_by_role("link", name="PDF", exact=True).click()
    assert coming.value.path().read_bytes().startswith(b"%PDF-")
    clean(page)


def test_the_next_review_is_built_without_script_on_a_phone(house: Served, leading: Callable[..., Page]):
    page = leading(java_script_enabled=False, viewport=PHONE)
    page.goto(f"{house.address}/review/")
    page.get_by_role("button", name="Build the next review").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("#context_changes").get_by_label("Note", exact=True).fill("Two laws")
    page.locator("#context_changes").get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("The note is kept.")).to_be_visible()
    page.get_by_role("link", name="Open the sitting").click()
    expect(page.get_by_role("button", name="Open it and freeze the inputs")).to_be_visible()
