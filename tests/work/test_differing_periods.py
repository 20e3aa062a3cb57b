"""The same category with different periods: what is told together, in which order, and what is no difference."""

from __future__ import annotations

from typing import Any

import pytest

from tonetop.records import intake, write
from tonetop.work.assess import assess
from tonetop.work.differing_periods import Kept, differing, kept_periods

pytestmark = pytest.mark.usefixtures("demo")


def hold(type: str, **plain: Any) -> None:
    write.save(intake.take(type, plain), write.By("tester", "vos"))


def rule(ref: str, category: str, days: int, **more: Any) -> None:
    hold("RetentionRule", id=ref, data_category=category, period_days=days, approved_on="2025-01-01", **more)


def told(category: str) -> Kept | None:
    return next((one for one in differing(assess().facts) if one.category == category), None)


def test_one_category_with_two_periods_is_told_with_its_systems_the_longest_first() -> None:
    rule("T-1", "fingerprints", 30, system="asset-crm", citation="§ 1")
    assert told("fingerprints") is None
    rule("T-2", "fingerprints", 400, system="asset-vera")
    found = told("fingerprints")
    assert found is not None and found.spread == 370
    assert [(one.days, one.by.id, [row.id for row in one.systems]) for one in found.periods] == [
        (400, "T-2", ["asset-vera"]),
        (30, "T-1", ["asset-crm"]),
    ]
    assert found.periods[1].citation == "§ 1"


def test_other_words_for_one_kind_are_the_same_category_and_a_wide_one_is_its_words_alone() -> None:
    rule("T-1", "e-mail", 30, enforcement="none")
    rule("T-2", "email address", 30, enforcement="automatic")
    found = told("e-mail")
    assert found is not None and found.spread == 0 and set(found.enforced) == {"none", "automatic"}
    rule("T-3", "customer data", 30)
    rule("T-4", "personal data", 90)
    assert told("customer data") is None


def test_an_activity_that_says_another_period_than_the_rule_is_told() -> None:
    row: Any = write.latest("ProcessingActivity", "RP-1")
    values = write.values_of(row) | {"erasure_limits": {"claims files": 30}}
    write.save(intake.take("ProcessingActivity", values), write.By("tester", "vos"))
    found = told("claims files")
    assert found is not None and found.periods[-1].by.id == "RP-1" and found.spread > 3000


def test_categories_stand_in_order_of_their_longest_period() -> None:
    days = [one.periods[0].days for one in kept_periods(assess().facts)]
    assert days == sorted(days, reverse=True) and days
