"""In a real browser: a listed source is scanned while one waits, and the pages of what was found hold no barrier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import PHONE, served_own, sign_in
from tests.web.test_axe import barriers
from tests.web.test_browser import SIDEWAYS
from tests.work.scanning import shop

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest.importorskip("polars", reason="needs the extra tonetop[scan]")
pytestmark = pytest.mark.slow
PAGES = (
    "inventory/1/",
    "inventory/1/?part=fields",
    "inventory/1/?part=assets",
    "inventory/declared/",
    "inventory/activity/RP-1/",
    "inventory/map/",
    "inventory/fields/asset-policies/",
    "inventory/1/raise/0/",
)


def test_a_source_is_scanned_while_one_waits_and_its_pages_open_to_everybody(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TONETOP_SCAN_SOURCES", f"Shop=sqlite:///{shop(tmp_path / 'shop.db')}")
    with served_own(tmp_path / "data") as served:
        page = browser.new_context(reduced_motion="reduce").new_page()
        sign_in(page, served, "dpo")
        page.goto(f"{served.address}/inventory/")
        page.get_by_label("Which system it is").select_option("asset-policies")
        page.get_by_role("button", name="Scan it").click()
        page.get_by_text("2 assets were read, 100 rows looked at.").wait_for(timeout=60_000)
        for path in PAGES:
            page.goto(f"{served.address}/{path}")
            assert barriers(page) == [], path
            page.set_viewport_size(PHONE)
            assert not page.evaluate(SIDEWAYS), path
        page.goto(f"{served.address}/inventory/1/?part=fields")
        page.get_by_text("It is not this").first.click()
        page.get_by_placeholder("Reason").first.fill("These are names of ships")
        page.get_by_role("button", name="Say so").first.click()
        page.get_by_text("These are names of ships").wait_for()
