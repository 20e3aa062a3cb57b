"""The pages of own data: what is held, what is due, holds, one person's file and erasure with its certificate."""

from __future__ import annotations

import io
import json
import re
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from tests.web.conftest import House
from tests.web.test_reading import text


def desk(own: House) -> Client:
    return own["dpo"]


def test_the_page_says_what_is_held_and_offers_its_own_entry(own: House):
    page = text(desk(own).get("/own-data/"))
    assert "Database with the ledger" in page
    assert "Enter the draft" in page
    done = desk(own).post("/own-data/entry/", follow=True)
    assert "Entered as a draft" in text(done)
    assert "See RP-" in text(desk(own).get("/own-data/"))
    assert "has this entry already" in text(desk(own).post("/own-data/entry/", follow=True))


def test_a_period_is_changed_with_a_reason_and_put_off(own: House):
    def change(**form: str) -> str:
        return text(desk(own).post("/own-data/periods/scans/", form, follow=True))

    assert "Write the days as a whole number" in change(days="long")
    assert "Say why the usual period does not fit" in change(days="400")
    assert "Settled" in change(days="400", reason="our works agreement", automatic="on")
    page = text(desk(own).get("/own-data/?part=due"))
    assert "our works agreement" in page
    assert "Settled" in change(put_off_until="2026-02-01", reason="an audit", automatic="on")
    assert "put off" in text(desk(own).get("/own-data/?part=due"))


def test_what_is_due_goes_by_hand_once_somebody_saw_it(own: House):
    from tonetop.records import intake, write

    plain = {"id": "left", "name": "Somebody Gone", "valid_to": "2010-01-01"}
    write.save(intake.take("Person", plain), write.By())
    assert "Person left" in text(desk(own).get("/own-data/?part=due"))
    assert "Person left" not in text(own["process-owner"].get("/own-data/?part=due"))
    done = text(desk(own).post("/own-data/let-go/", {"kind": "people"}, follow=True))
    assert "1 thing is gone" in done
    assert "is no kind of own data" in text(desk(own).post("/own-data/let-go/", {"kind": "x"}, follow=True))


def test_a_hold_is_set_shown_at_its_record_kept_and_lifted(own: House):
    told = {
        "title": "Case 7",
        "reason": "a dispute",
        "review_by": "2026-03-01",
        "type": "Person",
        "record": "solvang",
    }
    assert "HOLD-1 stands" in text(desk(own).post("/own-data/holds/", told, follow=True))
    assert "Under legal hold since" in text(own["guest-auditor"].get("/registers/Person/record/solvang/"))
    assert "Under legal hold" not in text(desk(own).get("/registers/Person/record/lind/"))
    assert "under legal hold HOLD-1" in text(desk(own).get("/own-data/of/solvang/"))
    assert "name the case" in text(desk(own).post("/own-data/holds/", {}, follow=True)).lower()

    def lift(**form: str) -> str:
        return text(desk(own).post("/own-data/holds/HOLD-1/lift/", form, follow=True))

    assert "looked at again on that day" in lift(review_by="2026-05-01")
    assert "Say why the hold is lifted" in lift()
    assert "Lifted; why stands in the ledger" in lift(reason="settled")
    assert "a dispute" not in text(desk(own).get("/registers/Person/record/solvang/"))


def test_one_person_is_found_handed_out_and_erased_with_a_certificate(own: House):
    client = desk(own)
    assert "Ingrid Solvang" in text(client.get("/own-data/?part=person&q=solvang"))
    assert "Nobody of that name" in text(client.get("/own-data/?part=person&q=whale"))
    with ZipFile(io.BytesIO(client.post("/own-data/of/solvang/file.zip").content)) as zipped:
        assert json.loads(zipped.read("data.json"))["of"]["name"] == "Ingrid Solvang"
    page = client.get("/own-data/of/solvang/?also=Ingrid")
    steps = re.findall(r'name="step" value="([^"]+)"', page.content.decode())
    assert "Person/solvang" in steps
    refused = client.post("/own-data/of/solvang/", {"step": ["Person/solvang"]})
    assert refused.status_code == 400
    done = text(client.post("/own-data/of/solvang/", {"step": ["Person/solvang"], "sure": "on"}))
    assert "2 values were erased for ever" in done
    assert "Ingrid Solvang" not in done
    seq = re.search(r"event (\d+)", done)
    assert seq is not None
    told = json.loads(client.get(f"/own-data/erasures/{seq[1]}.json").content)
    assert told["erased"][0]["fields"] == ["name", "title"]
    pdf = client.get(f"/own-data/erasures/{seq[1]}.pdf")
    assert pdf.content[:5] == b"%PDF-"
    assert client.get(f"/own-data/erasures/{seq[1]}.docx").status_code == 404
    assert client.get("/own-data/of/nobody/").status_code == 404


@pytest.mark.parametrize("role", ["dpo", "process-owner", "guest-auditor"])
def test_everybody_gets_their_own_data_and_nobody_else_does(role: str, own: House):
    if role == "guest-auditor":
        assert own[role].get("/own-data/of/solvang/").status_code == 403
        assert own[role].get("/own-data/").status_code == 403
    with ZipFile(io.BytesIO(own[role].post("/mine/data.zip").content)) as zipped:
        told: dict[str, Any] = json.loads(zipped.read("data.json"))
    assert told["accounts"][0]["role"] == role


def test_a_request_of_a_person_leads_to_what_is_held_of_them(own: House):
    page = text(desk(own).get("/own-data/of/solvang/?request=DSR-7"))
    assert "for request DSR-7" in page
