"""OpenID Connect: allauth's flow, with the issuer pinned and the signature of every ID token checked."""

from __future__ import annotations

from typing import Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from requests import RequestException

from tonetop.web.sso import asked_way, guarded
from tonetop.work.come_from_elsewhere import Told
from tonetop.work.ways_in import OIDC, way

SIGNED_BY = frozenset(
    ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
)
"""Signatures with a public key; "none" and those with a shared secret are refused."""
NOT_GENUINE = (
    OAuth2Error,
    RequestException,
    PermissionDenied,
    jwt.PyJWTError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
)


class Checked(OpenIDConnectOAuth2Adapter):
    """Holds a provider to OpenID Connect Core 3.1.3.7 and Discovery 4.3, beyond what allauth asks of it."""

    @property
    def openid_config(self) -> Any:
        """What the provider publishes of itself; its issuer must be the one of the file."""
        config = super().openid_config
        expected = self.get_provider().app.settings["server_url"]
        if str(config.get("issuer", "")).rstrip("/") != expected:
            raise OAuth2Error(f"the provider calls itself {config.get('issuer')!r}, not {expected!r}")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who comes, by the ID token; by the userinfo of the same subject where the token tells no address."""
        claims = self._genuine(app, kwargs["response"]["id_token"])
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            info = self._fetch_user_info(token.token)
            if info.get("sub") != claims["sub"]:
                raise OAuth2Error("userinfo is about somebody else than the ID token")
            claims = {**claims, **info}
        return self.get_provider().sociallogin_from_response(request, claims)

    def _genuine(self, app: Any, credential: str) -> dict[str, Any]:
        if jwt.get_unverified_header(credential).get("alg") not in SIGNED_BY:
            raise OAuth2Error("the ID token is signed in no way that is taken")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=credential,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if "exp" not in claims or not claims.get("sub"):
            raise OAuth2Error("the ID token does not say who it is about, or until when it holds")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != app.client_id:
            raise OAuth2Error("the ID token was made for somebody else")
        return claims


class Oidc(OpenIDConnectProvider):
    """Keeps nothing of what a provider tells but the subject; what else is needed at sign-in is `told`."""

    package = "allauth.socialaccount.providers.openid_connect"
    oauth2_adapter_class = Checked

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing: claims are personal, and are not needed after the sign-in."""
        return {}

    def sociallogin_from_response(self, request: HttpRequest, response: Any) -> Any:
        """The sign-in, with what the provider told."""
        login = super().sociallogin_from_response(request, response)
        login.told = self._told(response)
        return login

    def _told(self, claims: Any) -> Told:
        found = way(settings.DATA, self.app.provider_id)
        claim = found.strangers.claim if found and found.strangers else ""
        groups = claims.get(claim, []) if claim else []
        verified = claims.get("email_verified")
        return Told(
            str(claims.get("email") or "").strip(),
            None if verified is None else verified is True or verified == "true",
            str(claims.get("name") or ""),
            tuple(map(str, groups if isinstance(groups, list) else [groups])),
        )


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider."""
    return _guarded(request, provider_id, OAuth2LoginView)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    return _guarded(request, provider_id, OAuth2CallbackView)


def _guarded(request: HttpRequest, id: str, view: Any) -> HttpResponse:
    found = asked_way(id, OIDC)
    return guarded(request, found, NOT_GENUINE, lambda: view.adapter_view(Checked(request, id))(request))
