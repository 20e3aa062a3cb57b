"""The addresses of the API."""

from django.urls import path

from tonetop.api.document import document
from tonetop.api.routes import api

_routes, APP_NAME, NAMESPACE = api.urls
urlpatterns = [
    path("openapi.json", document, {"api": api}, name="openapi-json"),
    *(one for one in _routes if getattr(one, "name", None) != "openapi-json"),
]
