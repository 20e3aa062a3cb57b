"""In a real browser: nothing from elsewhere, no violation, no sideways scrolling, with the keyboard, without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.web.conftest import DESKTOP, PHONE, Served, sign_in
from tests.web.pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_no_page_asks_another_host_breaks_its_policy_or_scrolls_sideways(
    served: Served, open_as: Callable[..., Page]
):
    page = open_as("administrator", reduced_motion="reduce")
    hosts, faults = set[str](), list[str]()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on(
        "console", lambda said: faults.append(f"{page.url}: {said.text}") if said.type == "error" else None
    )
    for what, address in PAGES.items():
        page.set_viewport_size(DESKTOP)
        page.goto(served.address + address)
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            if page.evaluate(SIDEWAYS):
                faults.append(f"{what} scrolls sideways at {size['width']}")
    missing = [fault for fault in faults if "404 (Not Found)" in fault and "/nonsense/" in fault]
    assert hosts == {urlsplit(served.address).netloc}
    assert [fault for fault in faults if fault not in missing] == []


def test_every_page_reads_without_script(served: Served, open_as: Callable[..., Page]):
    page = open_as("guest-auditor", java_script_enabled=False)
    page.goto(f"{served.address}/")
    expect(page.get_by_role("heading", name="Leadership and commitment")).to_be_visible()
    page.get_by_role("link", name="What changed").click()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    page.goto(f"{served.address}/registers/Decision/")
    page.get_by_label("Find", exact=True).fill("risk criteria")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Risk criteria version 3").click()
    expect(page.get_by_role("heading", name="Risk criteria version 3")).to_be_visible()


def test_a_record_is_written_without_script(served: Served, open_as: Callable[..., Page]):
    page = open_as("governance-lead", java_script_enabled=False)
    page.goto(f"{served.address}/registers/Concern/new/")
    page.get_by_label("Id").fill("con-no-script")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_the_menu_opens_on_a_phone_without_script(served: Served, open_as: Callable[..., Page]):
    page = open_as("executive", java_script_enabled=False, viewport=PHONE)
    page.goto(f"{served.address}/")
    expect(page.get_by_role("link", name="Requirements", exact=True)).to_be_hidden()
    page.get_by_role("link", name="Menu").click()
    page.get_by_role("link", name="Requirements", exact=True).click()
    expect(page.get_by_role("heading", name="Requirements", exact=True)).to_be_visible()


def test_the_day_is_chosen_in_the_header_and_kept(served: Served, open_as: Callable[..., Page]):
    page = open_as("internal-auditor")
    page.goto(f"{served.address}/registers/Decision/?kind=policy")
    page.get_by_text("As of").first.click()
    page.get_by_label("As of", exact=True).fill("2025-06-01")
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_text("Everything on this page is as of 1 Jun 2025")).to_be_visible()
    assert "kind=policy" in page.url
    page.goto(f"{served.address}/ledger/")
    expect(page.get_by_text("Everything on this page is as of 1 Jun 2025")).to_be_visible()
    page.get_by_role("link", name="Back to today").click()
    expect(page.get_by_text("Everything on this page is as of")).to_be_hidden()


def test_a_list_narrows_while_one_types(served: Served, open_as: Callable[..., Page]):
    page = open_as("dpo")
    page.goto(f"{served.address}/registers/Person/")
    page.get_by_label("Find", exact=True).press_sequentially("solvang")
    page.get_by_text("1 record ·").wait_for()
    assert "q=solvang" in page.url


def test_the_keyboard_finds_skips_and_travels(served: Served, open_as: Callable[..., Page]):
    page = open_as("dpo")
    page.goto(f"{served.address}/registers/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.keyboard.press("/")
    page.keyboard.type("vera")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=vera")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(f"{served.address}/")


def test_escape_closes_what_popped_up_and_gives_the_focus_back(served: Served, open_as: Callable[..., Page]):
    page = open_as("dpo")
    page.goto(f"{served.address}/")
    page.locator("summary", has_text="What would change this").click()
    expect(page.get_by_text("The acts that weigh most")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("The acts that weigh most")).to_be_hidden()
    assert "What would change this" in page.evaluate("document.activeElement.textContent")


def test_ids_are_added_to_a_list_by_name(served: Served, open_as: Callable[..., Page]):
    page = open_as("governance-lead")
    page.goto(f"{served.address}/registers/AIObjective/record/O5/edit/")
    pick = page.locator("#f-strategy_goals").locator("xpath=preceding-sibling::input")
    pick.fill("SG2")
    pick.press("Tab")
    assert "SG2" in page.locator("#f-strategy_goals").input_value().split()


def test_somebody_signs_in_and_out(served: Served, browser: Browser):
    page = browser.new_context(viewport=DESKTOP).new_page()  # signing out ends a session, so one of its own
    sign_in(page, served, "process-owner")
    page.get_by_text("Nadia Bright").first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/*")
    page.goto(f"{served.address}/registers/")
    assert "/accounts/login/" in page.url
    page.context.close()


def test_a_wrong_password_is_said_once_and_the_address_stays(served: Served, open_as: Callable[..., Page]):
    page = open_as("dpo")
    page.context.clear_cookies()
    page.goto(f"{served.address}/accounts/login/")
    page.get_by_label("E-mail").fill("dpo@steady.demo.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_count(1)
    assert page.get_by_label("E-mail").input_value() == "dpo@steady.demo.example"
