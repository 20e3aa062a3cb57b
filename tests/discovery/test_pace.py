"""Reading with rests, by a clock of the test's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tonetop.discovery.pace import paced


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.rested = 0.0

    def rest(self, seconds: float) -> None:
        """Let it pass."""
        self.rested += seconds
        self.now += seconds


@pytest.mark.parametrize(
    ("share", "work", "rested"), [(0.25, 0.0, 12.0), (0.25, 2.0, 4.0), (0.5, 5.0, 0.0), (1.0, 0.0, 0.0)]
)
def test_a_source_reads_for_no_more_than_its_share(share: float, work: float, rested: float) -> None:
    clock = Clock()

    def read() -> Iterator[int]:
        for number in range(4):
            clock.now += 1.0
            yield number

    seen = []
    for number in paced(read(), share, lambda: clock.now, clock.rest):
        seen.append(number)
        clock.now += work
    assert seen == [0, 1, 2, 3]
    assert clock.rested == pytest.approx(rested)
