"""Around each request: its number in and out, one line in the log, its figures and its trace; never what it says."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from secrets import token_hex
from time import perf_counter

from django.http import HttpRequest, HttpResponse

from tonetop.web.middleware import VOICES
from tonetop.work import measure, request_id, trace

Next = Callable[[HttpRequest], HttpResponse]
HEADER = "X-Request-ID"
NUMBER = re.compile(r"[0-9A-Fa-f-]{8,64}")
"""What is taken over from whoever asks: hexadecimal digits and dashes. Anything else might be somebody's name."""
STATIC = "/static/"
logger = logging.getLogger("tonetop.requests")


class Observed:
    """Observes a request by the name of its route; paths, queries, accounts and addresses are left out."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        number = given if NUMBER.fullmatch(given) else token_hex(16)
        setattr(request, request_id.ATTRIBUTE, number)
        begun = perf_counter()
        with request_id.borne(number), trace.request(request.method or "", request.headers) as span:
            response = self.get_response(request)
            seconds, route = perf_counter() - begun, route_of(request)
            measure.request_answered(route, request.method or "", response.status_code, seconds)
            span.answered(route, response.status_code)
            if not request.path.startswith(VOICES):  # when somebody raised a concern is kept nowhere
                logger.info(
                    "request",
                    extra={
                        "told": {
                            "route": route,
                            "method": request.method if request.method in measure.METHODS else "other",
                            "status": response.status_code,
                            "milliseconds": round(seconds * 1000, 1),
                        }
                    },
                )
        response.headers[HEADER] = number
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the route that a request was for; never its path, in which ids of people may stand."""
    match = request.resolver_match
    if match is not None:
        return match.url_name or match.route or "unnamed"
    return "static" if request.path.startswith(STATIC) else "none"
