"""The page of the language model: off by itself, on by a person's act, and every call told."""

from __future__ import annotations

import json

import pytest

from tests.assistant.models.provider import providing, quoting
from tests.web.conftest import House
from tests.web.test_evidence import text
from tests.work.pointing import APPROVED, ask

PAGE = "/language-model/"


def test_without_a_file_it_is_off_and_says_what_to_write(own: House):
    page = text(own, PAGE, "governance-lead")
    assert "language-model.yaml" in page and "Nothing leaves this house" in page
    assert own["process-owner"].get(PAGE).status_code == 403
    told = own["governance-lead"].post(PAGE, {"act": "on", "sure": "1"}, follow=True)
    assert "there is no language-model.yaml" in told.content.decode()
    own.folder.joinpath("language-model.yaml").write_text("- none", encoding="utf-8")
    assert "write a mapping" in text(own, PAGE, "governance-lead")


def test_a_person_switches_it_on_and_off_and_its_calls_stand_there(own: House):
    pytest.importorskip("httpx2", reason="needs a way to speak HTTP: pip install 'tonetop[models]'")
    lead = own["governance-lead"]
    with providing(quoting({"document": 1, "quote": APPROVED})) as provider:
        plain = {"provider": "openai", "address": provider.address, "model": "fake-1", "send": ["public"]}
        own.folder.joinpath("language-model.yaml").write_text(json.dumps(plain), encoding="utf-8")
        assert "Tick that you are sure" in lead.post(PAGE, {"act": "on"}, follow=True).content.decode()
        assert "Tick that you are sure" in lead.post(PAGE, {"act": "x"}, follow=True).content.decode()
        on = lead.post(PAGE, {"act": "on", "sure": "1"}, follow=True).content.decode()
        assert "The language model is on." in on and "No call was made" in on
        ask()
    page = text(own, PAGE, "governance-lead")
    assert "a test" in page and "1 call, in the ledger" in page and APPROVED not in page
    assert "The language model is off." in lead.post(PAGE, {"act": "off"}, follow=True).content.decode()
    assert "off already" in lead.post(PAGE, {"act": "off"}, follow=True).content.decode()
