"""A middleware for benchmarks: server time and queries of each page, as headers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse


class Timing:
    """Adds X-Milliseconds and X-Queries to every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        queries = 0

        def count(execute: Any, *call: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*call)

        begun = time.perf_counter()
        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response.headers["X-Milliseconds"] = f"{1000 * (time.perf_counter() - begun):.3f}"
        response.headers["X-Queries"] = str(queries)
        return response
