"""Traces by OpenTelemetry: a span for each request and each statement to the database, without any value.

Off unless TONETOP_OTEL_ENDPOINT names a receiver of OTLP over HTTP. Spans hold the name of the route, method, status,
and statements with their places left open; what is written into a statement as text is taken out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from django.db import connection

from tonetop import __version__

ENDPOINT = "TONETOP_OTEL_ENDPOINT"
"""The variable of the environment that names the receiver, such as http://127.0.0.1:4318."""
TEXTS = re.compile(r"'(?:[^']|'')*'")
LONGEST = 1000
"""Characters of a statement that are told."""


class TracesRefused(Exception):
    """Traces cannot be sent so; the message is one sentence."""


class Tracing(NamedTuple):
    """The library's parts that are used."""

    tracer: Any
    provider: Any
    api: Any
    context: Any


def is_on() -> bool:
    """Whether traces are sent."""
    return bool(os.environ.get(ENDPOINT, "").strip())


def demand_usable() -> None:
    """Raises TracesRefused for an address that is none, and where the library is not there."""
    if not is_on():
        return
    if not os.environ[ENDPOINT].strip().startswith(("http://", "https://")):
        raise TracesRefused(f"{ENDPOINT} must read http://host:4318 or https://host:4318")
    try:
        import_module("opentelemetry.sdk.trace")
        import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    except ImportError as error:
        raise TracesRefused(f"{ENDPOINT} is set, and traces need the extra tonetop[otel] ({error})") from None


def begin() -> None:
    """Load the sender, where traces are sent, before several threads would load it at once."""
    if is_on():
        _tracing()


@cache
def _tracing() -> Tracing:
    sdk: Any = import_module("opentelemetry.sdk.trace")
    exporter: Any = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    resources: Any = import_module("opentelemetry.sdk.resources")
    about = resources.Resource.create({"service.name": "tonetop", "service.version": __version__})
    provider = sdk.TracerProvider(resource=about)
    address = os.environ[ENDPOINT].strip().rstrip("/")
    sender = exporter.OTLPSpanExporter(endpoint=f"{address}/v1/traces")
    provider.add_span_processor(import_module("opentelemetry.sdk.trace.export").BatchSpanProcessor(sender))
    context: Any = import_module("opentelemetry.trace.propagation.tracecontext")
    return Tracing(
        provider.get_tracer("tonetop", __version__),
        provider,
        import_module("opentelemetry.trace"),
        context.TraceContextTextMapPropagator(),
    )


class Span:
    """What a request's trace is told; this one tells nobody."""

    def answered(self, route: str, status: int) -> None:
        """The request was answered."""


class _Sent(Span):
    """One that is sent."""

    def __init__(self, span: Any, method: str, api: Any) -> None:
        self.span, self.method, self.api = span, method, api

    def answered(self, route: str, status: int) -> None:
        """Name the span by its route, and say what came of it."""
        self.span.update_name(f"{self.method} {route}")
        self.span.set_attribute("http.route", route)
        self.span.set_attribute("http.response.status_code", status)
        if status >= 500:  # noqa: PLR2004 - HTTP's number for faults of the server
            self.span.set_status(self.api.StatusCode.ERROR)


@contextmanager
def request(method: str, headers: Mapping[str, str]) -> Iterator[Span]:
    """A span around a request and its statements; it goes on the trace that the header traceparent names."""
    if not is_on():
        yield Span()
        return
    tracing = _tracing()
    known = {name: headers[name] for name in ("traceparent",) if name in headers}
    with (
        tracing.tracer.start_as_current_span(
            method,
            context=tracing.context.extract(known),
            kind=tracing.api.SpanKind.SERVER,
            attributes={"http.request.method": method},
            record_exception=False,  # the words of an error may hold values
            set_status_on_exception=False,
        ) as span,
        connection.execute_wrapper(_statement),
    ):
        yield _Sent(span, method, tracing.api)


def _statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
    """A span around one statement, with its text and none of its values."""
    tracing = _tracing()
    said = TEXTS.sub("'?'", str(sql))[:LONGEST]
    system = {"sqlite": "sqlite", "postgresql": "postgresql"}.get(connection.vendor, "other_sql")
    with tracing.tracer.start_as_current_span(
        said.split(" ", 1)[0].upper()[:20] or "SQL",
        kind=tracing.api.SpanKind.CLIENT,
        attributes={"db.system.name": system, "db.query.text": said},
        record_exception=False,
        set_status_on_exception=False,
    ):
        return execute(sql, params, many, context)
