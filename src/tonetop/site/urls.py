"""All addresses."""

from django.urls import include, path

from tonetop.api.routes import api

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("", include("tonetop.web.urls")),
]
