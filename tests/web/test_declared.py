"""Declared beside found as pages: per activity and system, findings put on record, and what people say of verdicts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import House
from tests.work.scanning import kept, shop

LEAD, DPO = "governance-lead", "dpo"
MEND = {"statement": "Health data is there", "grade": "minor", "owner": "haddad", "due": "2026-03-01"}

pytestmark = pytest.mark.usefixtures("unscanned")


@pytest.fixture
def scan(own: House, tmp_path: Path) -> Any:
    return kept(shop(tmp_path / "shop.db"))


def text(house: House, page: str, role: str = LEAD) -> str:
    return house[role].get(page).content.decode()


def number_of(scan: Any, kind: str, field: str) -> int:
    found = scan.found["findings"]
    return next(n for n, one in enumerate(found) if (one["kind"], one["field"]) == (kind, field))


def change_activity(ref: str, type: str = "ProcessingActivity", **fields: Any) -> None:
    from tonetop.records import write
    from tonetop.work.revised import revised, standing

    write.save_all([revised(standing(type, ref), **fields)], write.By())


def test_each_category_stands_beside_what_was_found_of_it(own: House, scan: Any):
    change_activity("RP-1", data_categories=["e-mail", "salary", "things"])
    for system in ("asset-policies", "asset-claims", "asset-claimflow", "asset-ocr"):
        change_activity(system, "Asset", data_categories=["e-mail"])
    page = text(own, "/inventory/activity/RP-1/")
    for words in (
        "2 columns",
        "not found",
        "cannot be looked for",
        "nobody declared it",
        "special category without a condition",
        "customer<wbr>.full_name",
        "never scanned",
        "All that these sources hold was read whole.",
    ):
        assert words in page, words
    change_activity("RP-1", special_condition="Art. 9(2)(h) GDPR")
    assert "special category without a condition" not in text(own, "/inventory/activity/RP-1/")
    listed = text(own, "/inventory/declared/")
    assert "Claims handling" in listed and "not scanned yet" in listed and "are not as declared" in listed


def test_a_system_shows_its_activities_and_one_without_a_scan_says_so(own: House, scan: Any):
    assert "Claims handling" in text(own, "/inventory/system/asset-policies/")
    assert "No scan was held against it yet" in text(own, "/inventory/system/asset-crm/")
    assert own[LEAD].get("/inventory/system/no-such/").status_code == 404
    assert "Declared and found" in text(own, "/privacy/of/RP-1/")
    assert "/inventory/" not in text(own, "/privacy/of/RP-1/", "guest-auditor").partition("<main")[2]


def test_sources_and_systems_that_nobody_declared_stand_apart(own: House, tmp_path: Path):
    kept(shop(tmp_path / "unheard-of.db"), system="")
    kept(shop(tmp_path / "wiki.db"), system="asset-wiki")
    page = text(own, "/inventory/declared/")
    assert "Scanned systems that no activity names" in page and "Intranet and wiki" in page


def test_rows_that_are_overdue_lead_to_the_deletion_run_that_answers_them(own: House, tmp_path: Path):
    from tests.work.test_enter_found import OLD
    from tests.work.test_enter_found import shop as aged
    from tonetop.records import write
    from tonetop.work.revised import new

    rule = {"id": "R-9", "data_category": "e-mail", "system": "asset-policies", "period_days": 365}
    rule |= {"trigger": "customer.closed_on", "approved_on": "2025-01-01", "enforcement": "automatic"}
    write.save_all(new([("RetentionRule", rule)]), write.By())
    scan = kept(aged(tmp_path / "shop.db", *OLD))
    due = next(one for one in scan.found["findings"] if one["kind"] == "overdue")["count"]
    address = f"/registers/DeletionRun/new/?rule=R-9&amp;system=asset-policies&amp;records_due={due}"
    assert address in text(own, "/inventory/system/asset-policies/")
    form = text(own, address.replace("&amp;", "&"))
    assert 'value="R-9"' in form and 'value="asset-policies"' in form and f'value="{due}"' in form
    assert address not in text(own, "/inventory/system/asset-policies/", "internal-auditor")


def test_third_countries_that_nobody_told_are_told_as_not_said(own: House, scan: Any):
    from tonetop.records.models import Account
    from tonetop.work.say_none import say_none

    change_activity("RP-1", third_countries=None)
    assert "not said whether data goes to a third country" in text(own, "/inventory/activity/RP-1/")
    say_none(Account.objects.get(role=DPO), "RP-1", "third_countries")
    assert "no third country" in text(own, "/inventory/activity/RP-1/")


def test_a_finding_goes_on_record_with_owner_evidence_and_day(own: House, scan: Any):
    from tonetop.records.write import latest

    at = number_of(scan, "special-category-without-condition", "diagnosis")
    form = text(own, f"/inventory/{scan.pk}/raise/{at}/", DPO)
    assert "Special categories without a condition: customer.diagnosis" in form
    done = own[DPO].post(f"/inventory/{scan.pk}/raise/{at}/", MEND)
    assert done.status_code == 302, done.content.decode()
    ref = done.headers["Location"].strip("/").rpartition("/")[2]
    finding: Any = latest("Finding", ref)
    action: Any = latest("Action", finding.action)
    assert (finding.grade, finding.due, finding.graded_by) == ("minor", "2026-03-01", "vos")
    assert (action.owner, action.due, action.status) == ("haddad", "2026-03-01", "open")
    evidence: Any = latest("Evidence", finding.evidence.partition(",")[0])
    assert (evidence.kind, evidence.links) == ("discovery-scan", ("asset-policies",))
    assert evidence.classification == "restricted" and evidence.sha256
    page = text(own, "/inventory/activity/RP-1/", DPO)
    assert f"on record: {ref}" in page
    assert own[LEAD].get(done.headers["Location"]).status_code == 200
    assert "Kept as evidence" in text(own, f"/inventory/{scan.pk}/")
    again = own[DPO].post(f"/inventory/{scan.pk}/raise/{at}/", MEND)
    assert again.status_code == 400 and f"on record already, as {ref}" in again.content.decode()


def test_a_finding_needs_words_grade_owner_and_day(own: House, scan: Any):
    from tonetop.records.registry import registers

    before = registers()["Finding"].objects.count()
    for field, words in (
        ("statement", "say what was found"),
        ("grade", "set the grade yourself"),
        ("owner", "say who mends it"),
        ("due", "say until when"),
    ):
        answer = own[LEAD].post(f"/inventory/{scan.pk}/raise/0/", MEND | {field: ""})
        assert answer.status_code == 400 and words in answer.content.decode().lower(), field
    for field in ("owner", "due", "grade"):
        answer = own[LEAD].post(f"/inventory/{scan.pk}/raise/0/", MEND | {field: "nobody knows"})
        assert answer.status_code == 400, field
    assert own[LEAD].get(f"/inventory/{scan.pk}/raise/999/").status_code == 404
    assert own["executive"].post(f"/inventory/{scan.pk}/raise/0/", MEND).status_code == 403
    assert registers()["Finding"].objects.count() == before


def test_a_scan_becomes_evidence_once_and_makes_its_hosting_kind_fresh(own: House, scan: Any):
    first = own[LEAD].post(f"/inventory/{scan.pk}/evidence/")
    again = own[DPO].post(f"/inventory/{scan.pk}/evidence/")
    assert first.headers["Location"] == again.headers["Location"]
    assert "discovery-scan" in text(own, "/checks/PV-5/") or own[LEAD].get("/checks/PV-5/").status_code == 200
    assert own[LEAD].post("/inventory/99/evidence/").headers["Location"] == "/inventory/"


def test_what_a_person_says_of_a_column_is_kept_apart_and_survives_the_next_scan(own: House, tmp_path: Path):
    path = shop(tmp_path / "shop.db")
    scan = kept(path)
    wrong = {"asset": "customer", "field": "diagnosis", "kind": "user.health_and_medical.diagnosis"}
    page = f"/inventory/{scan.pk}/"
    own[DPO].post(f"{page}correct/", wrong | {"reason": ""})
    assert "say why, in a few words" in text(own, f"{page}?part=fields", DPO).lower()
    own[DPO].post(f"{page}correct/", wrong | {"reason": "They are names of goods"})
    shown = text(own, f"{page}?part=fields", DPO)
    assert "They are names of goods" in shown and "Petra Vos" in shown and "Diagnosis or condition" in shown
    assert "Set aside: Petra Vos" in text(own, page)
    sides = text(own, "/inventory/activity/RP-1/")
    assert "special category without a condition" not in sides
    own[DPO].post(
        f"{page}correct/",
        {
            "asset": "customer",
            "field": "fax",
            "kind": "user.contact.fax_number",
            "holds": "yes",
            "reason": "old",
        },
    )
    second = kept(path)
    kinds = {one["kind"] for one in second.found["findings"]}
    assert "special-category-without-condition" not in kinds
    fields = {one["name"]: one for one in second.found["assets"][0]["fields"]}
    assert fields["diagnosis"]["kinds"], "the verdict stays as it was found"
    assert not fields["diagnosis"]["said"][0]["holds"]


def test_what_was_said_is_taken_back_and_bad_words_are_refused(own: House, scan: Any):
    from tonetop.records.scans import Correction

    page = f"/inventory/{scan.pk}/correct/"
    known = {"asset": "customer", "field": "email", "kind": "user.contact.email", "reason": "no"}
    for bad in (
        {"asset": "nothing"},
        {"field": "nothing"},
        {"kind": ""},
        {"kind": "user.nonsense", "holds": "yes"},
    ):
        own[LEAD].post(page, known | bad)
    assert not Correction.objects.exists()
    own[LEAD].post(page, known)
    one = Correction.objects.get()
    assert own["internal-auditor"].post(page, {"back": one.pk}).status_code == 403
    own[LEAD].post(page, {"back": one.pk})
    assert not Correction.objects.exists()
    own[LEAD].post(page, {"back": "x"})
    assert "taken back already" in text(own, "/inventory/")


def test_an_activity_notes_that_it_was_held_against_its_systems(own: House, scan: Any):
    from tonetop.records.write import latest

    own[DPO].post("/inventory/activity/RP-1/note/")
    row: Any = latest("ProcessingActivity", "RP-1")
    evidence: Any = latest("Evidence", row.validation_ref)
    assert row.validated_on == scan.as_of == evidence.occurred_on
    page = text(own, "/inventory/activity/RP-1/", DPO)
    assert "Noted as held against its systems on" in page and row.validation_ref in page
    own[DPO].post("/inventory/activity/RP-3/note/")
    assert "no scan was held against its systems yet" in text(own, "/inventory/", DPO).lower()
    assert own["executive"].post("/inventory/activity/RP-1/note/").status_code == 403
