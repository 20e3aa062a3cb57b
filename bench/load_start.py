"""From nothing to the first page, and what an installation holds of memory while nobody asks."""

from __future__ import annotations

import time

from bench.figures import at_most
from bench.load_house import filled, first_page, held, up

REST = 10
"""Seconds without a question before memory is looked at."""


def measured(tonetop: str) -> bool:
    """An empty house: seconds until the first page, memory at rest."""
    (cookie,) = filled(lambda: None, ["governance-lead"])
    begun = time.perf_counter()
    with up(tonetop) as (server, port):
        first_page(port, "/", cookie)
        holds = at_most("cold_start_to_first_page", time.perf_counter() - begun, "s", 5)
        time.sleep(REST)
        return at_most("idle_memory", held(server.pid), "MB", 150) and holds
