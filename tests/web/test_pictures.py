"""The pictures of the docs: each page opens as the docs show it; `./dev docs --pictures` writes them anew."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.house.source import ROOT
from tests.web.conftest import DESKTOP, PHONE, Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
IMAGES = ROOT / "docs" / "images"
QUALITY = 82
TALL = {"home": 1180, "check": 760}
"""Pixels of the pictures that stand alone."""


def nothing(page: Page) -> None:
    """The page as it opens."""


def policy(page: Page) -> None:
    """The document of the policy, from the list."""
    page.get_by_role("link", name="AI policy", exact=True).first.click()
    page.wait_for_load_state()


def first_item(page: Page) -> None:
    """The first thing of the inbox, opened."""
    page.get_by_role("link", name="Read and answer").first.click()
    page.wait_for_load_state()


def signed_out(page: Page) -> None:
    """What whoever is not signed in sees."""
    address = page.url.partition("/accounts")[0] if "/accounts" in page.url else page.url.rstrip("/")
    page.context.clear_cookies()
    page.goto(f"{address}/accounts/login/")


def at(selector: str) -> Callable[[Page], None]:
    """The page from a part of it on."""

    def scroll(page: Page) -> None:
        page.locator(selector).first.evaluate(
            "part => part.scrollIntoView({block: 'start', behavior: 'instant'})"
        )
        page.evaluate("scrollBy(0, -24)")

    return scroll


@dataclass(frozen=True)
class View:
    """What the docs show: the address, by whom it is looked at, what is done there first, in which language."""

    address: str
    role: str = "governance-lead"
    act: Callable[[Page], None] = nothing
    locale: str = "en-GB"


VIEWS = {
    "home": View("/"),
    "check": View("/checks/LD-1.3/"),
    "journey-inbox": View("/inbox/", "executive"),
    "journey-answer": View("/inbox/", "executive", first_item),
    "journey-home": View("/"),
    "journey-act": View("/act/", "executive"),
    "journey-review": View("/review/"),
    "journey-audit": View("/audit/of/audit-2025-a/", "guest-auditor"),
    "journey-strategy": View("/alignment/"),
    "journey-resources": View("/resources/"),
    "journey-gates": View("/integration/", "process-owner"),
    "journey-documents": View("/documents/", act=policy),
    "journey-first-hour": View("/help/first-hour/", "administrator"),
    "how-to-centre": View("/centre/"),
    "how-to-evidence": View("/evidence/"),
    "how-to-gates": View("/gates/of/AISystem:AI-4/?process=proc-procurement", "process-owner"),
    "how-to-systems": View("/systems/AI-2/"),
    "how-to-risks": View("/risks/"),
    "how-to-impact": View("/impact/ia-healthrate-2/"),
    "how-to-suppliers": View("/suppliers/vendor-kestrel/"),
    "how-to-privacy": View("/privacy/", "dpo"),
    "how-to-declared": View("/inventory/declared/", "dpo"),
    "how-to-ai-bom": View("/systems/AI-2/", act=at("#parts")),
    "how-to-anchors": View("/ledger/anchors/"),
    "how-to-ask": View("/ask/?q=Who+approved+the+AI+policy%3F"),
    "how-to-audit": View("/audit/", "internal-auditor"),
    "how-to-gap": View("/gap/"),
    "how-to-second-factor": View("/settings/", "administrator", at("#second")),
    "how-to-import": View("/imports/"),
    "how-to-jobs": View("/jobs/"),
    "how-to-language-model": View("/language-model/", "administrator"),
    "how-to-ledger": View("/ledger/"),
    "how-to-oscal": View("/reports/", act=at("section:has(a[href*=oscal])")),
    "how-to-own-data": View("/own-data/"),
    "how-to-reminders": View("/due/?all"),
    "how-to-reports": View("/reports/", "executive"),
    "how-to-sign-in": View("/", act=signed_out),
    "how-to-signing": View("/signing/", "executive"),
    "how-to-surveys": View("/surveys/"),
    "how-to-translate": View("/", locale="de-DE"),
    "how-to-webhooks": View("/settings/webhooks/", "administrator"),
}
LOOKS: dict[str, dict[str, Any]] = {
    f"-{size}-{scheme}": {"viewport": viewport, "color_scheme": scheme}
    for size, viewport in (("desktop", DESKTOP), ("phone", PHONE))
    for scheme in ("light", "dark")
}
"""How a journey is looked at; all else on a desktop in the light."""
PICTURES = [
    (name, look)
    for name in VIEWS
    for look in (LOOKS if name.startswith("journey-") else ["-desktop-light"])
    if name not in TALL or look == "-desktop-light"
]


@pytest.mark.long
@pytest.mark.parametrize(("name", "look"), PICTURES)
def test_what_the_docs_show_opens(
    served: Served, open_as: Callable[..., Page], name: str, look: str, request: pytest.FixtureRequest
):
    view, dress = VIEWS[name], dict(LOOKS[look])
    if name in TALL:
        dress["viewport"] = DESKTOP | {"height": TALL[name]}
    page = open_as(view.role, reduced_motion="reduce", locale=view.locale, **dress)
    response = page.goto(served.address + view.address)
    assert response
    assert response.status == 200
    view.act(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    file = IMAGES / f"{name}{'' if name in TALL else look}.webp"
    if request.config.getoption("--pictures"):
        protocol = page.context.new_cdp_session(page)  # only the browser's own protocol writes WebP
        shot = protocol.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
        file.write_bytes(base64.b64decode(shot["data"]))
    assert file.is_file(), "./dev docs --pictures takes it"


NO_SCREEN = {
    "grow": "a database under the same pages",
    "mcp": "what programs say to one another",
    "terminal": "commands",
    "run": "processes, logs and figures of a server",
}
"""How-to pages that speak of no page of the product, and why."""


def test_every_how_to_that_speaks_of_a_page_shows_it():
    shown = {
        path.stem: re.findall(r"\.\./images/([\w-]+\.webp)", path.read_text(encoding="utf-8"))
        for path in (ROOT / "docs" / "how-to").glob("*.md")
    }
    assert {name for name, pictures in shown.items() if not pictures} == NO_SCREEN.keys()
    assert {picture for pictures in shown.values() for picture in pictures} <= {
        path.name for path in IMAGES.iterdir()
    }


def test_no_picture_lies_there_that_nothing_takes():
    taken = {f"{name}{'' if name in TALL else look}.webp" for name, look in PICTURES}
    assert {path.name for path in IMAGES.iterdir()} == taken
