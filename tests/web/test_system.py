"""The page of an AI system: what it is made of, what waits for a decision, and its bill of materials."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.standard.test_bom import valid
from tests.web.conftest import House
from tests.web.test_imports import looked, upload
from tests.web.test_privacy import text

AT = "/systems/AI-1/"
BILL = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library", "name": "shap"}]}


def test_the_page_shows_models_with_what_is_known_of_them(house: House) -> None:
    said = text(house["guest-auditor"].get(AT))
    assert "2 candidates wait for a decision" in said
    assert "recall of urgent claims 0.91; recall of urgent claims 0.86 (members over 60)" in said
    assert "Claims of 2019 to 2024" in said
    assert "ClaimFlow service" in said
    assert "These are parts of it" not in said
    assert "Nordvale Cloud suitable" in said
    said = text(house["process-owner"].get("/systems/AI-3/"))
    assert "Kestrel Chat suitable with conditions" in said
    assert "No part is on record yet." in text(house["process-owner"].get("/systems/AI-6/"))
    assert house["executive"].get("/systems/none/").status_code == 404


def test_a_supplier_that_is_no_vendor_is_said_to_be_none(own: House) -> None:
    from tonetop.registers.system_part import SystemPart

    bill = BILL | {
        "components": [{"type": "library", "name": "shap", "supplier": {"name": "Nobody's Cloud"}}]
    }
    _, fields = looked(own, "shap.cdx.json", json.dumps(bill), system="AI-6")
    own["governance-lead"].post("/imports/take/", fields | {"system": "AI-6"})
    part = SystemPart.objects.get(supplier="Nobody's Cloud").ref
    own["governance-lead"].post("/systems/AI-6/", {"act": "accept", "part": [part]})
    assert "Nobody's Cloud not among the vendors" in text(own["guest-auditor"].get("/systems/AI-6/"))


def test_the_bill_is_downloaded_as_of_the_day_looked_at(house: House) -> None:
    got = house["guest-auditor"].get(f"{AT}bom/")
    assert got["Content-Disposition"] == 'attachment; filename="claimflow-triage-2025-12-31.cdx.json"'
    assert valid(json.loads(got.content)) is None
    more = json.loads(house["guest-auditor"].get(f"{AT}bom/?candidates=1").content)
    assert len(more["components"]) == len(json.loads(got.content)["components"]) + 2
    assert house["guest-auditor"].get("/systems/none/bom/").status_code == 404


def test_candidates_are_accepted_and_rejected_by_people(own: House) -> None:
    owner = own["process-owner"]
    said = text(owner.post(AT, {"act": "accept", "part": ["PT-4"]}, follow=True))
    assert "1 part is accepted." in said
    assert "1 candidate waits for a decision" in said
    said = text(owner.post(AT, {"act": "reject", "part": ["PT-5"]}, follow=True))
    assert "1 candidate is rejected." in said
    assert "wait for a decision" not in said
    assert "Nadia Bright" in text(owner.get("/records/SystemPart/PT-4/"))
    answer = owner.post(AT, {"act": "accept", "part": ["PT-5"]})
    assert answer.status_code == 400
    assert "PT-5 is no candidate of this system any more" in text(answer)
    assert "0 candidates are new." in text(owner.post(AT, {"act": "code"}, follow=True))
    assert own["guest-auditor"].post(AT, {"act": "accept", "part": ["PT-4"]}).status_code == 403


@pytest.mark.parametrize("role", ["governance-lead"])
def test_a_bill_that_is_uploaded_here_belongs_to_this_system(own: House, role: str) -> None:
    answer, fields = looked(own, "shap.cdx.json", json.dumps(BILL), system="AI-6")
    assert "What would come in" in text(answer)
    taken = own[role].post("/imports/take/", fields | {"system": "AI-6"}, follow=True)
    assert "1 record was taken." in text(taken)
    assert "1 candidate waits for a decision" in text(own[role].get("/systems/AI-6/"))


@pytest.mark.parametrize(
    "content", ["{", '{"bomFormat": "CycloneDX", "specVersion": "3"}', '{"bomFormat": []}']
)
def test_a_bad_file_is_refused_with_a_sentence(own: House, content: str) -> None:
    sent: dict[str, Any] = {"files": upload("x.json", content), "mapping": "", "type": "", "system": "AI-6"}
    answer = own["governance-lead"].post("/imports/look/", sent)
    assert answer.status_code == 400
    assert "x.json: " in text(answer).lower()
