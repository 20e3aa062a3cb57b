"""The gates for programs: 200 opens, and everything else is shut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import House

ASKED = {"process": "proc-operations", "subject": "AI-1"}


def program(role: str, *scopes: str) -> Client:
    from tonetop.records.models import Account
    from tonetop.work.token import make_token

    account = Account.objects.filter(role=role).order_by("pk").first()
    assert account is not None
    return Client(headers={"Authorization": f"Bearer {make_token(account, 'pipeline', scopes=scopes)}"})


def check(client: Client, **asked: str) -> Any:
    return client.post("/api/v1/gates/check", asked, content_type="application/json")


def test_an_open_gate_is_200_and_a_shut_one_409_with_the_same_reasons(own: House) -> None:
    client = program("process-owner")
    answer = check(client, **ASKED)
    assert (answer.status_code, answer.json()["opens"]) == (200, True)
    answer = check(client, process="proc-product", subject="AI-2")
    assert (answer.status_code, answer.json()["opens"]) == (409, False)
    assert answer.json()["why"] == "AI-2 may not pass: 1 of 4 gates are shut"


def test_what_is_not_known_is_400_and_nobody_without_a_part_in_the_house_asks(own: House) -> None:
    client = program("process-owner")
    assert check(client, process="nowhere", subject="AI-1").json()["problem"] == (
        "there is no business process 'nowhere'"
    )
    assert check(client, subject="AI-1").json()["problem"] == (
        "a question names a process and a subject, each as a text"
    )
    assert "has no 'gate'" in check(client, **ASKED, gate="x").json()["problem"]
    assert check(program("guest-auditor"), **ASKED).status_code == 403
    assert check(Client(), **ASKED).status_code == 401


def test_a_folder_that_only_reads_is_503_for_gates_too(own: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from tonetop.records import rollback

    client = program("process-owner")
    monkeypatch.setattr(rollback, "read_only", lambda: "the folder is older than its checkpoints")
    answer = check(client, **ASKED)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_nobody_enters_a_decision_as_somebody_else(own: House) -> None:
    from tonetop.records.models import Account
    from tonetop.records.registry import registers
    from tonetop.work.change_several import Wanted, change_several

    row = {
        "id": "x",
        "gate": "gate-build-deploy",
        "subject": "AI-2",
        "occurred_on": "2025-12-31",
        "outcome": "passed",
    }
    row |= {"decided_by": "thun", "entered_by": "thun"}
    pipeline = program("process-owner", "write")
    pipeline.post("/api/v1/registers/GatePassage", row, content_type="application/json")
    assert registers()["GatePassage"].objects.get(ref="x").entered_by == "bright"
    account = Account.objects.get(role="process-owner")
    change_several(account, [Wanted("GatePassage", row | {"id": "y", "subject": "AI-5"}, 0)])
    assert registers()["GatePassage"].objects.get(ref="y").entered_by == "bright"
    said = {"register": "GatePassage", "record": "x", "version": 1, "person": "thun", "answer": "mine"}
    said |= {"confirmed_on": "2025-12-31", "entered_by": "thun"}
    lead = program("governance-lead", "write")
    lead.post("/api/v1/registers/Confirmation", said, content_type="application/json")
    answer = check(program("process-owner"), process="proc-product", subject="AI-2")
    assert answer.status_code == 409
    shut = [line["why"] for gate in answer.json()["gates"] for line in gate["lines"] if line["blocks"]]
    assert shut[-1] == "decided on 2025-12-31 in the name of Oskar Thun, who has yet to confirm it"


def test_whoever_names_processes_does_not_choose_whose_gates_are_asked(own: House) -> None:
    hiring = {"id": "proc-hiring", "name": "product-development", "kind": "hr", "owner": "amsel"}
    writer = program("process-owner", "write")
    writer.put("/api/v1/registers/BusinessProcess/proc-hiring", hiring, content_type="application/json")
    client = program("process-owner")
    answer = check(client, process="product-development", subject="AI-2")
    assert answer.status_code == 400
    assert "is 2 processes; write BusinessProcess: and the id of one" in answer.json()["problem"]
    assert check(client, process="BusinessProcess:proc-product", subject="AI-2").status_code == 409


JIRA = {"issue": {"key": "PROC-17", "fields": {"customfield_10050": {"value": "AI-6"}, "summary": "Buy it"}}}
CASCADING = {"issue": {"key": "P-1", "fields": {"subject": {"value": "AI-6", "child": {"value": "AI-2"}}}}}
SERVICENOW = {"result": {"number": "CHG0030001", "u_ai_system": {"display_value": "Vera", "value": "AI-3"}}}
PLAIN = {"ticket": "T-1", "process": "proc-product", "subject": "AI-2"}


@pytest.mark.parametrize(
    ("form", "ticket", "query", "status"),
    [
        ("jira", JIRA, "?process=procurement&subject_field=customfield_10050", 200),
        ("jira", JIRA, "?process=product-development&subject_field=customfield_10050", 409),
        ("servicenow", SERVICENOW, "?process=operations&subject_field=u_ai_system", 200),
        ("jira", JIRA["issue"], "?process=procurement&subject_field=customfield_10050", 200),
        ("servicenow", SERVICENOW["result"], "?process=operations&subject_field=u_ai_system", 200),
        ("plain", PLAIN, "", 409),
        ("plain", PLAIN | {"kind": "policy-check"}, "?kind_field=kind", 200),
    ],
)
def test_a_ticket_asks_in_its_systems_own_form_and_the_ledger_names_it(
    own: House, form: str, ticket: dict[str, Any], query: str, status: int
) -> None:
    from tests.cli.test_gate import events

    address = f"/api/v1/gates/tickets/{form}{query}"
    answer = program("process-owner").post(address, ticket, content_type="application/json")
    assert answer.status_code == status
    assert events("gate.asked")[-1]["data"]["ticket"] in ("PROC-17", "CHG0030001", "T-1")


@pytest.mark.parametrize(
    ("form", "ticket", "query", "problem"),
    [
        ("trello", PLAIN, "", "there is no form of tickets 'trello'; there are jira, plain, servicenow"),
        ("jira", JIRA, "?process=procurement", "the ticket holds no single text at fields.subject"),
        ("jira", {"issue": "PROC-17"}, "", "the ticket holds no single text at issue"),
        ("jira", CASCADING, "?process=procurement", "the ticket holds no single text at fields.subject"),
        ("jira", {}, "", "the ticket holds no single text at fields.subject"),
        ("plain", PLAIN | {"subject": ["AI-1", "AI-2"]}, "", "the ticket holds no single text at subject"),
        ("plain", PLAIN | {"subject": "x" * 201}, "", "the ticket holds 201 characters at subject"),
        ("plain", {"process": "proc-product", "subject": "AI-2"}, "", "no single text at ticket"),
        ("plain", [], "", "the body must be one ticket as a JSON object"),
    ],
)
def test_a_ticket_that_does_not_say_what_is_asked_opens_nothing(
    own: House, form: str, ticket: Any, query: str, problem: str
) -> None:
    address = f"/api/v1/gates/tickets/{form}{query}"
    answer = program("process-owner").post(address, ticket, content_type="application/json")
    assert answer.status_code == 400
    assert problem in answer.json()["problem"]


def test_a_token_for_the_gates_opens_nothing_else_and_one_for_reading_no_gate(own: House) -> None:
    pipeline, reader, writer = (program("process-owner", scope) for scope in ("gates", "read", "write"))
    assert check(pipeline, **ASKED).status_code == 200
    for client, path, scope in (
        (pipeline, "/api/v1/assessment", "read"),
        (pipeline, "/api/v1/registers/Person", "read"),
        (writer, "/api/v1/registers/Person", "read"),
    ):
        answer = client.get(path)
        assert (answer.status_code, scope in answer.json()["problem"]) == (403, True)
    assert reader.get("/api/v1/registers/Person").status_code == 200
    assert check(reader, **ASKED).status_code == 403
    for client in (pipeline, reader):
        answer = client.post("/api/v1/registers/AISystem", {"id": "x"}, content_type="application/json")
        assert answer.status_code == 403
    made = writer.post("/api/v1/registers/AISystem", {"id": "x"}, content_type="application/json")
    assert made.status_code == 201


def test_every_example_names_process_and_subject_by_type_and_id(root: Path) -> None:
    for file in sorted((root / "examples" / "gates").iterdir()):
        told = file.read_text("utf-8")
        assert "BusinessProcess:proc-product" in told, file.name
        assert "product-development" not in told, file.name
