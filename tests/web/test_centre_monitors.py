"""Monitors as a page, and the freeze of an audit: what guests, working papers and the calendar show then."""

from __future__ import annotations

from typing import Any

from tests.web.conftest import House
from tests.web.test_privacy import text


def test_looking_now_and_pausing_are_told_on_the_page(own: House) -> None:
    client = own["governance-lead"]
    assert client.get("/centre/monitors/").content.decode().count("<rect") >= 10 * 29, "strips that are full"
    assert "No look was taken by this day" in text(client.get("/centre/monitors/?as_of=2025-11-20"))
    client.get("/centre/monitors/?as_of=")
    said = text(client.post("/centre/monitors/look/", follow=True))
    assert "12 monitors were looked at." in said
    assert "The ledger proves itself" in said
    client.post("/centre/monitors/scan-fresh/pause/", {"until": "2026-01-05", "reason": "Moving"})
    said = text(client.get("/centre/monitors/"))
    assert "Paused until 5 Jan 2026, Leila Haddad : Moving" in said
    said = text(client.post("/centre/monitors/scan-fresh/pause/", {"until": "2020-01-05"}, follow=True))
    assert "Name the last day of the pause" in said
    assert "It is looked at again" in text(client.post("/centre/monitors/scan-fresh/on/", follow=True))
    assert "Scan-fresh is not paused" in text(client.post("/centre/monitors/scan-fresh/on/", follow=True))
    later = text(client.get("/centre/monitors/?as_of=2026-01-20"))
    assert "It was not looked at since 31 Dec 2025" in later


def test_who_reads_alone_neither_looks_nor_pauses(house: House) -> None:
    client = house["guest-auditor"]
    page = client.get("/centre/monitors/").content.decode()
    assert "Look now" not in page
    for address in ("look/", "scan-fresh/pause/", "scan-fresh/on/"):
        assert client.post(f"/centre/monitors/{address}").status_code == 403


def frozen(type: str, ref: str, **said: Any) -> None:
    from tonetop.records import write
    from tonetop.work.revised import revised
    from tonetop.work.revised import standing as stands

    write.save_all([revised(stands(type, ref), **said)], write.By("tester", "haddad"))


def test_guests_look_at_the_day_of_the_freeze_while_the_audit_is_under_way(own: House) -> None:
    guest = own["guest-auditor"]
    assert "on 31 Dec 2025" in text(guest.get("/centre/"))
    frozen("InternalAudit", "audit-2026-a", frozen_from="2025-12-01")
    said = text(guest.get("/centre/"))
    assert "on 1 Dec 2025" in said
    assert "on 31 Dec 2025" in text(own["governance-lead"].get("/centre/"))
    assert "on 31 Dec 2025" in text(guest.get("/centre/?as_of=2025-12-31"))


def test_an_audit_says_that_it_is_frozen_and_its_papers_show_that_day(own: House) -> None:
    lead = own["governance-lead"]
    frozen("InternalAudit", "audit-2026-a", frozen_from="2026-01-20")
    assert "Evidence will be frozen on 20 Jan 2026" in text(lead.get("/audit/of/audit-2026-a/"))
    assert "Evidence is frozen 1" in text(lead.get("/centre/calendar/?month=2026-01"))
    before = text(lead.get("/audit/of/audit-2026-a/paper/LD-5.2/"))
    frozen("InternalAudit", "audit-2026-a", frozen_from="2025-06-01")
    page = lead.get("/audit/of/audit-2026-a/")
    assert "show what stood and was known on 1 Jun 2025" in text(page)
    assert "?as_of=2025-06-01&amp;known_on=2025-06-01" in page.content.decode()
    assert text(lead.get("/audit/of/audit-2026-a/paper/LD-5.2/")) != before


def test_an_audit_that_is_over_is_frozen_no_more(own: House) -> None:
    from tonetop.work.assess import assess
    from tonetop.work.freeze import under_way

    frozen("ExternalAudit", "external-2024-1", frozen_from="2024-01-01")
    frozen("InternalAudit", "audit-2025-a", frozen_from="2025-05-01")
    assert under_way(assess().facts) is None
