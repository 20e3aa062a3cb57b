"""Acts on what is written, planned and held: documents, audits, surveys, and a management review from end to end."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.api.test_acts import BASE, chief, done, write
from tests.api.test_repeated import send

__all__ = ["chief"]
pytestmark = pytest.mark.filterwarnings("ignore:Bad Request|Not Found|Conflict|Forbidden")


def test_a_document_is_begun_once_written_on_and_its_draft_changed(chief: Client):
    said = {"title": "Rules for prompts", "kind": "procedure", "text": "# Rules\n\nAsk first."}
    first = done(chief, "begin-document", said, "k1")
    document, text = first["records"]
    assert (document["type"], text["type"], text["record"]["version"]) == ("Document", "DocumentVersion", "1")
    assert document["record"]["owner"] == text["record"]["author"] == "ada"
    assert done(chief, "begin-document", said, "k1") == first
    further = {"document": document["id"], "label": "2", "text": "# Rules\n\nAsk twice."}
    (second, _) = done(chief, "write-version", further)["records"]
    assert second["record"]["supersedes"] == text["id"]
    change = {"id": second["id"], "label": "2", "text": "Ask thrice.", "version": 1}
    (changed,) = done(chief, "change-text", change)["records"]
    assert (changed["revision"], changed["record"]["sha256"] != second["record"]["sha256"]) == (2, True)
    late = send(chief, "POST", f"{BASE}/change-text", change | {"text": "Mine."})
    assert late.status_code == 409
    write("Person", id="bo", name="Bo", is_top_management=True)
    asked = {"version": second["id"], "approvers": ["bo"], "why": "It takes effect in March."}
    assert done(chief, "ask-review", asked)["records"][0]["type"] == "Ask"


def test_an_audit_is_planned_changed_and_a_sample_drawn_that_can_be_drawn_again(chief: Client):
    write("Person", id="bo", name="Bo")
    for n in range(6):
        write("Meeting", id=f"m{n}", held_on="2024-03-14")
    said = {"title": "Spring", "clauses": ["8.2"], "lead_auditor": "bo", "planned_on": "2024-04-14"}
    (audit,) = done(chief, "plan-audit", said)["records"]
    moved = {"audit": audit["id"], "planned_on": "2024-04-21", "version": 1}
    (later,) = done(chief, "plan-audit", moved)["records"]
    assert (later["record"]["planned_on"], later["record"]["clauses"]) == ("2024-04-21", ["8.2"])
    assert send(chief, "POST", f"{BASE}/plan-audit", moved | {"planned_on": "2024-05-01"}).status_code == 409
    assert send(chief, "POST", f"{BASE}/plan-audit", {"audit": "nobody"}).status_code == 400
    wanted = {"audit": audit["id"], "type": "Meeting", "size": 2, "seed": "spring"}
    (sample,) = done(chief, "draw-sample", wanted | {"justification": "A third."})["records"]
    assert (sample["record"]["population"], len(sample["record"]["drawn"])) == (6, 2)
    assert send(chief, "POST", f"{BASE}/draw-sample", wanted | {"justification": " "}).status_code == 400


def test_a_survey_is_opened_for_who_signs_in_and_closed(chief: Client):
    for n in range(9):
        write("Person", id=f"s{n}", name=f"S {n}")
    said = {"title": "Pulse", "kind": "pulse", "questions": ["I may say so."], "closes_on": "2099-12-31"}
    first = done(chief, "open-survey", said, "k1")
    (survey,) = first["records"]
    assert done(chief, "open-survey", said, "k1") == first
    result, closed = done(chief, "close-survey", {"id": survey["id"]})["records"]
    assert (result["type"], closed["record"]["result"]) == ("SurveyResult", result["id"])
    assert send(chief, "POST", f"{BASE}/close-survey", {"id": survey["id"]}).status_code == 400


def test_a_management_review_is_built_held_and_concluded(chief: Client):
    from tonetop.standard import catalogue

    key = next(iter(catalogue.review_inputs()))
    pack, sitting = done(chief, "build-review", {"title": "Half a year"}, "k1")["records"]
    one = {"review": pack["id"]}
    assert send(chief, "POST", f"{BASE}/build-review", {}).status_code == 400, "one is being built"
    (noted,) = done(chief, "note-review-input", one | {"input": key, "nothing": True, "version": 1})[
        "records"
    ]
    assert noted["revision"] == 2
    (further, _) = done(chief, "plan-sitting", one)["records"]
    assert further["type"] == "Meeting"
    at = one | {"sitting": sitting["id"]}
    held, frozen = done(chief, "open-sitting", at | {"inputs": [key]})["records"]
    assert (bool(held["record"]["held_on"]), bool(frozen["record"]["frozen_on"])) == (True, True)
    seats = [{"person": "ada", "mode": "present", "role": "chair"}]
    (seat,) = done(chief, "attend-sitting", at | {"seats": seats})["records"]
    assert (seat["record"]["mode"], seat["record"]["role"]) == ("present", "chair")
    asked = at | {"text": "Fund a second reader.", "owner": "ada", "due": "2099-12-31"}
    (decision,) = done(chief, "decide-at-sitting", asked)["records"]
    assert decision["record"]["decided_by"] == "ada"
    verdict = one | {"suitable": "yes", "adequate": "with-changes", "effective": "yes"}
    (told,) = done(chief, "conclude-review", verdict)["records"]
    assert told["record"]["adequate"] == "with-changes"
    assert send(chief, "POST", f"{BASE}/enter-minutes-approval", one).status_code == 400
