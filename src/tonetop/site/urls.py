"""All addresses."""

from django.urls import include, path
from django.views.generic import RedirectView

from tonetop.site.later import Later
from tonetop.web import health

urlpatterns = [
    path("accounts/", include("tonetop.web.sso_urls")),
    path("accounts/2fa/", RedirectView.as_view(pattern_name="security"), name="mfa_index"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/3rdparty/", include("allauth.socialaccount.urls")),
    Later("api/v1/", "tonetop.api.urls", "ninja", "api"),
    path("scim/v2/", include("tonetop.api.scim")),
    path("healthz", health.health, name="health"),
    path("readyz", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("tonetop.web.own_urls")),
    path("", include("tonetop.web.urls")),
]
handler404 = "tonetop.site.missing.missing"
handler500 = "tonetop.site.hindered.answer"
handler429 = "tonetop.web.limits.too_many"
"""Asked by allauth where it counts itself."""
