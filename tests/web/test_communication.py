"""The page of communication: cadence, themes and plan are told, and a plan becomes what was said, with its file."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import ROLES, House
from tests.web.test_reading import text

PLAN = {"speaker": "solvang", "kind": "all-hands", "title": "Winter all-hands", "planned_on": "2026-01-20"}


def latest(type: str, ref: str) -> Any:
    from tonetop.records.write import latest

    return latest(type, ref)


def planned(house: House, **changed: Any) -> str:
    """The id of a plan just made."""
    from tonetop.records.registry import registers

    response = house["governance-lead"].post("/communication/plan/", PLAN | changed)
    assert response.status_code == 302
    return str(registers()["PlannedCommunication"].objects.order_by("-row").first().ref)


def test_the_page_tells_how_often_leaders_speak_what_of_and_what_was_said(house: House):
    page = text(house["guest-auditor"].get("/communication/"))
    assert "Top management together" in page
    assert "Solvang" in page
    assert "not yet" in page or "×" in page
    assert "What we decided about AI in 2025" in page
    assert "Nothing is planned." not in page
    assert "Plan it" not in page
    assert "Nothing is planned." in text(house["guest-auditor"].get("/communication/?as_of=2025-12-01"))
    house["guest-auditor"].get("/?as_of=&known_on=")


def test_before_anything_was_said_the_page_teaches(house: House):
    page = text(house["administrator"].get("/communication/?as_of=2020-01-01"))
    assert "Nobody has spoken yet." in page
    house["administrator"].get("/communication/?as_of=")


def test_what_is_planned_stands_on_the_page_until_it_was_held(own: House):
    lead = own["governance-lead"]
    ref = planned(own, themes=["ethics", "training"])
    assert latest("PlannedCommunication", ref).themes == ("ethics", "training")
    assert "Winter all-hands" in text(lead.get("/communication/"))
    file = SimpleUploadedFile("slides.txt", b"We keep to it", "text/plain")
    day = latest("PlannedCommunication", ref).recorded_on
    sent = {"day": day, "audience": "640", "reached": "512", "themes": ["policy"], "file": file}
    sent["units"] = ["Claims", "IT"]
    page = text(lead.post(f"/communication/plan/{ref}/", sent, follow=True))
    assert "it now counts" in page
    said = latest("Communication", latest("PlannedCommunication", ref).done)
    assert (said.speaker, said.sent_on, said.themes) == ("solvang", day, ("policy",))
    assert said.units == ("Claims", "IT")
    assert (said.audience_size, said.reached, said.title) == (640, 512, "Winter all-hands")
    proof = latest("Evidence", said.artefact_ref)
    assert proof.sha256 == sha256(b"We keep to it").hexdigest() == said.sha256
    assert proof.links == (said.ref,)
    assert lead.get(f"/communication/plan/{ref}/").status_code == 404
    assert "1 were held" in text(lead.get(f"/communication/?as_of={PLAN['planned_on']}"))


def test_the_file_and_its_bytes_are_kept_by_their_hash(own: House):
    from tonetop.records import blobs

    ref = planned(own)
    day = latest("PlannedCommunication", ref).recorded_on
    file = SimpleUploadedFile("mail.eml", b"From: the top", "message/rfc822")
    own["executive"].post(f"/communication/plan/{ref}/", {"day": day, "file": file})
    assert blobs.read(sha256(b"From: the top").hexdigest()) == b"From: the top"


def test_without_a_file_it_is_recorded_without_evidence(own: House):
    ref = planned(own)
    day = latest("PlannedCommunication", ref).recorded_on
    own["governance-lead"].post(f"/communication/plan/{ref}/", {"day": day})
    assert latest("Communication", latest("PlannedCommunication", ref).done).artefact_ref is None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"day": ""}, "on which day"),
        ({"day": "2030-01-01"}, "still to come"),
        ({"day": "2025-12-01", "reached": "many"}, "no number of people"),
        ({"day": "2025-12-01", "themes": "weather"}, "weather"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_stored(own: House, sent: dict[str, str], said: str):
    from tonetop.work.assess import position

    ref = planned(own)
    before = position()
    response = own["governance-lead"].post(f"/communication/plan/{ref}/", sent)
    assert response.status_code == 400
    assert said in text(response)
    assert position() == before


@pytest.mark.parametrize("missing", ["speaker", "kind", "planned_on"])
def test_a_plan_says_who_where_and_when(own: House, missing: str):
    response = own["governance-lead"].post("/communication/plan/", PLAN | {missing: ""})
    assert response.status_code == 400
    assert "who speaks where and when" in text(response)


def test_a_plan_can_be_cancelled_and_stays_on_record(own: House):
    ref = planned(own)
    page = text(own["governance-lead"].post(f"/communication/plan/{ref}/", {"cancel": "1"}, follow=True))
    assert "Cancelled" in page
    assert "Winter all-hands" not in page
    assert latest("PlannedCommunication", ref).cancelled_on
    with pytest.raises(Exception, match="was cancelled"):
        from tonetop.work.plan_communication import open_plan

        open_plan(ref)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("administrator", "governance-lead")])
def test_only_who_writes_communications_plans_and_holds(own: House, role: str):
    ref = planned(own)
    expected = 302 if role == "executive" else 403
    assert own[role].post("/communication/plan/", PLAN).status_code == expected
    assert own[role].get(f"/communication/plan/{ref}/").status_code == (200 if expected == 302 else 403)


def test_a_plan_that_is_not_there_is_told(house: House):
    assert house["governance-lead"].get("/communication/plan/nope/").status_code == 404


def test_the_page_asks_the_database_little_however_much_there_is(house: House):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    house["governance-lead"].get("/communication/")
    with CaptureQueriesContext(connection) as asked:
        house["governance-lead"].get("/communication/")
    assert len(asked) <= 12
