"""In a real browser, on a phone: from the link in a mail to the answer, and from a file to the logged act."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.conftest import PHONE, Served
from tests.web.test_axe import barriers
from tests.web.test_browser import SIDEWAYS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
MAIL = b"""From: Ingrid Solvang <ceo@example.org>
Subject: What we owe our members
Date: Mon, 15 Dec 2025 09:00:00 +0100

Fairness comes before speed; our policy says so.
"""


def put(page: Page, served: Served, type: str, **fields: str) -> None:
    """Record something by the form, as the governance lead."""
    page.goto(f"{served.address}/registers/{type}/new/")
    for name, value in fields.items():
        field = page.locator(f'[name="{name}"]')
        if field.evaluate("(one) => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()


def ask_for_money(page: Page, served: Served, ref: str) -> None:
    """A request of the lead's that waits for a decision."""
    fields = {"id": ref, "kind": "money", "purpose": "improve", "amount": "18000", "currency": "EUR"}
    put(page, served, "ResourceRequest", **fields, requested_by="haddad", requested_on="2025-12-01")


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_link_in_a_mail_to_the_answer_in_one_touch(
    served: Served, open_as: Callable[..., Page], scripts: bool
):
    ref = f"RR-phone-{'with' if scripts else 'without'}"
    ask_for_money(open_as("governance-lead"), served, ref)
    page = open_as("executive", viewport=PHONE, java_script_enabled=scripts)
    page.goto(f"{served.address}/answer/ResourceRequest/{ref}/")
    expect(page.get_by_role("heading", name="Grant 18\u202f000 EUR to improve the system?")).to_be_visible()
    expect(page.get_by_text("Asked by Leila Haddad")).to_be_visible()
    page.get_by_role("button", name="Grant", exact=True).click()
    page.get_by_text("Your answer is on record: approved.").wait_for()
    assert page.url == f"{served.address}/inbox/"


def test_a_leader_answers_with_the_keyboard_alone_and_nothing_is_in_the_way(
    served: Served, open_as: Callable[..., Page]
):
    ask_for_money(open_as("governance-lead"), served, "RR-keys")
    page = open_as("executive", reduced_motion="reduce")
    page.goto(f"{served.address}/inbox/")
    assert barriers(page) == []
    page.get_by_role("link", name="Grant 18\u202f000 EUR to improve the system?").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your answer").wait_for()
    assert barriers(page) == [] and not page.evaluate(SIDEWAYS)
    page.get_by_label("Comment").focus()
    page.keyboard.type("Not before the review in March.")
    page.get_by_role("button", name="Send back").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Your answer is on record: sent back.").wait_for()


def test_an_act_is_logged_from_a_mail_without_typing(served: Served, open_as: Callable[..., Page]):
    page = open_as("governance-lead", viewport=PHONE, reduced_motion="reduce")
    page.goto(f"{served.address}/act/")
    page.set_input_files("#file", {"name": "post.eml", "mimeType": "message/rfc822", "buffer": MAIL})
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Spoke or wrote").wait_for()
    assert barriers(page) == []
    page.get_by_role("button", name="Log it").click()
    page.get_by_text("Logged.").wait_for()
    address = page.url
    leader = open_as("executive", viewport=PHONE)
    leader.goto(address)
    leader.get_by_role("button", name="This was me").click()
    leader.get_by_text("Confirmed by its doer on").wait_for()


def test_the_inbox_can_be_put_on_a_phone(served: Served, open_as: Callable[..., Page]):
    page = open_as("executive", viewport=PHONE)
    page.goto(f"{served.address}/inbox/")
    address = page.locator('link[rel="manifest"]').get_attribute("href")
    found = page.request.get(served.address + str(address))
    manifest = json.loads(found.text())
    assert "json" in found.headers["content-type"]
    assert (manifest["start_url"], manifest["display"]) == ("../inbox/", "standalone")
    for icon in manifest["icons"]:
        assert page.request.get(f"{served.address}/static/{icon['src']}").ok
