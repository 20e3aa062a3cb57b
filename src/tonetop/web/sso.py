"""Signing in elsewhere: which providers there are, whom they bring in, and the sentence for who stays out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from tonetop.web.wording import sentence
from tonetop.work.come_from_elsewhere import NotLetIn, account_for, refuse_broken
from tonetop.work.factor_elsewhere import trusted
from tonetop.work.invite import FIRST
from tonetop.work.ways_in import OIDC, SAML, Way, WaysRefused, way, ways

if TYPE_CHECKING:
    from tonetop.web.sso_session import ProviderSession

logger = logging.getLogger(__name__)

PROVIDERS = {OIDC: "openid_connect", SAML: "saml"}


class Elsewhere(DefaultSocialAccountAdapter):
    """The providers of sign-in.yaml, and our own rule of who comes in; nobody signs up or ties accounts alone."""

    def get_requests_session(self) -> ProviderSession:
        """What speaks with a provider: to addresses that it may have, without following it elsewhere."""
        session: ProviderSession = import_module("tonetop.web.sso_session").ProviderSession()
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: `pre_social_login` has found or made the account, or nobody comes in."""
        return False

    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """The providers of the file; with a file that cannot be used, none, and why is in the log."""
        try:
            found = [_app(one) for one in ways(settings.DATA)]
        except WaysRefused as refused:
            logger.error("No sign-in elsewhere: %s", refused)
            return []
        if found:
            registry.load()  # see `sso_apps`
        found = [app for app in found if client_id in (None, "", app.client_id)]
        return [app for app in found if not provider or provider in (app.provider, app.provider_id)]

    def list_providers(self, request: HttpRequest) -> list[Any]:
        """What the sign-in page offers; where the file names none, none is loaded."""
        return list(super().list_providers(request)) if self.list_apps(request) else []

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Settle whose account this is, and tie it to the provider's person once."""
        sociallogin.state["process"] = AuthProcess.LOGIN  # nothing else is done for who comes from elsewhere
        sociallogin.state.pop("data", None)
        found = asked_way(sociallogin.account.provider)
        with transaction.atomic():
            stays = _settle(found, sociallogin)
        if stays is not None:
            raise ImmediateHttpResponse(turned_away(request, stays))

    def on_authentication_error(
        self, request: Any, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> NoReturn:
        """Whatever goes wrong on the way ends on the sign-in page, with one sentence."""
        if error == AuthError.CANCELLED:
            messages.info(request, gettext("Signing in was cancelled."))
            raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))
        why = (extra_context or {}).get("saml_last_error_reason") or exception or error
        raise ImmediateHttpResponse(broken(request, asked_way(provider.sub_id), why))


def _settle(found: Way, login: Any) -> NotLetIn | None:
    """Tie a sign-in to the account that it opens; or why it opens none, whose ledger line is to stay."""
    ties = SocialAccount.objects.filter(provider=found.id).exclude(uid=login.account.uid)
    tied = login.user if login.is_existing else None
    try:
        account = account_for(found, login.told, tied, frozenset(ties.values_list("user_id", flat=True)))
    except NotLetIn as stays:
        return stays
    if tied is None:
        login.user = login.account.user = account
        login.account.save()
    return None


def broken(request: HttpRequest, found: Way, why: object) -> HttpResponse:
    """The answer to what is not genuine."""
    return turned_away(request, refuse_broken(found, repr(why)))


def guarded(
    request: HttpRequest, found: Way, faults: tuple[type[Exception], ...], answer: Callable[[], HttpResponse]
) -> HttpResponse:
    """What the provider's own view answers; what is not genuine, told by its faults, ends on the sign-in page."""
    try:
        return answer()
    except faults as error:
        return broken(request, found, error)


def turned_away(request: HttpRequest, stays: NotLetIn) -> HttpResponse:
    """Back to the sign-in page, with the sentence."""
    messages.error(request, sentence(stays))
    return redirect(settings.LOGIN_URL)


def asked_way(id: str, kind: str = "") -> Way:
    """The provider of an id. Raises Http404."""
    try:
        found = way(settings.DATA, id)
    except WaysRefused as refused:
        logger.error("No sign-in elsewhere: %s", refused)
        found = None
    if found is None or kind not in ("", found.kind):
        raise Http404("There is no such way to sign in")
    return found


class AskFactor(AuthenticateStage):
    """The question for the second factor, but for those whose provider has asked already.

    An administrator who has one here is asked for it always.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        if self.login.user.role != FIRST and _answered_for(self.login.signal_kwargs):
            return False
        return bool(super()._should_handle(request))


def _answered_for(about: Mapping[str, Any] | None) -> bool:
    login = (about or {}).get("sociallogin")
    return login is not None and trusted(login.account.provider)


def _app(one: Way) -> SocialApp:
    if one.kind == OIDC:
        kept = {"server_url": one.texts["issuer"].rstrip("/"), "oauth_pkce_enabled": True}
        client, secret = one.texts["client_id"], one.texts["secret"]
    else:
        kept, client, secret = _saml(one), one.id, ""
    return SocialApp(
        provider=PROVIDERS[one.kind],
        provider_id=one.id,
        name=one.name,
        client_id=client,
        secret=secret,
        settings=kept,
    )


def _saml(one: Way) -> dict[str, Any]:
    texts = one.texts
    kept: dict[str, Any] = {
        "idp": {
            "entity_id": texts["entity_id"],
            "sso_url": texts["address"],
            "x509cert": texts["certificate"],
        },
        "advanced": {
            "want_assertion_signed": True,
            "strict": True,
            "allow_single_label_domains": True,
            "want_attribute_statement": False,
        },
    }
    if texts["our_id"]:
        kept["sp"] = {"entity_id": texts["our_id"]}
    return kept
