"""The API does for programs what the pages do for people, with the same refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.records import samples
from tonetop.records import intake, write
from tonetop.records.registry import registers
from tonetop.standard import schema

CHIEF = {"id": "p1", "name": "A. Chief", "is_top_management": True, "valid_from": "2020-01-01"}
ACTED = {"Evidence": {"state": "approved"}, "EvidenceFile": {"size": 4}}
"""What only acts of people on their own page write."""
AHEAD = {"AISystem": {"go_live_on": "2099-01-01"}}
"""What a planned system needs that comes by a program."""
every = pytest.mark.parametrize("type", list(schema.shapes()))
pytestmark = pytest.mark.filterwarnings("ignore:Bad Request|Unauthorized|Forbidden|Not Found|Conflict")


def send(client: Client, method: str, path: str, body: Any = None) -> Any:
    """Call a route with a JSON body."""
    data = body if isinstance(body, str) else json.dumps(body or {})
    return client.generic(method, f"/api/v1{path}", data, content_type="application/json")


def targets() -> None:
    """What the samples refer to."""
    entries = intake.take_all([(other, plain, {}) for other, plain in samples.targets()])
    write.save_all([write.Change(entry) for entry in entries], write.By("tester"))


@every
def test_every_register_has_its_routes(type: str, lead: Client) -> None:
    """Add, list, read, history and withdraw."""
    targets()
    acted = registers()[type].acted_only(None)
    sample = {name: value for name, value in samples.full(type).items() if name not in acted}
    sample |= AHEAD.get(type, {})
    made = send(lead, "POST", f"/registers/{type}", sample)
    assert made.status_code == 201, made.content
    shape = schema.shapes()[type]
    ref = shape.ident(
        {name: judge.take(sample[name]) for name, judge in shape.fields.items() if name in sample}
        | {"id": "x2"}
    )
    assert (
        send(lead, "GET", f"/registers/{type}/{ref}?as_of=2100-01-01").json()["record"]
        == made.json()["record"]
    )
    assert send(lead, "GET", f"/registers/{type}?as_of=2100-01-01").json()["count"] >= 1
    assert len(send(lead, "GET", f"/registers/{type}/{ref}/history").json()["versions"]) == 1
    gone = send(lead, "DELETE", f"/registers/{type}/{ref}")
    if type in ("Incident", "RiskAssessment"):
        assert "another person" in gone.json()["problem"], "only another's act lets it go"
        return
    assert gone.status_code == 200
    assert send(lead, "GET", f"/registers/{type}/{ref}?as_of=2100-01-01").status_code == 404


@pytest.mark.parametrize("type", sorted(ACTED))
def test_what_people_do_by_acts_is_not_written_by_programs(type: str, lead: Client) -> None:
    """State, hold and files of evidence are set on its page, by somebody with a name."""
    targets()
    answer = send(lead, "POST", f"/registers/{type}", samples.full(type) | ACTED[type])
    assert answer.status_code == 400
    assert "is set by an act of its own, on its page" in answer.json()["problem"]


def test_a_refusal_is_one_sentence_with_400(lead: Client) -> None:
    """The same sentence as on the command line."""
    answer = send(lead, "POST", "/registers/Person", CHIEF | {"name": 5})
    assert answer.status_code == 400
    assert "Person p1: name must be a text" in answer.json()["problem"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"id": "a", "id": "b"}', "null", '{"id": NaN}'])
def test_a_body_that_is_no_record_is_refused(body: str, lead: Client) -> None:
    """Never with a traceback."""
    answer = send(lead, "POST", "/registers/Person", body)
    assert answer.status_code == 400
    assert answer.json()["problem"]


def test_a_change_from_an_old_version_is_a_conflict(lead: Client) -> None:
    """409, and nothing is overwritten."""
    send(lead, "POST", "/registers/Person", CHIEF)
    send(lead, "PUT", "/registers/Person/p1?after=1", CHIEF | {"title": "CEO"})
    answer = send(lead, "PUT", "/registers/Person/p1?after=1", CHIEF | {"title": "CFO"})
    assert answer.status_code == 409
    assert send(lead, "GET", "/registers/Person/p1").json()["record"]["title"] == "CEO"


def test_a_guest_reads_and_never_writes(guest: Client) -> None:
    """403 says whom to ask."""
    assert send(guest, "GET", "/registers/Person").status_code == 200
    answer = send(guest, "POST", "/registers/Person", CHIEF)
    assert answer.status_code == 403
    assert "ask the governance lead" in answer.json()["problem"]


@pytest.mark.parametrize("path", ["/registers/Person", "/assessment", "/checks/LD-1.1", "/catalogue"])
def test_nobody_is_let_in_without_a_token(path: str, folder: Path) -> None:
    """Deny by default."""
    assert send(Client(), "GET", path).status_code == 401
    assert send(Client(headers={"Authorization": "Bearer tonetop_wrong"}), "GET", path).status_code == 401


def test_the_assessment_is_that_of_the_command_line(lead: Client) -> None:
    """Its parts are those of the contract, as of the day asked for."""
    send(lead, "POST", "/registers/Person", CHIEF)
    told = send(lead, "GET", "/assessment?as_of=2025-12-31").json()
    assert told["as_of"] == "2025-12-31"
    assert set(told) >= {
        "clauses",
        "controls",
        "duties",
        "checks",
        "pitfalls",
        "privacy",
        "catalogue",
        "known_on",
    }
    assert told["clauses"]["5.1"]["result"] == "no-data"


@pytest.mark.parametrize("query", ["as_of=yesterday", "known_on=2025-02-30", "sort=nonsense", "nonsense=1"])
def test_a_wrong_wish_is_refused(query: str, lead: Client) -> None:
    """Days, fields to sort by and to filter by are named."""
    answer = send(lead, "GET", f"/registers/Person?{query}")
    assert answer.status_code == 400
    assert answer.json()["problem"]


def test_the_openapi_document_describes_every_register(lead: Client) -> None:
    """Its paths name each record type."""
    paths = send(lead, "GET", "/openapi.json").json()["paths"]
    assert [type for type in schema.shapes() if f"/api/v1/registers/{type}" not in paths] == []


def test_a_retry_with_the_same_key_adds_nothing(lead: Client) -> None:
    """An idempotency key makes a repeated request harmless."""
    for _ in range(2):
        answer = lead.post(
            "/api/v1/registers/Person",
            json.dumps(CHIEF),
            content_type="application/json",
            headers={"Idempotency-Key": "k1"},
        )
        assert answer.status_code in (200, 201)
    assert len(send(lead, "GET", "/registers/Person/p1/history").json()["versions"]) == 1


def test_a_key_used_for_another_record_is_a_conflict_and_one_used_again_for_the_same_adds_nothing(
    lead: Client,
) -> None:
    def post(plain: dict[str, Any]) -> Any:
        return lead.generic(
            "POST",
            "/api/v1/registers/Person",
            json.dumps(plain),
            content_type="application/json",
            headers={"Idempotency-Key": "k1"},
        )

    assert post({"id": "p1", "name": "Ann"}).status_code == 201
    assert post({"id": "p1", "name": "Ann"}).status_code == 201
    told = "the idempotency key 'k1' was used before, for Person p1"
    for other in (post({"id": "p1", "name": "Another"}), post({"id": "p2", "name": "Ben"})):
        assert (other.status_code, other.json()["problem"]) == (409, told)


def test_adding_what_is_there_is_a_conflict_that_says_so(lead: Client) -> None:
    send(lead, "POST", "/registers/Person", {"id": "p1"})
    again = send(lead, "POST", "/registers/Person", {"id": "p1", "name": "Ann"})
    assert (again.status_code, again.json()) == (
        409,
        {
            "type": "about:blank",
            "title": "Conflict",
            "status": 409,
            "detail": "Person p1: is there already",
            "problem": "Person p1: is there already",
        },
    )
    assert again["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status", "problem"),
    [
        ("GET", "/registers/Nobody", 404, "there is no /registers/Nobody; openapi.json lists what there is"),
        ("POST", "/nonsense", 404, "there is no /nonsense; openapi.json lists what there is"),
        ("GET", "/docs", 404, "there is no /docs; openapi.json lists what there is"),
        ("GET", "/registers/Person?page=abc", 400, "page: Input should be a valid integer"),
    ],
)
def test_every_mistake_is_one_sentence_of_json(
    method: str, path: str, status: int, problem: str, lead: Client
) -> None:
    answer = send(lead, method, path, {} if method == "POST" else None)
    assert answer.status_code == status
    assert answer.json()["problem"].startswith(problem)


def test_a_folder_that_cannot_be_written_to_says_why(lead: Client, folder: Path) -> None:
    (folder / "ledger.key").unlink()
    answer = send(lead, "POST", "/registers/Person", {"id": "p1", "name": "Ann"})
    assert answer.status_code == 503
    assert "ledger.key is missing" in answer.json()["problem"]


def test_a_text_with_the_character_nul_is_refused(lead: Client) -> None:
    for plain in ({"id": "p\0"}, {"id": "p1", "name": "A\0"}):
        answer = send(lead, "POST", "/registers/Person", plain)
        assert answer.status_code == 400
        assert "holds the character U+0000, which no register keeps" in answer.json()["problem"]
