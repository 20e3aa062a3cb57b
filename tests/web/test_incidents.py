"""Incidents of AI systems with the clock of Art. 73 AI Act: what runs, what was kept, what nobody judged."""

from __future__ import annotations

import pytest

from tests.web.conftest import House
from tests.web.test_privacy import text


def record(house: House, **said: str) -> None:
    plain = {"id": "inc-new", "system": "AI-3", "occurred_on": "2025-12-20", "title": "It stopped answering"}
    made = house["process-owner"].post("/registers/Incident/new/", plain | said)
    assert made.status_code == 302


def test_the_list_tells_what_was_told_in_time(house: House) -> None:
    said = text(house["guest-auditor"].get("/incidents/"))
    assert "Urgent claims were ranked last for two days" in said
    assert "told in time 24 Jul 2025 · MSA-2025-118" in said
    assert "not serious" in said
    assert "Record an incident" not in said
    assert "No incident is on record" in text(house["dpo"].get("/incidents/?as_of=2020-01-01"))


@pytest.mark.parametrize(
    ("serious", "known", "shown"),
    [
        ("serious", "2025-12-20", "by 4 Jan 2026 4 days left"),
        ("death", "2025-12-28", "by 7 Jan 2026 7 days left"),
        ("critical-infrastructure", "2025-12-30", "by 1 Jan 2026 1 day left"),
        ("widespread", "2025-12-28", "over since 30 Dec 2025"),
        ("not-serious", "2025-12-20", "not serious"),
        ("", "2025-12-20", "nobody said whether it is serious"),
    ],
)
def test_the_days_to_report_follow_from_how_serious_it_is(
    own: House, serious: str, known: str, shown: str
) -> None:
    record(own, serious=serious, aware_on=known, owner="staff-015")
    said = text(own["process-owner"].get("/incidents/"))
    assert shown in said
    assert ("1 clock runs" in said) == (serious not in ("", "not-serious"))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"authority_told_on": "2025-12-31"}, "told late 31 Dec 2025"),
        ({"no_notice_reason": "The provider reported it"}, "need not be told"),
    ],
)
def test_a_clock_ends_when_the_authority_was_told_or_need_not_be(
    own: House, said: dict[str, str], shown: str
) -> None:
    record(own, serious="widespread", aware_on="2025-12-20", **said)
    page = text(own["process-owner"].get("/incidents/"))
    assert shown in page
    assert "clock runs" not in page


def test_closing_a_serious_incident_does_not_end_its_clock(own: House) -> None:
    record(own, serious="widespread", aware_on="2025-12-28", closed_on="2025-12-30")
    page = text(own["process-owner"].get("/incidents/"))
    assert "over since 30 Dec 2025" in page
    assert "1 clock runs" in page
