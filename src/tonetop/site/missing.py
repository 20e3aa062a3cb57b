"""What is not there: a page for people, problem details for programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from tonetop.api.problem import problem
from tonetop.web.middleware import PROGRAMS


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to an address that no route takes, such as one with a line break in it."""
    if request.path.startswith(PROGRAMS):
        return problem("there is nothing at this address; openapi.json lists what there is", 404)
    return page_not_found(request, exception)
