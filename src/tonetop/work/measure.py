"""What is counted while requests are answered, for Prometheus: requests, their durations, and what gates answered.

Off unless TONETOP_METRICS_TOKEN is set. Labels are names of routes, methods and numbers of statuses: no path, no
account, no address, for whoever reads the figures is not whom the records are for.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hmac import compare_digest
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from typing import Any, NamedTuple

TOKEN = "TONETOP_METRICS_TOKEN"  # noqa: S105 - the name, not the token
"""The variable of the environment that holds the token by which the figures are read; without it there are none."""
SHORTEST = 16
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which the library is told where the processes of one server keep their counts."""
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class MetricsRefused(Exception):
    """Figures cannot be given so; the message is one sentence."""


class Counts(NamedTuple):
    """The library, its registry of this process, and what is counted."""

    library: Any
    registry: Any
    requests: Any
    seconds: Any
    gates: Any


def is_on() -> bool:
    """Whether figures are given at all."""
    return bool(os.environ.get(TOKEN, "").strip())


def demand_usable() -> None:
    """Raises MetricsRefused for a token that is easily guessed, and where the library is not there."""
    if not is_on():
        return
    if len(os.environ[TOKEN].strip()) < SHORTEST:
        raise MetricsRefused(f"{TOKEN} is shorter than {SHORTEST} characters; take a long random one")
    if find_spec("prometheus_client") is None:
        raise MetricsRefused(f"{TOKEN} is set, and figures need the extra tonetop[metrics]")


def opens_to(authorization: str) -> bool:
    """Whether a header Authorization bears the token."""
    scheme, _, given = authorization.partition(" ")
    token = os.environ.get(TOKEN, "").strip()
    return (
        bool(token) and scheme.lower() == "bearer" and compare_digest(given.strip().encode(), token.encode())
    )


@contextmanager
def shared() -> Iterator[None]:
    """Inside, the processes that are started keep their counts in one place, which is gone afterwards."""
    if not is_on():
        yield
        return
    folder = tempfile.mkdtemp(prefix="tonetop-metrics-")
    os.environ[FOLDER] = folder
    try:
        yield
    finally:
        os.environ.pop(FOLDER, None)
        shutil.rmtree(folder, ignore_errors=True)


_MAKING = Lock()


def _counts() -> Counts:
    """The one set of counts of this process: threads that come first together must not each make their own."""
    with _MAKING:
        return _made()


@cache
def _made() -> Counts:
    library = import_module("prometheus_client")
    registry = library.CollectorRegistry()
    return Counts(
        library,
        registry,
        library.Counter(
            "tonetop_requests",
            "Requests that were answered, by route, method and status.",
            ("route", "method", "status"),
            registry=registry,
        ),
        library.Histogram(
            "tonetop_request_seconds",
            "How long requests took until their answer began.",
            ("route", "method"),
            registry=registry,
            buckets=BUCKETS,
        ),
        library.Counter(
            "tonetop_gate_answers",
            "Questions to gates that came by HTTP, by answer.",
            ("answer",),
            registry=registry,
        ),
    )


def request_answered(route: str, method: str, status: int, seconds: float) -> None:
    """Count one request."""
    if is_on():
        method = method if method in METHODS else "other"
        counts = _counts()
        counts.requests.labels(route, method, str(status)).inc()
        counts.seconds.labels(route, method).observe(seconds)


def gate_answered(opens: bool) -> None:  # noqa: FBT001 - the one thing it is told
    """Count one answer of the gates."""
    if is_on() and find_spec("prometheus_client") is not None:
        _counts().gates.labels("yes" if opens else "no").inc()


def text(figures: Any) -> tuple[bytes, str]:
    """All figures in Prometheus' text form, of every process of this server, and its media type.

    figures: gives (name, what it says, samples by labels); they are asked for at this moment.
    """
    counts = _counts()
    registry = counts.registry
    if os.environ.get(FOLDER):
        registry = counts.library.CollectorRegistry()
        import_module("prometheus_client.multiprocess").MultiProcessCollector(registry)
    written = counts.library.generate_latest(registry) + counts.library.generate_latest(_Now(figures))
    return written, counts.library.CONTENT_TYPE_LATEST


class _Now:
    """Figures of this moment, as the library's writer asks a registry for them."""

    def __init__(self, figures: Any) -> None:
        self.figures = figures

    def collect(self) -> Iterator[Any]:
        """One family of samples for each figure."""
        families: Any = import_module("prometheus_client.core")
        for name, says, samples in self.figures:
            labels = next((tuple(labels) for labels, _ in samples), ())
            family = families.GaugeMetricFamily(name, says, labels=labels)
            for labelled, value in samples:
                family.add_metric(tuple(labelled.values()), value)
            yield family
