"""SAML 2.0: allauth's flow over python3-saml, with every assertion bound to a request of this very browser."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.saml.provider import SAMLProvider
from allauth.socialaccount.providers.saml.utils import build_saml_config
from allauth.socialaccount.providers.saml.views import ACSView, FinishACSView, LoginView
from allauth.socialaccount.sessions import LoginSession
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from lxml.etree import LxmlError
from onelogin.saml2.errors import OneLogin_Saml2_Error
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from tonetop.web.sso import asked_way, broken, guarded
from tonetop.work.come_from_elsewhere import Told
from tonetop.work.ways_in import SAML, way

SPACE = {"saml": "urn:oasis:names:tc:SAML:2.0:assertion"}
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
NAMES = {
    "uid": ("urn:oasis:names:tc:SAML:attribute:subject-id", "urn:oasis:names:tc:SAML:attribute:pairwise-id"),
    "email": (
        "urn:oid:0.9.2342.19200300.100.1.3",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        "mail",
        "email",
    ),
    "email_verified": ("http://schemas.auth0.com/email_verified", "email_verified"),
    "name": (
        "urn:oid:2.16.840.1.113730.3.1.241",
        "http://schemas.microsoft.com/identity/claims/displayname",
        "displayName",
    ),
}
"""Attributes by what they tell, where the file names no other."""
LARGEST, SECONDS = 256 * 1024, 300
"""Bytes of what a provider posts at most, and for how long it is kept until the browser comes for it."""
NOT_GENUINE = (OneLogin_Saml2_Error, PermissionDenied, LxmlError, ValueError, KeyError, TypeError, IndexError)


class NotBound(ValueError):
    """The assertion is signed, but not made for this sign-in."""


class Saml(SAMLProvider):
    """Holds an assertion to the browser profile (SAML profiles 4.1.4.2 and 4.1.4.3), beyond what the library asks."""

    package = "allauth.socialaccount.providers.saml"

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing: attributes are personal, and are not needed after the sign-in."""
        return {}

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        """Nothing: our own rule reads what was told."""
        return {}

    def extract_uid(self, data: Any) -> str:
        """What names the person for good: the subject id, a NameID that lasts, else the address."""
        lasting = "" if data.get_nameid_format() == TRANSIENT else data.get_nameid()
        uid = self._one(data, "uid") or lasting or self._email(data).lower()
        if not uid or len(uid) > 191:
            raise NotBound("the assertion names nobody for good")
        return str(uid)

    def sociallogin_from_response(self, request: HttpRequest, response: Any) -> Any:
        """The sign-in, with what the provider told, once the assertion is known to be for us and for now."""
        assertion = OneLogin_Saml2_XML.to_etree(response.get_last_response_xml()).find(
            "saml:Assertion", SPACE
        )
        ours = response.get_settings().get_sp_data()
        _demand_bound(assertion, response.get_last_response_in_response_to(), ours)
        login = super().sociallogin_from_response(request, response)
        login.told = self._told(response)
        return login

    def _told(self, data: Any) -> Told:
        found = way(settings.DATA, self.app.provider_id)
        claim = found.strangers.claim if found and found.strangers else ""
        verified = self._one(data, "email_verified").lower()
        return Told(
            self._email(data),
            verified in ("true", "1") if verified else None,
            self._one(data, "name"),
            tuple(data.get_attributes().get(claim, ())) if claim else (),
        )

    def _email(self, data: Any) -> str:
        by_name = data.get_nameid() if data.get_nameid_format() == ADDRESS else ""
        return str(self._one(data, "email") or by_name or "").strip()

    def _one(self, data: Any, what: str) -> str:
        found = way(settings.DATA, self.app.provider_id)
        named = found.attributes.get(what) if found else None
        attributes = data.get_attributes()
        values = (attributes.get(name) for name in ((named,) if named else NAMES[what]))
        return next((str(value[0]) for value in values if value), "")


def _demand_bound(assertion: Any, request_id: str | None, ours: Any) -> None:
    """Raises NotBound unless the assertion itself names us, our address and the request that it answers.

    The library lets each of the three be left out; then a signed assertion could be sent to us a second time.
    """
    if assertion is None or not request_id:
        raise NotBound("nobody here asked for this assertion")
    audiences = assertion.findall("saml:Conditions/saml:AudienceRestriction/saml:Audience", SPACE)
    if ours["entityId"] not in [(one.text or "").strip() for one in audiences]:
        raise NotBound("the assertion does not name us as its audience")
    data = assertion.findall("saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData", SPACE)
    place = ours["assertionConsumerService"]["url"]
    for one in data:
        bound = one.get("InResponseTo") == request_id and one.get("Recipient") == place
        if bound and one.get("NotOnOrAfter"):
            return
    raise NotBound("the assertion does not say which request it answers, where, and until when")


@csrf_exempt  # it comes from the provider's page; what it says is judged by its signature, in `finish`
@require_POST
def acs(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Take what the provider posted, and go on within this site, where the session is known."""
    found = asked_way(organization_slug, SAML)
    if len(request.body) > LARGEST or not request.POST.get("SAMLResponse"):
        return broken(request, found, "no answer, or one that is too long")
    LoginSession(request, "saml_acs_session", "saml-acs-session").store.set_expiry(SECONDS)
    response: HttpResponse = ACSView.as_view()(request, organization_slug=organization_slug)
    return response


def login(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """To the provider."""
    return _guarded(request, organization_slug, LoginView)


def finish(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Judge what the provider posted; what is not genuine ends on the sign-in page."""
    return _guarded(request, organization_slug, FinishACSView)


def _guarded(request: HttpRequest, id: str, view: Any) -> HttpResponse:
    found = asked_way(id, SAML)
    return guarded(request, found, NOT_GENUINE, lambda: view.as_view()(request, organization_slug=id))


def logout(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """There is no such page: allauth would end sessions by requests that nobody signed."""
    raise Http404("There is no such page")


def metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """What the provider must know of us: who we are and where it sends people back to."""
    asked_way(organization_slug, SAML)
    provider = LoginView(request=request, kwargs={"organization_slug": organization_slug}).get_provider()
    config = build_saml_config(request, provider.app.settings, organization_slug)
    del config["sp"]["singleLogoutService"]  # signing out here ends no session elsewhere
    told = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True).get_sp_metadata()
    return HttpResponse(told, content_type="application/samlmetadata+xml")
