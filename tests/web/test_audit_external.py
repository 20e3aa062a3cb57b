"""The plan of an external audit: a form of its own, with the day from which evidence is frozen."""

from __future__ import annotations

from tests.web.conftest import House
from tests.web.test_audit import rows
from tests.web.test_reading import text


def test_an_external_audit_is_planned_with_a_day_of_freeze(own: House):
    client, address = own["governance-lead"], "/audit/external/plan/"
    told = {"version": "0", "kind": "surveillance", "body": "Nordwind Audit", "planned_on": "2026-02-10"}
    assert "Say who audits" in text(client.post(address, told | {"body": ""}))
    assert client.post(address, told | {"frozen_from": "soon"}).status_code == 400
    said = text(client.post(address, told | {"frozen_from": "2025-12-01"}, follow=True))
    assert "The plan is saved." in said
    assert "Evidence is frozen: working papers show what stood and was known on 1 Dec 2025" in said
    assert "evidence frozen from 1 Dec 2025" in text(client.get("/audit/"))
    made = next(row for row in rows("ExternalAudit") if row.body == "Nordwind Audit")
    changed = f"/audit/external/{made.id}/plan/"
    client.post(changed, told | {"version": "1", "frozen_from": "2025-12-05"})
    assert next(row for row in rows("ExternalAudit") if row.id == made.id).frozen_from == "2025-12-05"
    assert "was changed" in text(client.post(changed, told | {"version": "1"})).lower()


def test_a_plan_keeps_the_other_audits_of_the_house_as_they_are(own: House):
    before = {row.id: row for row in rows("ExternalAudit")}
    ref = sorted(before)[0]
    assert 'value="' in own["governance-lead"].get(f"/audit/external/{ref}/plan/").content.decode()
    assert {row.id: row for row in rows("ExternalAudit")} == before
