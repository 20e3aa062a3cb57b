"""axe finds no barrier on any page, light and dark, on a desktop and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.conftest import DESKTOP, PHONE, Served, served_own, sign_in
from tests.web.pages import BY_MAIL, PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
Look = tuple[Any, Any, dict[str, Any]]
"""A size, light or dark, and the rules that are asked."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": TAGS, "rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
FIRST = ((PHONE, "light", EVERYTHING),)
OTHERS = ((DESKTOP, "light", EVERYTHING), (DESKTOP, "dark", COLOURS), (PHONE, "dark", COLOURS))
"""In the dark only colours are others, so only the rules about them are asked again."""


def barriers(page: Page, looks: Sequence[Look] = (*FIRST, *OTHERS)) -> list[str]:
    """What axe finds in some looks of a page, one line a finding."""
    found = []
    for size, scheme, rules in looks:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        report = Axe().run(page, options=rules).response
        for violation in report["violations"]:
            for node in violation["nodes"]:
                found.append(f"{size['width']} {scheme} {violation['id']}: {node['html'][:160]}")
    return found


@pytest.mark.parametrize(
    "looks", [pytest.param(FIRST, id="first"), pytest.param(OTHERS, id="others", marks=pytest.mark.long)]
)
@pytest.mark.parametrize("what", PAGES)
def test_axe_finds_no_barrier(served: Served, open_as: Callable[..., Page], what: str, looks: Sequence[Look]):
    page = open_as("administrator", reduced_motion="reduce")
    response = page.goto(served.address + PAGES[what])
    assert response
    assert response.status == (404 if what == "no such page" else 200)
    assert barriers(page, looks) == []


def test_axe_finds_no_barrier_where_a_password_is_chosen_anew(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TONETOP_SMTP", "smtp://localhost:1/")
    with served_own(tmp_path / "data") as mailing:
        page = browser.new_context(reduced_motion="reduce").new_page()
        for address in ("/accounts/login/", *BY_MAIL.values()):
            page.goto(mailing.address + address)
            assert barriers(page) == [], address
        page.context.close()


@pytest.mark.parametrize("address", ["/accounts/login/", "/welcome/no-such-link/"])
def test_axe_finds_no_barrier_before_sign_in(served: Served, browser: Browser, address: str):
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.goto(served.address + address)
    assert barriers(page) == []
    page.context.close()


def test_axe_finds_no_barrier_when_everything_is_unfolded(served: Served, open_as: Callable[..., Page]):
    page = open_as("administrator", reduced_motion="reduce")
    page.goto(f"{served.address}/")
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
    assert barriers(page) == []


def test_axe_finds_no_barrier_where_nothing_is_recorded_yet(empty: Served, browser: Browser):
    page = browser.new_context(reduced_motion="reduce").new_page()
    sign_in(page, empty, "governance-lead")
    for address in (
        "/",
        "/registers/PolicyVersion/",
        "/checks/LD-1.1/",
        "/changes/",
        "/imports/",
        "/pitfalls/PF-2/",
    ):
        page.goto(empty.address + address)
        assert barriers(page) == [], address
    page.context.close()


def test_axe_finds_no_barrier_from_a_file_to_its_import_and_back(
    served: Served, open_as: Callable[..., Page]
):
    page = open_as("governance-lead", reduced_motion="reduce")
    page.goto(f"{served.address}/imports/")
    table = b"id,name,state\nAX-1,Good,live\nAX-2,Bad,flying\n"
    page.set_input_files("#files", {"name": "systems.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_label("Which register").select_option("AISystem")
    page.get_by_role("button", name="Look at what would come in").click()
    page.get_by_role("heading", name="What would come in").wait_for()
    assert barriers(page) == []
    page.get_by_role("button", name="Take the 1 row that is in order").click()
    page.get_by_text("1 record was taken.").wait_for()
    page.locator("summary", has_text="Take it back").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Take this import back").click()
    page.get_by_text("Taken back: 1 withdrawn").wait_for()
    assert barriers(page) == []


def test_axe_finds_no_barrier_in_a_form_that_was_refused(served: Served, open_as: Callable[..., Page]):
    page = open_as("governance-lead", reduced_motion="reduce")
    page.goto(f"{served.address}/registers/AISystem/new/")
    page.get_by_label("Owner").fill("Nobody Here")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").get_by_role("link", name="Owner").click()
    assert barriers(page) == []


def test_axe_finds_no_barrier_in_what_pops_up_and_what_a_check_of_the_ledger_tells(
    served: Served, open_as: Callable[..., Page]
):
    page = open_as("administrator", reduced_motion="reduce")
    page.goto(f"{served.address}/settings/")
    for summary in ("header details.look summary", "main details.look summary"):
        page.locator(summary).first.click()
        assert barriers(page) == []
        page.keyboard.press("Escape")
    page.goto(f"{served.address}/ledger/")
    page.get_by_role("button", name="Verify now").click()
    page.get_by_text("Nothing was altered:").wait_for()
    assert barriers(page) == []


def test_axe_finds_no_barrier_where_one_may_not_write(served: Served, open_as: Callable[..., Page]):
    page = open_as("guest-auditor", reduced_motion="reduce")
    for address in ("/registers/Decision/new/", "/registers/ItemRating/", "/imports/", "/settings/"):
        page.goto(served.address + address)
        assert barriers(page) == [], address
