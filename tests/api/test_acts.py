"""Acts for programs: the verbs of the pages, for whom they are there, once under a key, and told as they are sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from tests.api.conftest import _client
from tests.api.test_repeated import send

pytestmark = pytest.mark.filterwarnings("ignore:Bad Request|Not Found|Conflict|Forbidden")
BASE = "/api/v1/acts"


def write(type: str, **plain: Any) -> None:
    """Put a record on file."""
    from tonetop.records import intake, write

    write.save(intake.take(type, plain), write.By())


def as_person(client: Client, person: str, role: str = "governance-lead") -> Client:
    """The program of somebody of the register."""
    from tonetop.records.models import Account

    write("Person", id=person, name=person.capitalize(), is_top_management=True)
    Account.objects.filter(role=role).update(person=person)
    return client


@pytest.fixture
def chief(lead: Client) -> Client:
    """A program of the governance lead, who is top management of the register."""
    return as_person(lead, "ada")


def lines() -> int:
    """How many events the ledger holds."""
    from tonetop.records import log

    return log.size()


def done(client: Client, name: str, body: Any, key: str | None = None) -> dict[str, Any]:
    """What an act gives."""
    answer = send(client, "POST", f"{BASE}/{name}", body, key)
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def names() -> list[str]:
    """The acts."""
    from tonetop.work.acts.every import ACTS

    return [one.name for one in ACTS]


@pytest.mark.parametrize("name", names())
def test_no_act_is_for_guests_and_none_tells_them_of_its_form(name: str, guest: Client):
    answer = send(guest, "POST", f"{BASE}/{name}", {"no": "such"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


@pytest.mark.parametrize("name", names())
def test_every_act_names_all_that_is_wrong_with_what_is_sent_and_takes_a_key(name: str, chief: Client):
    from tonetop.work.acts.every import ACTS

    (act,) = [one for one in ACTS if one.name == name]
    at = lines()
    if act.files is None:
        wrong = send(chief, "POST", f"{BASE}/{name}", {"no": "such", "nor": "this"})
        said = wrong.json()["detail"]
        assert wrong.status_code == 400
        assert [f"{name} takes no {one};" in said for one in ("no", "nor")] == [True, True]
        needed = [one for one, field in act.sent.model_fields.items() if field.is_required()]
        assert all(f"{one} is missing" in said for one in needed)
    else:
        assert send(chief, "POST", f"{BASE}/{name}", {}).status_code == 400
        strange = chief.post(f"{BASE}/{name}", {"act": '{"no": "such"}'})
        assert "takes no no;" in strange.json()["detail"]
    assert send(chief, "POST", f"{BASE}/{name}", {}, "a b").status_code == 400
    assert lines() == at


def test_the_example_of_every_act_is_of_its_form():
    from tonetop.work.acts.every import ACTS

    for one in ACTS:
        one.sent(**one.example)
        Draft202012Validator(one.sent.model_json_schema()).validate(one.example)


def test_a_token_that_only_asks_gates_or_reads_does_no_act(folder: Any):
    from tonetop.records.models import Account
    from tonetop.work.token import make_token

    account = Account.objects.create(username="ci", email="ci@example.org", role="governance-lead")
    for scope, status in (("gates", 403), ("read", 403), ("write", 400)):
        client = Client(headers={"Authorization": f"Bearer {make_token(account, 'ci', scopes=[scope])}"})
        assert send(client, "POST", f"{BASE}/decide-gate", {}).status_code == status, scope


def test_a_system_goes_to_another_stage_once_under_a_key_and_a_no_of_its_gates_stays_in_the_ledger(
    chief: Client,
):
    write("BusinessProcess", id="proc", kind="procurement")
    gate = {"process": "proc", "kind": "policy-check", "mandatory": True, "in_force_since": "2020-01-01"}
    write("ProcessGate", id="g", **gate)
    write("AISystem", id="ai", name="Assistant", process="proc", state="planned")
    trial = {"system": "ai", "stage": "trial", "reason": "It is built."}
    first = done(chief, "change-stage", trial, "k1")
    assert [(one["type"], one["id"]) for one in first["records"]] == [
        ("StageChange", "SC-1"),
        ("AISystem", "ai"),
    ]
    assert first["records"][0]["record"]["decided_by"] == "ada"
    at = lines()
    assert done(chief, "change-stage", trial, "k1") == first
    assert lines() == at
    other = send(chief, "POST", f"{BASE}/change-stage", trial | {"stage": "idea"}, "k1")
    assert (other.status_code, "was used before" in other.json()["detail"]) == (409, True)
    live = trial | {"stage": "operation"}
    for key in (None, "k2"):
        shut = send(chief, "POST", f"{BASE}/change-stage", live, key)
        assert (shut.status_code, "do not let it through" in shut.json()["detail"]) == (400, True)
    assert lines() == at + 2, "each question stands with its answer"


def test_a_gate_is_decided_and_the_decision_is_the_own_word_of_who_sends_it(chief: Client):
    write("BusinessProcess", id="proc", kind="procurement")
    write("AISystem", id="ai", name="Assistant", process="proc", state="planned")
    gate = {"process": "proc", "kind": "risk-assessment", "mandatory": True, "in_force_since": "2020-01-01"}
    write("ProcessGate", id="g", **gate)
    no = {"gate": "g", "subject": "AISystem:ai", "outcome": "rejected", "reason": "Not now."}
    (made,) = done(chief, "decide-gate", no, "k1")["records"]
    assert (made["type"], made["record"]["outcome"], made["record"]["entered_by"]) == (
        "GatePassage",
        "rejected",
        "ada",
    )
    yes = send(chief, "POST", f"{BASE}/decide-gate", no | {"outcome": "passed"})
    assert (yes.status_code, "it was rejected today" in yes.json()["detail"]) == (400, True)


def test_a_risk_is_assessed_treated_put_before_somebody_approved_and_accepted(chief: Client, folder: Any):
    write("AISystem", id="ai", name="Assistant", state="planned")
    said = {
        "title": "It errs",
        "subject": "ai",
        "likelihood": "possible",
        "severity": "medium",
        "owner": "ada",
    }
    after = {"likelihood_after": "rare", "severity_after": "low"}
    (risk,) = done(chief, "assess-risk", said | after)["records"]
    write("Person", id="bo", name="Bo")
    treated = {
        "risk": risk["id"],
        "option": "reduce",
        "measures": "Test it.",
        "owner": "bo",
        "due": "2100-01-01",
    }
    (plan,) = done(chief, "treat-risk", treated)["records"]
    write("Person", id="cy", name="Cy", is_top_management=True)
    boss = as_person(_client("executive"), "cy", "executive")
    for what, about in (
        ("approve", ("RiskAssessment", risk["id"])),
        ("accept", ("RiskTreatmentPlan", plan["id"])),
    ):
        (ask,) = done(chief, "ask-about-risk", {"risk": risk["id"], "what": what, "person": "cy"})["records"]
        assert ask["record"]["asked_of"] == "cy"
        answer = {"type": about[0], "id": about[1], "answer": "approved"}
        stale = send(boss, "POST", f"{BASE}/answer", answer | {"version": 9})
        assert (stale.status_code, "look at it again" in stale.json()["detail"]) == (409, True)
        first = done(boss, "answer", answer | {"version": 1}, f"k-{what}")
        assert first["records"][0]["type"] == "Approval"
        assert done(boss, "answer", answer | {"version": 1}, f"k-{what}") == first
    (again,) = done(chief, "ask-about-risk", {"risk": risk["id"], "what": "accept", "person": "cy"})[
        "records"
    ]
    assert again["record"]["asked_of"] == "cy"
    last = done(boss, "answer", {"type": "RiskTreatmentPlan", "id": plan["id"], "answer": "approved"})
    assert last["records"][1]["record"]["residual_accepted_by"] == "cy"


def test_impact_is_said_by_group_and_approved_by_another(chief: Client):
    write("AISystem", id="ai", name="Assistant", state="planned")
    write("ImpactAssessment", id="ia", system="ai", performed_on="2025-03-14")
    cell = {"assessment": "ia", "affected": "Applicants", "respect": "privacy", "level": "none"}
    made = done(chief, "assess-impact", cell, "k1")["records"]
    assert [one["type"] for one in made] == ["GroupImpact", "ImpactAssessment"]
    assert made[1]["record"]["performed_by"] == "ada"
    own = send(
        chief, "POST", f"{BASE}/answer", {"type": "ImpactAssessment", "id": "ia", "answer": "approved"}
    )
    assert own.status_code == 403


def test_a_supplier_is_answered_for_and_settled_and_its_version_is_told(chief: Client):
    from tonetop.standard.suppliers import asked_of
    from tonetop.work.assess import assess

    write("Vendor", id="v", name="Kestrel")
    facts = assess().facts
    row: Any = facts.get("Vendor", "v")
    answers = [{"question": one.id, "answer": "yes"} for one in asked_of(facts, row)]
    settled = {"vendor": "v", "outcome": "suitable", "again": "2027-03-31"}
    early = send(chief, "POST", f"{BASE}/settle-supplier", settled)
    assert (early.status_code, "answer the other questions first" in early.json()["detail"]) == (400, True)
    told = done(chief, "answer-supplier", {"vendor": "v", "answers": answers}, "k1")["records"]
    assert len(told) == len(answers) + 1
    (vendor,) = done(chief, "settle-supplier", settled, "k2")["records"]
    assert (vendor["record"]["outcome"], vendor["record"]["assessed_by"]) == ("suitable", "ada")


def test_what_others_entered_is_confirmed_by_whom_it_names(chief: Client):
    write("Decision", id="d", decided_by="ada", decided_on="2025-03-14", text="Fund it.")
    said = done(chief, "confirm", {"type": "Decision", "id": "d", "answer": "mine", "version": 1}, "k1")[
        "records"
    ]
    assert (said[0]["type"], said[0]["record"]["answer"]) == ("Confirmation", "mine")
    (seen,) = done(chief, "still-stands", {"type": "Decision", "id": "d"})["records"]
    assert seen["id"] == "d"
    assert send(chief, "POST", f"{BASE}/still-stands", {"type": "No", "id": "d"}).status_code == 400
    assert (
        send(chief, "POST", f"{BASE}/confirm", {"type": "No", "id": "d", "answer": "mine"}).status_code == 400
    )


def test_oscal_and_bills_of_materials_leave_by_a_route_too(chief: Client):
    write("AISystem", id="ai", name="Assistant", state="planned")
    named = chief.get("/api/v1/oscal").json()["documents"]
    assert "catalog" in named
    for name in named:
        assert chief.get(f"/api/v1/oscal/{name}").json()
    assert chief.get("/api/v1/oscal/nothing").status_code == 404
    assert chief.get("/api/v1/bom/ai").json()["bomFormat"] == "CycloneDX"
    assert chief.get("/api/v1/bom/none").status_code == 404


def test_what_an_act_judged_by_is_let_go_of_when_it_is_undone(chief: Client, monkeypatch: pytest.MonkeyPatch):
    from tonetop.work import act_once
    from tonetop.work.assess import assess

    write("AISystem", id="ai", name="Assistant", state="planned")
    write("ImpactAssessment", id="ia", system="ai", performed_on="2025-03-14")

    def fails(*_: Any) -> None:
        raise RuntimeError("the disk is full")

    cell = {"assessment": "ia", "affected": "Applicants", "respect": "privacy", "level": "none"}
    with monkeypatch.context() as broken, pytest.raises(RuntimeError, match="disk is full"):
        broken.setattr(act_once, "tell", fails)
        send(chief, "POST", f"{BASE}/assess-impact", cell, "k1")
    for n in range(3):  # as many events as were undone, and one more
        write("Person", id=f"p{n}", name="Somebody")
    facts = assess().facts
    assert (list(facts.rows("GroupImpact")), len(facts.rows("Person"))) == ([], 4)


def test_a_number_that_is_none_is_refused(chief: Client):
    sent = '{"type": "Ask", "id": "A-1", "word": "approve", "version": 1, "amount": 1e999}'
    answer = chief.generic("POST", f"{BASE}/answer", sent, content_type="application/json")
    assert (answer.status_code, "amount" in answer.json()["detail"]) == (400, True)
