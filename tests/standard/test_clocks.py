"""The clocks of data protection law, to the day."""

from types import SimpleNamespace as Row

import pytest

from tonetop.standard.terms.clocks import answer_by, assessment_lacks, notify_by


@pytest.mark.parametrize(
    ("received", "told", "by"),
    [
        (None, None, None),
        ("2025-01-31", None, "2025-02-28"),
        ("2025-03-10", None, "2025-04-10"),
        ("2025-03-10", "2025-04-10", "2025-06-10"),
        ("2025-03-10", "2025-04-11", "2025-04-10"),
    ],
)
def test_a_request_is_answered_in_a_month_and_in_three_when_that_was_told_in_time(received, told, by):
    assert answer_by(Row(received_on=received, extended_on=told)) == by


def test_a_breach_is_told_three_days_after_it_was_known():
    assert notify_by(Row(aware_on="2025-12-30")) == "2026-01-02"
    assert notify_by(Row(aware_on=None)) is None


def test_an_assessment_lacks_what_its_kind_asks_for():
    told = {"title": "T", "owner": "o", "activities": ("a",), "country": None, "description": "d"}
    assert assessment_lacks(Row(kind="tia", risks="r", measures=None, **told)) == ["country", "measures"]
