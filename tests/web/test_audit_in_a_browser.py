"""The audit room in a real browser: an audit from plan to closure on the keyboard of an auditor, without script too."""

from __future__ import annotations

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
AUDIT = "/audit/of/audit-2026-a/"


def test_own_work_is_told_before_a_plan_is_saved_and_the_page_has_no_barrier(
    served: Served, open_as: Callable[..., Page]
):
    page = open_as("governance-lead", reduced_motion="reduce")
    page.goto(f"{served.address}/audit/")
    page.get_by_role("link", name="Plan an audit").click()
    page.get_by_label("Title").fill("Risk work")
    page.get_by_label("Planned on").fill("2026-04-14")
    page.get_by_label("Clauses").fill("6.1")
    page.get_by_label("Lead auditor").fill("haddad")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_text("nobody audits own work", exact=False)).to_be_visible()
    assert barriers(page) == []
    page.set_viewport_size(PHONE)
    assert not page.evaluate(SIDEWAYS)
    page.get_by_label("Lead auditor").fill("korpela")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_text("No auditor’s own work is in scope")).to_be_visible()


def test_an_auditor_notes_draws_and_finds_without_script(served: Served, open_as: Callable[..., Page]):
    page = open_as("internal-auditor", java_script_enabled=False)
    page.goto(served.address + AUDIT)
    page.locator("summary", has_text="5.1 Leadership and commitment").click()
    first = page.locator("#c-5\\.1 fieldset").first
    first.get_by_label("Answered?").select_option("answered")
    first.get_by_label("Note").fill("Told with an example.")
    page.get_by_role("button", name="Keep the notes to 5.1").click()
    expect(page.get_by_text("Checklist: 1 of")).to_be_visible()
    page.get_by_role("link", name="Draw a sample").click()
    page.get_by_label("Register").select_option("Decision")
    page.get_by_role("button", name="Freeze and count").click()
    page.get_by_label("How many").fill("6")
    page.get_by_label("Seed").fill("tide table")
    page.get_by_label("Why so many").fill("The square root of the population.")
    page.get_by_role("button", name="Draw and record").click()
    page.get_by_role("button", name="Draw it again").click()
    expect(page.get_by_text("Drawn again just now, it is the same.")).to_be_visible()
    page.goto(f"{served.address}{AUDIT}raise/")
    page.get_by_label("Clause or control").fill("5.3")
    page.get_by_label("What was found").fill("The deputy is not named.")
    page.get_by_label("On which evidence").fill("Roles read on the day.")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.get_by_role("radio", name="minor nonconformity").check()
    page.get_by_role("button", name="Put it on record").click()
    expect(page.get_by_text("It waits until its cause is told.")).to_be_visible()


def test_pages_that_the_acts_lead_to_have_no_barrier(served: Served, open_as: Callable[..., Page]):
    page = open_as("internal-auditor", reduced_motion="reduce")
    page.goto(served.address + AUDIT)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
    assert barriers(page) == []
    page.goto(f"{served.address}{AUDIT}draw/?register=Decision")
    page.get_by_label("How many").fill("3")
    page.get_by_label("Why so many").fill("For a look.")
    page.get_by_role("button", name="Draw and record").click()
    page.get_by_role("button", name="Draw it again").click()
    page.get_by_text("Drawn again just now").wait_for()
    assert barriers(page) == []


def test_a_guest_finds_an_answer_with_its_hash_in_two_steps(served: Served, open_as: Callable[..., Page]):
    page = open_as("guest-auditor", viewport=PHONE)
    page.goto(f"{served.address}/audit/")
    page.get_by_role("link", name="Which risk reviews were held").click()
    expect(page.get_by_role("link", name="Tomas Rehn").first).to_be_visible()
    assert len(page.locator("table.answers code").first.inner_text()) == 64
    assert not page.evaluate(SIDEWAYS)


def test_the_report_prints_without_the_frame_around_it(served: Served, open_as: Callable[..., Page]):
    page = open_as("guest-auditor")
    page.goto(f"{served.address}/audit/of/audit-2025-a/report/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_text("eight days after it went live")).to_be_visible()
    assert len(page.pdf()) > 10_000
