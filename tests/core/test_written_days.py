"""Days and months as people write them."""

from __future__ import annotations

import pytest

from tonetop.core.written_days import written_days


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-03-30", "2026-03-30"),
        ("2026/03/30", "2026-03-30"),
        ("20260330", "2026-03-30"),
        ("2026-03", "2026-03"),
        ("30 March 2026", "2026-03-30"),
        ("30th of March 2026", "2026-03-30"),
        ("March 30, 2026", "2026-03-30"),
        ("Mar 2026", "2026-03"),
        ("23-Sept-2021", "2021-09-23"),
        ("30.03.2026", "2026-03-30"),
        ("1.2.2026", "2026-02-01"),
        ("30/03/2026", "2026-03-30"),
        ("3/31/2026", "2026-03-31"),
        ("4/4/2026", "2026-04-04"),
        ("30. März 2026", "2026-03-30"),
        ("1er mars 2024", "2024-03-01"),
    ],
)
def test_a_day_is_read_in_the_forms_that_people_use(written: str, iso: str) -> None:
    text = f"held on {written}."
    (found,) = written_days(text)
    assert (text[found.start : found.end], found.iso) == (written, iso)


@pytest.mark.parametrize(
    "written", ["3/4/2026", "2026-13-45", "31 February 2026", "version 2026", "order 2026123456", "14:30"]
)
def test_what_is_no_day_or_could_be_two_is_left_out(written: str) -> None:
    assert not list(written_days(f"on {written} it was"))


def test_days_come_in_the_order_in_which_they_stand() -> None:
    text = "From 2026-01-02 to 3 January 2026 and in May 2027."
    assert [found.iso for found in written_days(text)] == ["2026-01-02", "2026-01-03", "2027-05"]
