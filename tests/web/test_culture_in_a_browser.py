"""Communication and culture in a real browser: from plan to said, from survey to result, from concern to answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Served
from tests.web.test_axe import barriers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
SLIDES = {"name": "slides.txt", "mimeType": "text/plain", "buffer": b"Why we keep to it"}
EXPORT = {
    "name": "lms.csv",
    "mimeType": "text/csv",
    "buffer": b"Learner,Course,Completed at\nMarek Dostal,gate practice,2025-11-03\nNobody,x,2025-11-03\n",
}


def unscripted(browser: Browser) -> Page:
    """A page of somebody who is not signed in, in a browser without JavaScript."""
    return browser.new_context(java_script_enabled=False, reduced_motion="reduce").new_page()


def test_a_leader_is_planned_to_speak_and_has_spoken_with_four_typed_fields(
    served: Served, open_as: Callable[..., Page]
):
    page = open_as("governance-lead", reduced_motion="reduce")
    page.goto(f"{served.address}/communication/")
    page.locator("summary", has_text="Plan one").click()
    page.get_by_label("Who speaks").select_option("dostal")
    page.get_by_label("Where").select_option("video")
    page.get_by_label("On", exact=True).fill("2025-12-20")
    page.get_by_label("Title").fill("Why we keep to it")
    assert barriers(page) == []
    page.get_by_role("button", name="Plan it").click()
    page.get_by_role("link", name=re.compile("It was held.*Why we keep to it")).click()
    assert barriers(page) == []
    page.get_by_label("How many it was meant for").fill("640")
    page.get_by_label("How many it reached").fill("600")
    page.set_input_files("#file", SLIDES)
    page.get_by_role("button", name="Record it as held").click()
    page.get_by_text("it now counts").wait_for()
    page.goto(f"{served.address}/communication/")
    page.get_by_role("link", name="Why we keep to it").wait_for()


def test_completions_come_in_after_their_columns_were_confirmed(served: Served, open_as: Callable[..., Page]):
    page = open_as("governance-lead", reduced_motion="reduce")
    page.goto(f"{served.address}/training/")
    page.set_input_files("#file", EXPORT)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("heading", name="Rows that are left out").wait_for()
    assert barriers(page) == []
    page.get_by_role("button", name="Take 1 completion").click()
    page.get_by_text("1 completion was taken.").wait_for()


def test_a_survey_is_opened_answered_without_scripts_and_closed(
    served: Served, open_as: Callable[..., Page], browser: Browser
):
    page, anybody = open_as("governance-lead", reduced_motion="reduce"), unscripted(browser)
    page.goto(f"{served.address}/surveys/")
    page.locator("summary", has_text="Open a survey").click()
    page.get_by_label("Title").fill("Autumn pulse")
    page.get_by_label("Open until").fill("2026-01-31")
    page.get_by_label("IT", exact=True).check()
    assert barriers(page) == []
    page.get_by_role("button", name="Open it").click()
    codes = page.locator(".codes li").all_inner_texts()
    address = page.locator("p.act a").get_attribute("href") or ""
    assert barriers(page) == []
    for code in codes[:5]:
        anybody.goto(address)
        anybody.get_by_label("Your one-time code").fill(code)
        for place in range(3):
            anybody.check(f"input[name=q{place}][value='4']")
        if code == codes[0]:
            assert anybody.evaluate("document.cookie.includes('sessionid')") is False
        anybody.get_by_role("button", name="Send my answers").click()
        anybody.get_by_role("heading", name="Thank you").wait_for()
    page.goto(address.replace("/answer/", "/one/"))
    page.locator("summary", has_text="Close it").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Close the survey").click()
    page.get_by_role("heading", name="By statement and unit").wait_for()
    assert barriers(page) == []
    anybody.context.close()


def test_a_concern_is_raised_without_scripts_or_account_and_answered(
    served: Served, open_as: Callable[..., Page], browser: Browser
):
    page, anybody = open_as("governance-lead", reduced_motion="reduce"), unscripted(browser)
    anybody.goto(f"{served.address}/concerns/new/")
    anybody.get_by_label("What concerns you").fill("The triage tool sends older patients to the end.")
    anybody.get_by_role("button", name="Send it").click()
    receipt = anybody.locator(".secret").inner_text()
    page.goto(f"{served.address}/concerns/")
    assert barriers(page) == []
    page.get_by_role("link", name=re.compile("Raised on")).first.click()
    page.get_by_label("To whoever raised it").fill("Thank you, we are looking into it.")
    assert barriers(page) == []
    page.get_by_role("button", name="Answer").click()
    page.get_by_text("Recorded;").wait_for()
    anybody.goto(f"{served.address}/concerns/receipt/")
    anybody.get_by_label("Your receipt").fill(receipt)
    anybody.get_by_role("button", name="Read the answer").click()
    anybody.get_by_text("we are looking into it").wait_for()
    anybody.context.close()
