"""What calendars of people get: the privacy desk's items too, each day under a name for good, newer than before."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar

from tests.web.conftest import House
from tests.web.test_privacy import hold, text
from tests.web.test_trust import change

FILE = "/centre/calendar.ics"


def events(house: House) -> dict[str, Any]:
    """The days of the centre's calendar by their UIDs."""
    raw = house["dpo"].get(FILE).content
    found = list(Calendar.from_ical(raw).walk("VEVENT"))
    by_name = {str(one["uid"]): one for one in found}
    assert len(by_name) == len(found)
    return by_name


def named(found: dict[str, Any], words: str) -> tuple[str, Any]:
    return next((uid, one) for uid, one in found.items() if words in str(one["summary"]))


def test_what_the_privacy_desk_wants_done_stands_in_the_calendar_and_leads_there(own: House):
    plain = {"notice": "notice-5", "address": "https://varnholm.example/privacy"}
    hold("NoticeCheck", id="NC-1", checked_on="2025-12-30", reachable=True, changed=True, **plain)
    hold("NoticeCheck", id="NC-2", checked_on="2025-12-31", reachable=False, **plain)
    page = own["dpo"].get("/centre/calendar/?month=2025-12&kind=desk")
    said = text(page)
    assert "Privacy desk 2" in said
    assert "its public text changed" in said
    assert "its public address is not in reach" in said
    assert 'class="thing desk' in page.content.decode()
    found = [one for one in events(own).values() if str(one["summary"]).startswith("Privacy desk: ")]
    assert sorted(str(one["dtstart"].dt) for one in found) == ["2025-12-30", "2025-12-31"]
    assert all("/notice-5/" in str(one["url"]) for one in found)


def test_a_day_that_moves_keeps_its_name_and_is_newer_than_before(own: House):
    from tonetop.work.assess import assess
    from tonetop.work.centre_calendar import DEADLINES, entries

    entry = next(
        one
        for one in entries(assess(), "2026-01-01", "2026-06-30")
        if one.type == "Action" and one.kind == DEADLINES
    )
    before = events(own)
    uid = next(uid for uid, one in before.items() if f"/Action/record/{entry.ref}/" in str(one["url"]))
    change("Action", entry.ref, due="2026-07-15")
    after = events(own)
    assert str(after[uid]["dtstart"].dt) == "2026-07-15"
    assert int(after[uid]["sequence"]) > int(before[uid]["sequence"])
    assert after.keys() == before.keys()


def test_of_two_deadlines_of_one_record_each_keeps_its_own_name(own: House):
    change("Evidence", "ev-needs-2026", expires_on="2026-03-01")
    first = {uid for uid, one in events(own).items() if "ev-needs-2026" in str(one["url"])}
    change("Evidence", "ev-needs-2026", expires_on="2026-02-01")
    assert {uid for uid, one in events(own).items() if "ev-needs-2026" in str(one["url"])} == first
    from tonetop.records.registry import registers

    for model in registers().values():
        said = model.deadline or ()
        names = [one.name for one in (said if isinstance(said, tuple) else (said,))]
        assert len(set(names)) == len(names), model


@pytest.mark.usefixtures("own")
def test_two_houses_never_share_a_name(monkeypatch: pytest.MonkeyPatch):
    from datetime import UTC, datetime

    from tonetop.work import calendar_feed

    day = calendar_feed.Event("deadlines/Action/a-1", "2026-01-01", "Do it", "https://x.example/")
    made = datetime(2026, 1, 1, tzinfo=UTC)

    def uid() -> str:
        return str(next(iter(Calendar.from_ical(calendar_feed.written([day], made)).walk("VEVENT")))["uid"])

    here = uid()
    assert uid() == here
    head = calendar_feed.journal.head(calendar_feed.connection)
    monkeypatch.setattr(calendar_feed.journal, "head", lambda _: head._replace(organisation="another"))
    assert uid() != here
