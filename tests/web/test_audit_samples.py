"""Samples and findings as pages: counted before they are drawn, drawn again, graded by a person."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_audit import AUDIT, rows, sampled
from tests.web.test_reading import text

# Samples


def test_a_population_is_frozen_and_counted_before_it_is_drawn_from(house: House):
    page = text(house["internal-auditor"].get(f"{AUDIT}draw/?register=Decision&w-status=closed&by=kind"))
    assert "SHA-256 of its ids" in page
    assert "The square root of" in page
    assert 'name="w-status" value="closed"' in page
    empty = text(house["internal-auditor"].get(f"{AUDIT}draw/?register=AuditSample&as_of_day=2025-10-13"))
    assert "Nothing to draw from" in empty
    wrong = house["internal-auditor"].get(f"{AUDIT}draw/?register=Decision&as_of_day=2030-01-01")
    assert wrong.status_code == 400
    assert "yet to come" in text(wrong)


def test_a_sample_is_drawn_shown_with_its_seed_and_drawn_again_the_same(own: House):
    page = text(sampled(own, **{"w-status": "closed", "by": "kind"}))
    assert "Drawn and recorded." in page
    made = rows("AuditSample")[-1]
    assert made.seed in page
    assert made.sha256 in page
    assert made.condition == "status=closed; by kind"
    again = text(own["guest-auditor"].get(f"/audit/samples/{made.id}/?again=1"))
    assert "Drawn again just now, it is the same." in again


def test_a_sample_that_was_altered_is_told(own: House):
    from tonetop.records.models import Account
    from tonetop.work.change_record import change_record

    sampled(own)
    made = rows("AuditSample")[-1]
    lead = Account.objects.get(role="governance-lead")
    plain = {name: value for name in made._fields if (value := getattr(made, name)) and name != "recorded_on"}
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}
    change_record(lead, "AuditSample", plain | {"drawn": list(made.drawn)[:3]}, since="correction")
    page = text(own["guest-auditor"].get(f"/audit/samples/{made.id}/?again=1"))
    assert "The population is the same, the sample is not." in page
    change_record(lead, "AuditSample", plain | {"sha256": "0" * 64}, since="correction")
    assert "The population is another one." in text(
        own["guest-auditor"].get(f"/audit/samples/{made.id}/?again=1")
    )
    change_record(lead, "AuditSample", plain | {"seed": ""}, since="correction")
    assert "does not say" in text(own["guest-auditor"].get(f"/audit/samples/{made.id}/?again=1"))
    change_record(lead, "AuditSample", plain | {"register": "<b>Nothing"}, since="correction")
    for asked in ("", "?again=1"):
        page = own["guest-auditor"].get(f"/audit/samples/{made.id}/{asked}")
        assert page.status_code == 200
        assert b"<b>Nothing" not in page.content


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"size": "many"}, "cannot be drawn"),
        ({"seed": " "}, "needs a seed"),
        ({"justification": ""}, "why so many"),
    ],
)
def test_a_draw_that_lacks_something_says_what(own: House, changed: dict[str, str], why: str):
    response = sampled(own, **changed)
    assert response.status_code == 400
    assert why in text(response)


# Findings


def test_a_finding_goes_from_its_grade_to_its_closure(own: House):
    auditor, lead = own["internal-auditor"], own["governance-lead"]
    told = {"clause": "5.3", "statement": "No deputy is named.", "evidence": "Roles read."}
    refused = auditor.post(f"{AUDIT}raise/", told)
    assert refused.status_code == 400
    assert "none is proposed" in text(refused)
    assert "No deputy is named." in text(refused)
    raised = auditor.post(
        f"{AUDIT}raise/", told | {"grade": "minor", "graded_by": "Sami Korpela"}, follow=True
    )
    here = raised.redirect_chain[-1][0]
    assert "It waits until its cause is told." in text(raised)
    told = {"act": "follow", "version": "1", "cause": "Forgotten.", "correction": "Named."}
    assert "It waits until an action is agreed." in text(auditor.post(here, told, follow=True))
    agreed = {"act": "agree", "version": "2", "owner": "Leila Haddad", "due": "2026-02-01"}
    assert auditor.post(here, agreed).status_code == 400
    assert "Leila Haddad acted, so another person verifies." in text(lead.post(here, agreed, follow=True))
    verified = {"act": "verify", "version": "3", "effective": "yes", "verified_by": "haddad"}
    assert "another person verifies" in text(lead.post(here, verified))
    page = text(auditor.post(here, verified | {"verified_by": "korpela"}, follow=True))
    assert "Verified by Sami Korpela" in page
    closed = text(auditor.post(here, {"act": "close", "version": "4"}, follow=True))
    assert "Closed on <b>31 Dec 2025</b>" in closed


def test_an_earlier_finding_to_the_clause_is_offered_and_told_when_it_came_back(own: House):
    auditor = own["internal-auditor"]
    form = text(auditor.get(f"{AUDIT}raise/?clause=A.10.3"))
    assert "2 earlier findings to this clause." in form
    told = {
        "clause": "A.10.3",
        "statement": "Again.",
        "evidence": "Seen.",
        "grade": "minor",
        "repeat_of": "f-b1",
    }
    page = text(auditor.post(f"{AUDIT}raise/", told, follow=True))
    assert "It came back: it repeats" in page
    assert "Two AI suppliers were not evaluated again" in page


def test_a_verification_by_the_one_who_acted_is_told(own: House):
    from tonetop.records import write
    from tonetop.records.models import Account
    from tonetop.work.change_record import change_record

    lead = Account.objects.get(role="governance-lead")
    last: Any = write.latest("Finding", "f-c1")
    told = {"verified_by": "bright", "verified_on": "2025-12-20", "effective": "yes"}
    change_record(lead, "Finding", last.plain() | told)
    assert "That is the person who acted" in text(own["guest-auditor"].get("/audit/findings/f-c1/"))
    assert "That is the person who acted" not in text(own["guest-auditor"].get("/audit/findings/f-a1/"))


def test_an_act_that_is_none_is_refused(own: House):
    response = own["internal-auditor"].post("/audit/findings/f-c1/", {"act": "burn", "version": "1"})
    assert response.status_code == 400
