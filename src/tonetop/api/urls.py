"""The addresses of the API."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from tonetop.api.document import document
from tonetop.api.problem import problem
from tonetop.api.routes import api

_routes, APP_NAME, NAMESPACE = api.urls


def _answering(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """The view, which answers HEAD as it answers GET, and a method that it does not take with a problem."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **told: Any) -> HttpResponse:
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked
        try:
            found: HttpResponse = view(request, *args, **told)
        finally:
            request.method = asked  # whoever sends the answer to HEAD leaves its body out
        if found.status_code != 405:
            return found
        allowed = found["Allow"]
        allowed = f"{allowed}, HEAD" if "GET" in allowed.split(", ") else allowed
        refusal = problem(f"{request.method} is not taken here; there are {allowed}", 405)
        refusal["Allow"] = allowed
        return refusal

    return answer


urlpatterns = [path("openapi.json", document, {"api": api}, name="openapi-json")]
for _one in _routes:
    if isinstance(_one, URLPattern) and _one.name != "openapi-json":
        _one.callback = _answering(_one.callback)
        urlpatterns.append(_one)
