"""The addresses of the API."""

from tonetop.api.routes import api

urlpatterns, APP_NAME, NAMESPACE = api.urls
