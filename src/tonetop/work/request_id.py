"""The number of the request that is answered at the moment, by which lines of the log belong together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ATTRIBUTE = "tonetop_number"
"""What a request bears it as."""
_number: ContextVar[str] = ContextVar("request_id", default="")


def present() -> str:
    """The number; empty outside of requests."""
    return _number.get()


@contextmanager
def borne(number: str) -> Iterator[None]:
    """Inside, the present request bears this number."""
    before = _number.set(number)
    try:
        yield
    finally:
        _number.reset(before)
