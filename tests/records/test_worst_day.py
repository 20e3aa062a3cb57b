"""The worst day, a little of it each time: kills, lost power, full disks, old copies, forgeries."""

from __future__ import annotations

import pytest

from bench import trust

pytestmark = pytest.mark.slow
TIMED = ("trust_speed",)
"""Figures of time are for benchmarks: what else runs beside a test would decide them."""
LONG = (
    "trust_api",
    "trust_hostile",
    "trust_postgresql",
    "trust_roles",
    "trust_instructed",
    "trust_injected",
    "trust_own_data",
)
"""Long even at a small share, of what other tests look at each time: of the API test_hunted asks one operation of
several, of roles the matrix of permissions every route."""


ROWS = [
    pytest.param(row, marks=pytest.mark.long if row in LONG else ()) for row in trust.ROWS if row not in TIMED
]


@pytest.mark.parametrize("row", ROWS)
def test_a_small_share_of_the_scoreboard_holds(row: str, capfd: pytest.CaptureFixture[str]):
    held = trust.measured(row, 0.005)
    told = capfd.readouterr().out
    assert held, told
    assert "holds" in told
    assert "short" not in told
