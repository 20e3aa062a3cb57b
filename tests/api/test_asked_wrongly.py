"""What is asked wrongly is told, not swallowed; every refusal is a problem; what is not there is told so."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.api.test_repeated import CHIEF, PERSON, send, versions

pytestmark = pytest.mark.filterwarnings("ignore:Bad Request|Not Found|Conflict|Method Not Allowed")
READ = {"{id}": "LD-1.2", "{name}": "catalog", "{system}": "ai", "{ref}": "p1", "{number}": "1"}


def reading() -> list[str]:
    """Every address that is read, of one register for all."""
    from tonetop.api.routes import api

    document: Any = json.loads(json.dumps(api.get_openapi_schema()))
    found = []
    for path, methods in document["paths"].items():
        if "get" in methods and ("/registers/" not in path or "/registers/Person" in path):
            found.append(re.sub(r"\{\w+\}", lambda named: READ[named[0]], path))
    return found


@pytest.mark.parametrize("path", reading())
def test_a_parameter_that_is_none_or_given_twice_is_named(path: str, lead: Client):
    send(lead, "POST", PERSON, CHIEF)
    none = lead.get(f"{path}?nosuch=1")
    assert (none.status_code, "'nosuch'" in none.json()["detail"]) == (400, True)
    twice = lead.get(f"{path}?as_of=2025-01-01&as_of=2025-01-02")
    assert (twice.status_code, "'as_of'" in twice.json()["detail"]) == (400, True)


def test_a_method_that_is_not_taken_is_a_problem_and_head_is_answered_as_get(lead: Client):
    answer = send(lead, "PATCH", PERSON, CHIEF)
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert {*answer["Allow"].split(", ")} == {"GET", "POST", "HEAD"}
    assert send(lead, "DELETE", "/api/v1/due")["Content-Type"] == "application/problem+json"
    for path in ("/api/v1/due", PERSON, "/api/v1/checks/LD-1.2", "/api/v1/openapi.json"):
        head, get = lead.head(path), lead.get(path)
        assert (head.status_code, head.content, head["Content-Type"]) == (200, b"", get["Content-Type"]), path
    assert lead.head("/api/v1/nothing").status_code == 404
    assert Client().head(PERSON).status_code == 401
    assert lead.head("/api/v1/bulk").status_code == 405


def test_what_was_so_already_is_remembered_under_its_key_whatever_others_write_since(lead: Client):
    send(lead, "POST", PERSON, CHIEF)
    so = {"unchanged": True}
    one = [{"type": "Person", "record": CHIEF}]
    calls: list[tuple[str, str, Any, Any]] = [
        ("PUT", f"{PERSON}/p1", CHIEF, so),
        ("POST", "/api/v1/bulk", {"records": one}, {"records": [so], "written": 0}),
    ]
    for n, (method, path, body, told) in enumerate(calls):
        assert send(lead, method, path, body, f"k{n}").json() == told
    send(lead, "PUT", f"{PERSON}/p1", CHIEF | {"title": "CEO"})
    for n, (method, path, body, told) in enumerate(calls):
        again = send(lead, method, path, body, f"k{n}")
        assert (again.status_code, again.json()) == (200, told)
        for key in ("k0", "k1"):
            two = {"records": [*one, {"type": "Person", "record": {"id": "p2", "name": "B"}}]}
            other = send(lead, method, path, two if n else CHIEF | {"name": "B"}, key)
            assert (other.status_code, "was used before" in other.json()["detail"]) == (409, True)
        assert send(lead, "DELETE", f"{PERSON}/p1", key=f"k{n}").status_code == 409
    assert versions(lead) == 2


def test_a_put_that_adds_is_201_and_again_under_its_key(lead: Client):
    for _ in range(2):
        assert send(lead, "PUT", f"{PERSON}/p1", CHIEF, "k1").status_code == 201
    assert send(lead, "PUT", f"{PERSON}/p1", CHIEF | {"title": "CEO"}).status_code == 200


def test_several_name_every_mistake_of_form_by_its_line(lead: Client):
    records: list[Any] = [
        {"type": "Person", "record": CHIEF},
        "p1",
        {"type": "Nobody", "record": [], "after": -1},
        {"type": "Person", "withdraw": "p1", "record": CHIEF},
    ]
    told = send(lead, "POST", "/api/v1/bulk", {"records": records})
    assert told.status_code == 400
    assert [one["pointer"] for one in told.json()["errors"]] == [
        "#/records/1",
        *["#/records/2"] * 3,
        "#/records/3",
    ]
    assert lead.get(f"{PERSON}/p1").status_code == 404


def test_several_are_withdrawn_at_once_or_none_once_under_a_key(lead: Client):
    for n in (1, 2):
        send(lead, "POST", PERSON, CHIEF | {"id": f"p{n}"})
    gone = [{"type": "Person", "withdraw": f"p{n}", "after": 1} for n in (1, 2)]
    missing = send(lead, "POST", "/api/v1/bulk", {"records": [*gone, {"type": "Person", "withdraw": "p9"}]})
    assert (missing.status_code, missing.json()["errors"][0]["pointer"]) == (400, "#/records/2")
    late = send(lead, "POST", "/api/v1/bulk", {"records": [gone[0], gone[1] | {"after": 7}]})
    assert (late.status_code, versions(lead)) == (400, 1)
    new = {"type": "Person", "record": CHIEF | {"id": "p3"}}
    first = send(lead, "POST", "/api/v1/bulk", {"records": [*gone, new]}, "k1")
    assert (first.status_code, first.json()["written"]) == (200, 3)
    assert send(lead, "POST", "/api/v1/bulk", {"records": [*gone, new]}, "k1").json() == first.json()
    other = send(lead, "POST", "/api/v1/bulk", {"records": [new, *gone]}, "k1")
    assert other.status_code == 409
    assert lead.get(PERSON, {"as_of": "2100-01-01"}).json()["count"] == 1


def test_a_cursor_whose_rest_has_gone_leads_back_to_its_place_and_on_from_it(lead: Client):
    for n in range(4):
        send(lead, "POST", PERSON, CHIEF | {"id": f"p{n}", "title": "Clerk"})
    walk = f"{PERSON}?size=2&title=Clerk"
    first = lead.get(walk).json()
    last = lead.get(first["next"]).json()
    for n in (2, 3):
        send(lead, "PUT", f"{PERSON}/p{n}", CHIEF | {"id": f"p{n}", "title": "CEO"})
    rest = lead.get(first["next"]).json()
    assert (rest["records"], rest["next"]) == ([], None)
    back = lead.get(rest["previous"]).json()
    assert [one["record"]["id"] for one in back["records"]] == ["p0", "p1"]
    send(lead, "PUT", f"{PERSON}/p3", CHIEF | {"id": "p3", "title": "Clerk"})
    for n in (0, 1):
        send(lead, "PUT", f"{PERSON}/p{n}", CHIEF | {"id": f"p{n}", "title": "CEO"})
    front = lead.get(last["previous"]).json()
    assert (front["records"], front["previous"]) == ([], None)
    on = lead.get(front["next"]).json()
    assert [one["record"]["id"] for one in on["records"]] == ["p3"]
