"""Figures: what threads count together is counted once each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from tonetop.work import measure

THREADS = 16


@pytest.fixture
def uncounted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process in which nothing was counted yet, whose threads take turns as often as they can."""
    monkeypatch.setenv(measure.TOKEN, "a-long-token-for-the-figures")
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    measure._made.cache_clear()
    yield
    sys.setswitchinterval(interval)
    measure._made.cache_clear()


@pytest.mark.usefixtures("uncounted")
def test_the_first_requests_of_several_threads_are_all_counted():
    together = Barrier(THREADS)

    def ask() -> None:
        together.wait()
        measure.request_answered("home", "GET", 200, 0.01)

    threads = [Thread(target=ask) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = measure.text([])[0].decode()
    assert f'tonetop_requests_total{{method="GET",route="home",status="200"}} {float(THREADS)}' in told
