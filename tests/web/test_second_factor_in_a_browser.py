"""In a real browser: a passkey as second factor is enrolled and lets in; so do an app's code and a recovery code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.conftest import PHONE, Served, served_own
from tests.web.test_security import code_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A demo of its own, for what is enrolled here would be asked for elsewhere."""
    with served_own(tmp_path_factory.mktemp("factor") / "data") as served:
        yield served


def sign_in(page: Page, house: Served, role: str) -> None:
    """The password's part of coming in, by the name that passkeys are bound to."""
    page.goto(f"{named(house)}/accounts/login/")
    page.get_by_label("E-mail").fill(house.sign_ins[role]["email"])
    page.get_by_label("Password").fill(house.sign_ins[role]["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def named(house: Served) -> str:
    """The address by a name."""
    return house.address.replace("127.0.0.1", "localhost")


def confirm(page: Page, house: Served, role: str) -> None:
    """Show by the password that it is still oneself."""
    page.get_by_label("Your password").fill(house.sign_ins[role]["password"])
    page.get_by_role("button", name="Go on").click()


def test_a_passkey_is_enrolled_and_lets_in_after_the_password(browser: Browser, house: Served):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, house, "executive")
    page.goto(f"{named(house)}/security/")
    page.get_by_role("link", name="Enrol a passkey for signing in").click()
    confirm(page, house, "executive")
    page.get_by_label("What you call it").fill("My phone")
    page.get_by_role("button", name="Enrol it").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    expect(page.locator(".codes code")).to_have_count(10)
    context.clear_cookies()
    sign_in(page, house, "executive")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda address: "/accounts/" not in address)
    page.goto(f"{named(house)}/security/")
    expect(page.get_by_role("rowheader", name="My phone")).to_be_visible()
    context.close()


def test_an_app_for_codes_is_set_up_and_a_recovery_code_stands_in_for_it(browser: Browser, house: Served):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, house, "governance-lead")
    page.goto(f"{named(house)}/security/")
    page.get_by_role("link", name="Set up an app for codes").click()
    confirm(page, house, "governance-lead")
    page.get_by_label("Code that the app shows").fill(code_of(page.get_by_label("Secret").input_value()))
    page.get_by_role("button", name="Set it up").click()
    code = page.locator(".codes code").first.inner_text()
    context.clear_cookies()
    sign_in(page, house, "governance-lead")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("This code is not right")).to_be_visible()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/accounts/" not in address)
    context.close()
