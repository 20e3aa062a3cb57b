"""The privacy desk: what it shows, confirming, clocks, and an assessment from draft to decision."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import Any

from tests.web.conftest import House
from tonetop.core import cadence


def text(response: Any) -> str:
    """What a page says, without its tags."""
    said = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", said)


def hold(type: str, **plain: Any) -> None:
    from tonetop.records import intake, write

    write.save(intake.take(type, plain), write.By("tester", "vos"))


def test_the_desk_tells_what_is_missing_and_overdue_by_business_function(house: House) -> None:
    said = text(house["dpo"].get("/privacy/"))
    assert "0 of 4 say all that Art. 30 asks" in said
    assert "missing: mechanism per transfer, erasure limits (days)" in said
    assert "1 Nov 2025" in said


def test_before_anything_the_desk_says_what_belongs_there(house: House) -> None:
    assert "No processing is on record yet" in text(house["dpo"].get("/privacy/?as_of=2020-01-01"))
    for part in ("clocks", "assessed", "notices"):
        assert house["dpo"].get(f"/privacy/?part={part}&as_of=2020-01-01").status_code == 200


def test_a_category_with_two_periods_stands_on_the_desk_with_who_says_them(own: House) -> None:
    assert "No period is on record yet" in text(own["dpo"].get("/privacy/?part=periods&as_of=2020-01-01"))
    for ref, days, system in (("T-1", 30, "asset-crm"), ("T-2", 400, "asset-vera")):
        fields = {"id": ref, "data_category": "fingerprints", "system": system, "period_days": days}
        hold("RetentionRule", **fields, approved_on="2025-01-01", citation="Art. 5 GDPR")
    said = text(own["dpo"].get("/privacy/?part=periods&as_of=&known_on="))
    assert "The longest period is 370 days longer than the shortest." in said
    assert said.index("400 days") < said.index("30 days") and "Art. 5 GDPR" in said


def test_a_notice_that_leaves_a_purpose_out_is_told(house: House) -> None:
    said = text(house["dpo"].get("/privacy/?part=notices&as_of=&known_on="))
    assert "answering customers by chatbot" in said


def test_files_of_the_record_come_in_every_form(house: House) -> None:
    for address in ("controller.xlsx", "controller.csv", "processor.xlsx", "controller.jsonld"):
        assert house["guest-auditor"].get(f"/privacy/record/{address}").status_code == 200
    assert house["dpo"].get("/privacy/record/regulator.xlsx").status_code == 404
    folder = house["dpo"].get("/privacy/of/RP-1/folder.zip")
    assert "README.txt" in zipfile.ZipFile(io.BytesIO(folder.content)).namelist()


def test_an_entry_is_confirmed_once(own: House) -> None:
    client = own["dpo"]
    done = client.post("/privacy/of/RP-3/confirm/", follow=True)
    assert "Confirmed; the next review is due on" in text(done)
    again = client.post("/privacy/of/RP-3/confirm/")
    assert again.status_code == 400
    assert "was confirmed today already" in text(again)


def test_clocks_run_stand_kept_and_late(own: House) -> None:
    hold("SubjectRequest", id="a", right="access", received_on="2025-12-10", owner="vos")
    hold("SubjectRequest", id="b", right="erasure", received_on="2025-09-10", answered_on="2025-10-11")
    hold("SubjectRequest", id="c", right="objection", received_on="2025-11-10")
    hold("DataBreach", id="d", title="Letters", aware_on="2025-12-30", aware_at="14:30", risk="high")
    hold("DataBreach", id="e", title="Lost key", aware_on="2025-12-01", no_notice_reason="Was encrypted")
    said = text(own["dpo"].get("/privacy/?part=clocks"))
    assert "10 days left until 10 Jan 2026" in said
    assert "done late until 10 Oct 2025" in said
    assert "21 days late until 10 Dec 2025" in said
    assert "2 days left until 2 Jan 2026, 14:30" in said
    assert "those concerned are not told yet" in said
    assert "not needed" in said
    assert "2026-01-10" not in said
    due = text(own["dpo"].get("/due/?all"))
    assert "Letters" in due
    assert "Lost key" not in due


def act(client: Any, what: str, words: str = "") -> Any:
    return client.post("/privacy/assessments/t/act/", {"act": what, "text": words}, follow=True)


def test_an_assessment_goes_from_draft_to_a_decision_by_others_than_its_owner(own: House) -> None:
    plain = {"id": "t", "title": "Chats in Canada", "kind": "tia", "activities": ["RP-2"], "owner": "vos"}
    hold("PrivacyAssessment", **plain)
    refused = act(own["dpo"], "submit")
    assert refused.status_code == 400
    assert "has no country" in text(refused)
    hold("PrivacyAssessment", **plain, country="Canada", description="d", risks="r", measures="m")
    assert "Submitted" in text(act(own["dpo"], "submit"))
    assert act(own["executive"], "advise", "Fine").status_code == 403
    assert act(own["executive"], "approve", "Fine").status_code == 400
    assert act(own["dpo"], "advise").status_code == 400
    assert "Keep chats in the Union" in text(act(own["dpo"], "advise", "Keep chats in the Union"))
    assert act(own["dpo"], "approve", "Yes").status_code == 403
    assert act(own["process-owner"], "approve", "Yes").status_code == 403
    said = text(act(own["executive"], "approve", "The measures suffice"))
    assert "Approved" in said
    assert "The measures suffice" in said
    assert act(own["executive"], "nonsense", "x").status_code == 400
    assert "Sent back: New facts" in text(act(own["executive"], "back", "New facts"))
    assert "Chats in Canada" in text(own["dpo"].get("/privacy/?part=assessed"))


def test_no_form_sets_the_state_of_an_assessment(own: House) -> None:
    answer = own["executive"].post("/registers/PrivacyAssessment/new/", {"id": "x", "state": "approved"})
    assert answer.status_code == 400
    assert "is set by an act of its own" in text(answer)


def test_the_hour_is_counted_over_a_change_of_the_clock(own: House) -> None:
    from tonetop.work.assess import assess
    from tonetop.work.privacy_clocks import clock_of

    assert cadence.shift("2025-10-24", 3) == "2025-10-27"
    hold("DataBreach", id="w", aware_on="2025-10-24", aware_at="10:00")
    facts = assess().facts
    facts.organisation["time_zone"] = "Europe/Berlin"  # type: ignore[index]
    assert clock_of(facts, facts.get("DataBreach", "w")).at == "09:00"


def test_a_notice_is_checked_from_its_page_where_hosts_are_named(own: House, monkeypatch: Any) -> None:
    refused = own["dpo"].post("/privacy/notices/notice-5/check/", follow=True)
    assert "No host may be fetched yet" in text(refused)
    assert "No address is fetched" in text(refused)
    monkeypatch.setenv("TONETOP_NOTICE_HOSTS", "www.example.org")
    said = text(own["dpo"].post("/privacy/notices/notice-5/check/", follow=True))
    assert "The notice is not in reach; why stands below." in said
    assert "the host varnholm.example is not among those that may be fetched" in said
    assert own["guest-auditor"].post("/privacy/notices/notice-5/check/").status_code == 403


def test_that_there_are_none_is_said_on_purpose_by_somebody_on_a_day(own: House) -> None:
    page = own["dpo"].get("/privacy/of/RP-1/").content.decode()
    assert 'name="field" value="third_countries"' in page
    said = text(own["dpo"].post("/privacy/of/RP-1/none/", {"field": "third_countries"}, follow=True))
    assert "none , said on purpose 31 Dec 2025, Petra Vos" in said
    own["dpo"].post("/privacy/of/RP-1/none/", {"field": "special_categories"})
    assert own["dpo"].post("/privacy/of/RP-1/none/", {"field": "third_countries"}).status_code == 400
    assert own["dpo"].post("/privacy/of/RP-1/none/", {"field": "purposes"}).status_code == 400
    assert own["guest-auditor"].post("/privacy/of/RP-1/none/", {"field": "recipients"}).status_code == 403
    own["dpo"].post("/privacy/of/RP-1/confirm/")  # another act does not lose the answer
    form = own["dpo"].get("/registers/ProcessingActivity/record/RP-1/edit/")
    assert form.status_code in (200, 403)
    linked = own["dpo"].get("/privacy/record/controller.jsonld").content.decode()
    assert "No third countries: said on 2025-12-31" in linked
    assert '"@list": []' in linked


def test_the_word_none_stands_in_spreadsheets_and_forms(own: House) -> None:
    own["dpo"].post("/privacy/of/RP-1/none/", {"field": "special_categories"})
    rows = own["dpo"].get("/privacy/record/controller.csv").content.decode("utf-8-sig").splitlines()
    assert "none" in next(row for row in rows if row.startswith("RP-1,")).split(",")
    from tonetop.records import form
    from tonetop.records.registry import registers

    model = registers()["ProcessingActivity"]
    plain, errors = form.read(model, {"recipients": "None", "third_countries": "", "name": "x"})
    assert (plain, errors) == ({"recipients": [], "name": "x"}, {})
    asked = {one.name: one.value for one in form.asked(model, plain)}
    assert asked["recipients"] == "none"
    assert asked["third_countries"] == ""
