"""In a real browser: a passkey is enrolled and signs an answer, and the bundle proves it; forgeries are told."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.web.conftest import PHONE, TONETOP, Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.slow
RISK = "/answer/RiskAssessment/risk-2/"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def come_in(page: Page, served: Served) -> None:
    """Sign in as the executive, wherever that leads."""
    page.goto(f"{served.address}/accounts/login/")
    page.get_by_label("E-mail").fill(served.sign_ins["executive"]["email"])
    page.get_by_label("Password").fill(served.sign_ins["executive"]["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/accounts/" not in address)


class Phone:
    """A phone with Chromium's virtual authenticator, on which an executive is signed in."""

    def __init__(self, context: BrowserContext, served: Served) -> None:
        named = Served(f"http://localhost:{urlsplit(served.address).port}", served.folder, served.sign_ins)
        self.page: Page = context.new_page()
        self.address, self.password = named.address, named.sign_ins["executive"]["password"]
        self.devices = context.new_cdp_session(self.page)
        self.devices.send("WebAuthn.enable")
        made = self.devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self.device = made["authenticatorId"]
        come_in(self.page, named)

    def verifies(self, holder: bool) -> None:
        """Whether finger, face or PIN fit from now on."""
        told = {"authenticatorId": self.device, "isUserVerified": holder}
        self.devices.send("WebAuthn.setUserVerified", told)

    def enrol(self, name: str, password: str = "") -> None:
        self.page.goto(f"{self.address}/signing/")
        self.page.get_by_label("What you call it").fill(name)
        self.page.get_by_label("Your password").fill(password or self.password)
        self.page.get_by_role("button", name="Enrol a passkey").click()


@pytest.fixture
def phone(browser: Browser, served: Served) -> Iterator[Phone]:
    context = browser.new_context(viewport=PHONE)
    yield Phone(context, served)
    context.close()


def bundle(served: Served, folder: Path) -> dict[str, bytes]:
    """The members of the bundle of what is served."""
    out = folder / "bundle.zip"
    command = [str(TONETOP), "export", "bundle", str(out), "--data", str(served.folder)]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def signed_event(members: dict[str, bytes]) -> dict[str, Any]:
    """The last event that bears a signature."""
    events = [json.loads(line) for line in members["events.jsonl"].splitlines()]
    found: dict[str, Any] = [event for event in events if event["signature"]][-1]
    return found


def forgeries(event: dict[str, Any], other: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a forger might change of a signed event; other: an enrolment of another passkey of the same person."""
    signature, plain = event["signature"], event["data"]["plain"]
    data = event["data"] | {"plain": plain | {"answer": "sent-back"}}
    statement = signature["statement"] | {"answer": "sent-back"}
    swapped = {name: other["data"][name] for name in ("algorithm", "credential", "public_key")}
    return {
        "the answer": {"data": data},
        "the answer and the statement": {"data": data, "signature": signature | {"statement": statement}},
        "the credential": {"signature": signature | swapped},
        "the doer": {"actor": event["actor"] | {"id": "rehn"}},
    }


def test_a_passkey_is_enrolled_and_signs_an_answer_that_the_bundle_proves_and_no_forgery_passes(
    served: Served, phone: Phone, tmp_path: Path
):
    from tests.verifier.bundles import event, rechained, report

    phone.enrol("My phone")
    phone.page.get_by_text("My phone is enrolled").wait_for()
    phone.page.goto(phone.address + RISK)
    assert phone.page.get_by_label("Sign with my passkey").is_checked()
    phone.page.get_by_role("button", name="I reviewed it").click()
    phone.page.wait_for_url("**/inbox/")
    members = bundle(served, tmp_path)
    assert report(members, tmp_path)["problems"] == []
    done = signed_event(members)
    assert done["actor"]["authenticated"] == "passkey"
    assert done["signature"]["statement"]["what"]["ref"] == "risk-2"
    enrolment = next(
        e for e in map(json.loads, members["events.jsonl"].splitlines()) if "passkey-enr" in e["type"]
    )
    enrolment["data"] |= {"credential": "another", "public_key": "04" + "ab" * 64}
    own = f"event {done['sequence']}: its signature"
    for name, change in forgeries(done, enrolment).items():
        problems = report(rechained(event(members, done["sequence"], **change)), tmp_path)["problems"]
        assert any(problem.startswith(own) for problem in problems), name


def test_who_is_not_the_holder_signs_nothing_and_is_told(served: Served, phone: Phone, tmp_path: Path):
    phone.enrol("Another phone")
    phone.page.get_by_text("Another phone is enrolled").wait_for()
    phone.verifies(False)
    phone.page.goto(phone.address + RISK)
    phone.page.get_by_role("button", name="I reviewed it").click()
    phone.page.get_by_text("Nothing was signed: the passkey was not used").wait_for()
    assert phone.page.url == phone.address + RISK
    phone.page.get_by_label("Sign with my passkey").uncheck()
    phone.page.get_by_role("button", name="I reviewed it").click()
    phone.page.wait_for_url("**/inbox/")
    last = [json.loads(line) for line in bundle(served, tmp_path)["events.jsonl"].splitlines()]
    approval = [event for event in last if event["subject"]["kind"] == "Approval"][-1]
    assert (approval["signature"], approval["actor"]["authenticated"]) == (None, "password")


def test_a_wrong_password_enrols_nothing_and_is_told_beside_the_button(phone: Phone):
    phone.enrol("A thief's", "not the password")
    phone.page.get_by_text("The password is not yours; write it again.").wait_for()
    expect(phone.page.get_by_text("A thief's")).to_be_hidden()


def test_without_script_the_page_says_what_is_needed_and_an_answer_is_given_unsigned(
    browser: Browser, served: Served
):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    come_in(page, served)
    page.goto(f"{served.address}/signing/")
    expect(page.get_by_text("Browsers bind passkeys to a name")).to_be_visible()
    page.goto(f"{served.address}/answer/RiskAssessment/risk-3/")
    expect(page.get_by_label("Sign with my passkey")).to_be_hidden()
    page.get_by_role("button", name="I reviewed it").click()
    page.wait_for_url("**/inbox/")
    context.close()
