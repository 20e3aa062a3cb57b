"""Traces go to a receiver of OTLP: a span a request, a span a statement, and no value in any of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.work.serving import run
from tests.work.upped import token_of, upped
from tonetop.work import trace

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@contextmanager
def receiver() -> Iterator[tuple[str, list[bytes]]]:
    """A receiver of OTLP over HTTP: its address, and what it was sent to /v1/traces."""
    got: list[bytes] = []

    class Takes(BaseHTTPRequestHandler):
        """Keeps what comes."""

        def do_POST(self) -> None:
            """Keep one message."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/v1/traces":
                got.append(body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", got
    finally:
        server.shutdown()
        server.server_close()


def spans(got: list[bytes]) -> list[Any]:
    """Every span that came."""
    return [
        span
        for body in got
        for one in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in one.scope_spans
        for span in scope.spans
    ]


@pytest.mark.slow
@pytest.mark.sqlite
def test_requests_and_statements_are_traced_without_their_values(tmp_path: Path):
    folder = tmp_path / "data"
    assert run(folder, "demo", "--story", "empty").returncode == 0
    with receiver() as (address, got):
        told = {"TONETOP_OTEL_ENDPOINT": address, "OTEL_BSP_SCHEDULE_DELAY": "200", "TONETOP_LOG": "json"}
        with upped(folder, token=token_of(folder), **told) as server:
            person = {"id": "planted-ref", "name": "Wilhelmina Planted"}
            headers = {"traceparent": PARENT, "baggage": "who=planted-baggage"}
            assert server.ask("/api/v1/registers/Person", person, **headers)[0] == 201
            assert server.ask("/api/v1/registers/Person?q=planted-query")[0] == 200
            until = time.monotonic() + 30
            while time.monotonic() < until and not any(one.name.startswith("POST ") for one in spans(got)):
                time.sleep(0.1)
        found, log = spans(got), server.log.read_text()
    posted = next(one for one in found if one.name.startswith("POST "))
    assert posted.trace_id.hex() == PARENT.split("-")[1]
    assert posted.parent_span_id.hex() == PARENT.split("-")[2]
    attributes = {one.key: one.value for one in posted.attributes}
    assert attributes["http.response.status_code"].int_value == 201
    assert attributes["http.route"].string_value
    inserted = [one for one in found if one.name == "INSERT" and one.trace_id == posted.trace_id]
    assert inserted
    assert all("%s" in text for one in inserted for text in _texts(one) if "INSERT" in text)
    sent = b"".join(got).decode("utf-8", "replace") + log
    assert not [
        word for word in ("planted", "Wilhelmina", "tonetop_3", "Bearer", "127.0.0.1") if word in sent
    ]
    assert '"event": "Served"' in log


def _texts(span: Any) -> list[str]:
    return [one.value.string_value for one in span.attributes if one.key == "db.query.text"]


def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch):
    trace.demand_usable()
    monkeypatch.setenv(trace.ENDPOINT, "collector:4318")
    with pytest.raises(trace.TracesRefused, match="must read http://host:4318"):
        trace.demand_usable()
    monkeypatch.setenv(trace.ENDPOINT, "http://127.0.0.1:4318")
    trace.demand_usable()

    def absent(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(trace, "import_module", absent)
    with pytest.raises(trace.TracesRefused, match=r"tonetop\[otel\]"):
        trace.demand_usable()
    assert trace.TEXTS.sub("'?'", "SELECT 'it''s' WHERE a = 'b'") == "SELECT '?' WHERE a = '?'"
