"""A request that is repeated under its key changes nothing, whether it adds, changes or withdraws."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.filterwarnings("ignore:Bad Request|Not Found|Conflict")
CHIEF = {"id": "p1", "name": "A. Chief"}
PERSON = "/api/v1/registers/Person"


def send(client: Client, method: str, path: str, body: Any = None, key: str | None = None) -> Any:
    """Call a route with a JSON body under a key."""
    headers = {} if key is None else {"Idempotency-Key": key}
    kind = "application/json"
    return client.generic(method, path, json.dumps(body or {}), content_type=kind, headers=headers)


def versions(client: Client) -> int:
    """How many versions the record has."""
    count: int = client.get(f"{PERSON}/p1/history").json()["count"]
    return count


def test_a_repeated_change_makes_one_version_even_after_another_came_between(lead: Client):
    send(lead, "POST", PERSON, CHIEF)
    first = send(lead, "PUT", f"{PERSON}/p1?after=1", CHIEF | {"title": "CEO"}, "k1")
    assert (first.status_code, first.json()["revision"]) == (200, 2)
    assert send(lead, "PUT", f"{PERSON}/p1?after=2", CHIEF | {"title": "CFO"}).json()["revision"] == 3
    again = send(lead, "PUT", f"{PERSON}/p1?after=1", CHIEF | {"title": "CEO"}, "k1")
    assert (again.status_code, again.json()) == (200, first.json())
    assert versions(lead) == 3


def test_a_repeated_withdrawal_is_no_mistake_and_one_without_a_key_is(lead: Client):
    send(lead, "POST", PERSON, CHIEF)
    first = send(lead, "DELETE", f"{PERSON}/p1", key="k1")
    assert first.json()["revision"] == 2
    again = send(lead, "DELETE", f"{PERSON}/p1", key="k1")
    assert (again.status_code, again.json()) == (200, first.json())
    assert send(lead, "DELETE", f"{PERSON}/p1?after=7", key="k1").status_code == 409
    assert send(lead, "PUT", f"{PERSON}/p1", CHIEF, "k1").status_code == 409
    assert send(lead, "DELETE", f"{PERSON}/p1").status_code == 409
    assert send(lead, "DELETE", f"{PERSON}/nobody").status_code == 404
    assert versions(lead) == 2


def test_another_request_under_a_used_key_is_refused_and_nothing_of_it_is_written(lead: Client):
    first = send(lead, "POST", PERSON, CHIEF, "k1")
    assert first.status_code == 201
    again = send(lead, "POST", PERSON, CHIEF, "k1")
    assert (again.status_code, again.json()) == (201, first.json())
    for method, path, body in (
        ("PUT", f"{PERSON}/p1", CHIEF | {"title": "CEO"}),
        ("PUT", f"{PERSON}/p1?after=1", CHIEF),
        ("POST", PERSON, CHIEF | {"name": "Another"}),
        ("DELETE", f"{PERSON}/p1", None),
        ("POST", "/api/v1/bulk", {"records": [{"type": "Person", "record": CHIEF}]}),
    ):
        answer = send(lead, method, path, body, "k1")
        assert (answer.status_code, "was used before" in answer.json()["detail"]) == (409, True), path
    assert versions(lead) == 1


def test_from_when_a_change_holds_is_part_of_the_request(lead: Client):
    send(lead, "POST", PERSON, CHIEF)
    changed = CHIEF | {"title": "CEO"}
    at = f"{PERSON}/p1"
    first = send(lead, "PUT", f"{at}?since=2025-06-01", changed, "k1").json()
    second = send(lead, "PUT", at, changed | {"name": "B. Chief"}, "k2").json()
    send(lead, "PUT", f"{at}?since=2025-07-01", CHIEF)
    assert send(lead, "PUT", f"{at}?since=2025-06-01", changed, "k1").json() == first
    assert send(lead, "PUT", at, changed | {"name": "B. Chief"}, "k2").json() == second
    assert send(lead, "PUT", f"{at}?since=2025-08-01", changed, "k1").status_code == 409
    assert versions(lead) == 4


def test_a_folder_that_only_reads_is_503_and_says_when_to_look_again(
    lead: Client, folder: Any, monkeypatch: pytest.MonkeyPatch
):
    from tests.api.conftest import _client
    from tonetop.records import taken_over

    monkeypatch.setenv("TONETOP_WEBHOOK_HOSTS", "example.org")
    chief = _client("administrator")
    (folder / taken_over.NAME).write_text("\n".join([*taken_over.ours(), "records.9999_later"]))
    webhook = {"name": "a", "address": "https://example.org/x"}
    for client, path, body in (
        (lead, PERSON, CHIEF),
        (lead, "/api/v1/bulk", {"records": [{"type": "Person", "record": CHIEF}]}),
        (chief, "/api/v1/webhooks", webhook),
    ):
        answer = send(client, "POST", path, body)
        assert (answer.status_code, answer["Retry-After"]) == (503, "60"), answer.content
        assert "only reads" in answer.json()["detail"]


def test_a_new_key_does_not_turn_an_addition_into_a_change(lead: Client):
    assert send(lead, "POST", PERSON, CHIEF, "k1").status_code == 201
    assert send(lead, "POST", PERSON, CHIEF | {"title": "CEO"}, "k2").status_code == 409
    assert versions(lead) == 1


def test_a_key_of_another_record_is_a_conflict_for_every_method(lead: Client):
    send(lead, "POST", PERSON, CHIEF, "k1")
    send(lead, "POST", PERSON, CHIEF | {"id": "p2"})
    assert send(lead, "PUT", f"{PERSON}/p2", CHIEF | {"id": "p2", "title": "CEO"}, "k1").status_code == 409
    assert send(lead, "DELETE", f"{PERSON}/p2", key="k1").status_code == 409


@pytest.mark.parametrize("key", ["", " ", "a b", "ä", "k" * 201])
def test_a_key_that_is_none_is_refused(key: str, lead: Client):
    for method, path in (("POST", PERSON), ("PUT", f"{PERSON}/p1"), ("DELETE", f"{PERSON}/p1")):
        answer = send(lead, method, path, CHIEF, key)
        assert answer.status_code == 400
        assert "Idempotency-Key is 1 to 200 printable ASCII characters" in answer.json()["detail"]


def test_what_no_route_takes_is_told_to_programs_as_a_problem(lead: Client):
    answer = lead.get(f"{PERSON}/a%0Ab")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert lead.get("/a%0Ab")["Content-Type"].startswith("text/html")


def test_whoever_brings_nothing_is_unknown_and_a_session_without_its_token_is_told(lead: Client, folder: Any):
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, "PUT", f"{PERSON}/p1", CHIEF).status_code == 401
    from tonetop.records.models import Account

    strict.force_login(Account.objects.get(role="governance-lead"), backend="tonetop.web.accounts.Door")
    answer = send(strict, "PUT", f"{PERSON}/p1", CHIEF)
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert "X-CSRFToken" in answer.json()["detail"]
