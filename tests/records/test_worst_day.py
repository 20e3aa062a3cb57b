"""The worst day, a little of it each time: kills, lost power, full disks, old copies, forgeries."""

from __future__ import annotations

import pytest

from bench import trust

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("row", trust.ROWS)
def test_a_small_share_of_the_scoreboard_holds(row: str, capfd: pytest.CaptureFixture[str]):
    held = trust.measured(row, 0.005)
    told = capfd.readouterr().out
    assert held, told
    assert "holds" in told
    assert "short" not in told
