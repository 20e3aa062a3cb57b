"""Signing in elsewhere in a real browser: to the provider on another host, and back with its answer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import DESKTOP, PHONE, Served
from tests.web.oidc_provider import CLIENT, SECRET, provider
from tests.web.test_axe import barriers

pytest.importorskip("xmlsec", reason="needs the extra: pip install 'tonetop[saml]'")

from tests.web.saml_provider import CERTIFICATE, ENTITY, MAIL, Provider
from tests.web.saml_provider import served as serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
DOMAIN = "steady.demo.example"


@contextmanager
def at_the_door(browser: Browser, house: Served, way: str, **options: object) -> Iterator[Page]:
    """The sign-in page of a house with one provider."""
    file = house.folder / "sign-in.yaml"
    file.write_text(f"ways:\n{textwrap.indent(textwrap.dedent(way).strip(), '  ')}\n", encoding="utf-8")
    context = browser.new_context(**{"viewport": DESKTOP} | options)  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.goto(f"{house.address}/accounts/login/?next=/ledger/")
        yield page
    finally:
        context.close()
        file.unlink()


def test_openid_connect_leads_to_the_page_that_was_asked_for(browser: Browser, served: Served):
    email = served.sign_ins["governance-lead"]["email"]
    with provider() as elsewhere:
        elsewhere.person = {"sub": "1", "email": email, "email_verified": True}
        way = f"""
            - id: varnholm
              kind: oidc
              name: Varnholm
              issuer: {elsewhere.address}
              client_id: {CLIENT}
              secret: {SECRET}
        """
        with at_the_door(browser, served, way, viewport=PHONE, reduced_motion="reduce") as page:
            assert barriers(page) == []
            page.get_by_role("link", name="Sign in with Varnholm").click()
            page.wait_for_url("**/ledger/")
            assert page.get_by_role("heading", level=1).inner_text() == "Ledger and proof"


def test_saml_comes_back_by_a_form_of_another_host(browser: Browser, served: Served):
    """The cookie of the session is not sent with such a form, so the sign-in goes on by a step of our own."""
    email = served.sign_ins["executive"]["email"]
    with serving(Provider(attributes={MAIL: [email]})) as address:
        way = f"""
            - id: halden
              kind: saml
              name: Halden
              entity_id: {ENTITY}
              address: {address}
              domains: [{DOMAIN}]
              certificate: |
        """
        way = textwrap.dedent(way).rstrip() + "\n" + textwrap.indent(CERTIFICATE.strip(), " " * 4)
        with at_the_door(browser, served, way) as page:
            page.get_by_role("link", name="Sign in with Halden").click()
            page.get_by_role("button", name="Go on").click()
            page.wait_for_url("**/ledger/")
            page.go_back()
            page.goto(f"{served.address}/accounts/saml/halden/acs/finish/")
            assert "could not be trusted" in page.get_by_role("status").inner_text()


def test_a_stranger_reads_why_they_stay_out(browser: Browser, served: Served):
    with provider() as elsewhere:
        elsewhere.person = {"sub": "2", "email": "stranger@elsewhere.example", "email_verified": True}
        way = f"""
            - id: varnholm
              kind: oidc
              name: Varnholm
              issuer: {elsewhere.address}
              client_id: {CLIENT}
              secret: {SECRET}
        """
        with at_the_door(browser, served, way) as page:
            page.get_by_role("link", name="Sign in with Varnholm").click()
            said = page.get_by_role("status").inner_text()
            assert said == "There is no account for you here yet; ask an administrator to let you in."
