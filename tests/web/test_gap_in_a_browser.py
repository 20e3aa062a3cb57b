"""In a real browser: documents given and read while one waits, the report and its places, proposals by the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.cli.test_assess_folder import POLICY
from tests.web.conftest import PHONE, Served
from tests.web.test_axe import barriers
from tests.web.test_browser import SIDEWAYS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest.importorskip("onnxruntime", reason="needs the extra tonetop[assistant]")
pytestmark = pytest.mark.slow


def give(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/gap/")
    file = {"name": "policy.md", "mimeType": "text/markdown", "buffer": POLICY.encode()}
    page.locator("#files").set_input_files([file, {**file, "name": "broken.pdf", "buffer": b"%PDF-1.7"}])
    page.get_by_label("What they are called").fill("Board papers")
    page.get_by_role("button", name="Read them").click()


def test_documents_are_read_while_one_waits_and_proposals_decided_by_the_keyboard(
    served: Served, open_as: Callable[..., Page]
):
    page = open_as("governance-lead", reduced_motion="reduce")
    give(page, served)
    page.get_by_text("The documents are being read").wait_for()
    page.get_by_text("1 of 2 files were read.").wait_for(timeout=90_000)
    assert barriers(page) == []
    report = page.url
    page.locator("figcaption a").first.click()
    page.locator("mark#passage").wait_for()
    assert barriers(page) == []
    page.goto(f"{report}proposals/")
    assert barriers(page) == []
    first = page.url
    page.keyboard.press("a")
    page.get_by_role("status").wait_for()
    page.goto(first)
    page.keyboard.press("u")
    page.get_by_text(re.compile("^Undone")).wait_for()
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Accept as changed")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("r")
    page.get_by_text(re.compile("^Rejected")).wait_for()
    page.set_viewport_size(PHONE)
    for address in (f"{served.address}/gap/", report, f"{report}?view=files", first):
        page.goto(address)
        assert not page.evaluate(SIDEWAYS), address
    page.goto(report)
    page.get_by_text("Drop them now").click()
    page.get_by_role("button", name="Drop them for good").click()
    page.get_by_text(re.compile("^Dropped")).wait_for()


def test_it_is_stopped_while_it_runs(served: Served, open_as: Callable[..., Page]):
    page = open_as("governance-lead")
    give(page, served)
    page.get_by_role("button", name="Stop, and drop the documents").click()
    page.get_by_text(re.compile("^Dropped")).wait_for()
    assert "Board papers" not in page.locator("main").inner_text()
