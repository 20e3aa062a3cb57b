"""Coverage over time: computed as of the end of each month, the same as the centre says on that day."""

from __future__ import annotations

import re

from tests.web.conftest import House
from tests.web.test_privacy import text


def test_each_month_tells_what_the_centre_says_of_its_last_day(house: House) -> None:
    from tonetop.work.assess import assess
    from tonetop.work.over_time import months

    found = months("2025-12-31")
    assert [month.day for month in found][::11] == ["2025-01-31", "2025-12-31"]
    assert [month.day for month in found][1] == "2025-02-28"
    for month in (found[4], found[-1]):
        told = assess(month.day)
        results = [one.result for part in (told.clauses, told.duties, told.controls) for one in part.values()]
        assert month.counts["pass"] == sum(one in ("pass", "not-applicable") for one in results)
        assert month.total == len(results) == 79


def test_a_day_is_computed_once_while_the_ledger_stands(house: House, monkeypatch) -> None:
    from tonetop.work import over_time

    before = over_time.months("2025-12-31")
    monkeypatch.setattr(over_time, "assessment", None)
    assert over_time.months("2025-12-31") == before


def test_the_page_draws_twelve_months_and_tells_their_figures(house: House) -> None:
    page = house["executive"].get("/centre/over-time/?as_of=&known_on=")
    assert re.search(r"\d+ of 79 backed on 31 Dec 2025, \d+ more than on 31 Jan 2025", text(page))
    assert page.content.decode().count("<g>") == 12
    assert 'href="/centre/?as_of=2025-06-30"' in page.content.decode()
    empty = house["guest-auditor"].get("/centre/over-time/?as_of=1990-01-01")
    assert "Nothing was on record in these twelve months" in text(empty)
