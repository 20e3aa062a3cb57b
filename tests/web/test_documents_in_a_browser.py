"""A policy from its first text to its retirement, in a real browser: without script, and without a barrier."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.conftest import PHONE, Served
from tests.web.test_axe import barriers

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
TEXT = "# What we want\n\nPeople decide.\n\n### How\n\n| Matter | Days |\n|---|--:|\n| Waiver | 5 |\n"
OPENED = dict[str, "Page"]


def begin(page: Page, served: Served, title: str) -> str:
    """Write the first version by the form, after a preview; gives the document's address."""
    page.goto(f"{served.address}/documents/")
    page.locator("main").get_by_role("link", name="New document").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Everyone").check()
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="What we want")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    return page.url


def ask(page: Page, address: str) -> None:
    """Put the text before the chief executive."""
    page.goto(address)
    page.get_by_role("link", name="Ask for approval").click()
    page.get_by_label("Ingrid Solvang").check()
    page.get_by_label("Why now").fill("The year turns.")
    page.get_by_role("button", name="Ask").click()


def approve(page: Page, address: str) -> None:
    """Answer as the chief executive, from the document's page."""
    page.goto(address)
    page.get_by_role("link", name="Read and answer").click()
    page.get_by_role("button", name="Approve", exact=True).click()


def publish(page: Page, address: str) -> None:
    """Record that it stands in the intranet, and put it in force."""
    page.goto(address)
    page.get_by_role("link", name="Publish").click()
    page.get_by_label("Channel").fill("Intranet")
    page.get_by_role("button", name="Record as published").click()
    page.get_by_role("link", name="Put in force").click()
    page.get_by_role("button", name="Put in force").click()
    expect(page.get_by_text("The policy is in force.")).to_be_visible()


def test_a_policy_lives_from_draft_to_retirement_without_script(served: Served, open_as: Callable[..., Page]):
    lead = open_as("governance-lead", java_script_enabled=False)
    chief = open_as("executive", java_script_enabled=False, viewport=PHONE)
    address = begin(lead, served, "Policy without script")
    ask(lead, address)
    approve(chief, address)
    publish(lead, address)
    owner = open_as("process-owner", java_script_enabled=False, viewport=PHONE)
    owner.goto(address)
    owner.get_by_role("button", name="I know it").click()
    expect(owner.get_by_text("1 of 101")).to_be_visible()
    lead.goto(address)
    lead.get_by_role("link", name="New version").click()
    lead.get_by_label("Text", exact=True).fill(TEXT.replace("People", "Named people"))
    lead.get_by_role("button", name="Save").click()
    lead.get_by_role("link", name="What changed since version 1").click()
    expect(lead.locator("ins", has_text="Named")).to_be_visible()
    lead.goto(address)
    lead.get_by_role("link", name="Retire").click()
    lead.get_by_role("button", name="Retire").click()
    expect(lead.get_by_text("Retired from today on")).to_be_visible()


def test_axe_finds_no_barrier_on_any_page_of_a_document(served: Served, open_as: Callable[..., Page]):
    lead = open_as("governance-lead", reduced_motion="reduce")
    chief = open_as("executive", reduced_motion="reduce")
    address = begin(lead, served, "Policy without barriers")
    assert barriers(lead) == []
    for link in ("Ask for approval", "Change the text", "Retire"):
        lead.goto(address)
        lead.get_by_role("link", name=link).click()
        assert barriers(lead) == [], link
    ask(lead, address)
    approve(chief, address)
    for link in ("Publish", "Put in force"):
        lead.goto(address)
        lead.get_by_role("link", name=link).click()
        assert barriers(lead) == [], link
    publish(lead, address)
    lead.goto(address)
    lead.get_by_role("link", name="New version").click()
    lead.get_by_label("Text", exact=True).fill(TEXT + "\nMore.")
    lead.get_by_role("button", name="Preview").click()
    assert barriers(lead) == []
    lead.get_by_role("button", name="Save").click()
    chief.goto(address)
    chief.get_by_label("Your comment").fill("More of what?")
    chief.get_by_role("button", name="Comment").click()
    lead.goto(address)
    lead.locator("summary", has_text="Say what came of it").click()
    assert barriers(lead) == []
    lead.get_by_role("link", name="What changed since version 1").click()
    assert barriers(lead) == []
    lead.goto(f"{served.address}/documents/")
    assert barriers(lead) == []
