"""The addresses of signing in elsewhere; they stand before those of the same name that allauth brings."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider; what speaks with one is loaded with the first who asks for it."""
    answer: HttpResponse = import_module("tonetop.web.sso_oidc").login(request, provider_id)
    return answer


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    answer: HttpResponse = import_module("tonetop.web.sso_oidc").callback(request, provider_id)
    return answer


urlpatterns: list[URLPattern] = [
    path("oidc/<str:provider_id>/login/", login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", callback, name="openid_connect_callback"),
]
if find_spec("onelogin"):  # the extra tonetop[saml]
    from tonetop.web import sso_saml

    urlpatterns += [
        path("saml/<str:organization_slug>/login/", sso_saml.login, name="saml_login"),
        path("saml/<str:organization_slug>/acs/", sso_saml.acs, name="saml_acs"),
        path("saml/<str:organization_slug>/acs/finish/", sso_saml.finish, name="saml_finish_acs"),
        path("saml/<str:organization_slug>/sls/", sso_saml.logout, name="saml_sls"),
        path("saml/<str:organization_slug>/metadata/", sso_saml.metadata, name="saml_metadata"),
    ]
