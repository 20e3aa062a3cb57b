"""Several records in one request: all or nothing, each mistake with its place, and no retry that adds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.api.test_routes import send
from tonetop.records.registry import registers
from tonetop.work.change_several import MOST

pytestmark = pytest.mark.filterwarnings("ignore:Bad Request|Unauthorized|Forbidden|Not Found|Conflict")
PERSON = {"type": "Person", "record": {"id": "p1", "name": "A. Chief"}}


def bulk(client: Client, *records: Any, key: str = "") -> Any:
    """Send records together."""
    headers = {"Idempotency-Key": key} if key else {}
    data = json.dumps({"records": records})
    return client.post("/api/v1/bulk", data, content_type="application/json", headers=headers)


def test_records_that_refer_to_each_other_are_written_together(lead: Client):
    lines = [
        {"type": "Attendance", "record": {"meeting": "m1", "person": "p1"}},
        {"type": "Meeting", "record": {"id": "m1"}},
        PERSON,
    ]
    answer = bulk(lead, *lines)
    assert answer.status_code == 200, answer.content
    assert answer.json()["written"] == 3
    assert [one["id"] for one in answer.json()["records"]] == ["m1/p1", "m1", "p1"]
    again = bulk(lead, *lines).json()
    assert (again["written"], again["records"]) == (0, [{"unchanged": True}] * 3)


def test_the_example_of_the_document_is_written_as_it_stands(lead: Client):
    from tonetop.api.bulk import EXAMPLE

    assert bulk(lead, *EXAMPLE["records"]).json()["written"] == 2


def test_each_mistake_is_told_with_its_place_and_then_nothing_is_written(lead: Client):
    answer = bulk(
        lead,
        PERSON,
        {"type": "Person", "record": {"id": "p2", "name": 5}},
        {"type": "Meeting", "record": {"id": "m1", "nonsense": 1}},
        PERSON,
    )
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert [one["pointer"] for one in told["errors"]] == ["#/records/1", "#/records/2", "#/records/3"]
    assert "name must be a text" in told["errors"][0]["detail"]
    assert "stands in the request before, as record 0" in told["errors"][2]["detail"]
    assert told["detail"].startswith("nothing was written: record 1: ") and told["detail"].endswith("2 more")
    assert not registers()["Person"].objects.exists()


def test_a_reference_that_leads_nowhere_is_told_with_its_place(lead: Client):
    lines = [PERSON, {"type": "Attendance", "record": {"meeting": "m9", "person": "p1"}}]
    told = bulk(lead, *lines).json()
    assert [one["pointer"] for one in told["errors"]] == ["#/records/1"]
    assert "m9" in told["detail"]
    assert not registers()["Person"].objects.exists()


def test_a_record_that_was_changed_meanwhile_keeps_all_from_being_written(lead: Client):
    bulk(lead, PERSON)
    told = bulk(
        lead,
        {"type": "Meeting", "record": {"id": "m1"}},
        {**PERSON, "record": {"id": "p1", "name": "B"}, "after": 0},
    )
    assert [one["pointer"] for one in told.json()["errors"]] == ["#/records/1"]
    assert "is there already" in told.json()["detail"]
    assert not registers()["Meeting"].objects.exists()
    done = bulk(lead, {**PERSON, "record": {"id": "p1", "name": "B"}, "after": 1, "since": "2025-06-01"})
    assert done.json()["written"] == 1
    assert send(lead, "GET", "/registers/Person/p1?as_of=2025-05-31").json()["record"]["name"] == "A. Chief"


def test_a_request_that_is_repeated_under_its_key_adds_nothing(lead: Client):
    first = bulk(lead, PERSON, key="k1").json()
    assert first["written"] == 1
    bulk(lead, {**PERSON, "record": {"id": "p1", "name": "Changed since"}})
    assert bulk(lead, PERSON, key="k1").json() == first
    assert send(lead, "GET", "/registers/Person/p1").json()["record"]["name"] == "Changed since"


def test_another_request_under_the_key_is_refused_whole(lead: Client):
    two = [PERSON, {"type": "Meeting", "record": {"id": "m1", "held_on": "2025-03-14"}}]
    bulk(lead, two[1])
    first = bulk(lead, *two, key="k1").json()
    assert (first["written"], first["records"][1]) == (1, {"unchanged": True})
    assert bulk(lead, *two, key="k1").json() == first
    third = {"type": "Meeting", "record": {"id": "m2"}}
    other = [
        [*two, third],
        [PERSON, {"type": "Meeting", "record": {"id": "m1", "held_on": "2025-04-14"}}],
        [{**PERSON, "record": {"id": "p1", "name": "Another"}}, two[1]],
        [{**PERSON, "after": 4}, two[1]],
        [two[1], PERSON],
    ]
    for records in other:
        answer = bulk(lead, *records, key="k1")
        assert (answer.status_code, "was used before" in answer.json()["detail"]) == (409, True), records
    pair = [{"type": "Decision", "record": {"id": f"d{n}", "text": "Fund it."}} for n in (1, 2)]
    assert bulk(lead, *pair, key="k2").json()["written"] == 2
    assert bulk(lead, pair[0], key="k2").status_code == 409
    alone = lead.post(
        "/api/v1/registers/Meeting",
        json.dumps({"id": "m2"}),
        content_type="application/json",
        headers={"Idempotency-Key": "k1"},
    )
    assert alone.status_code == 409
    assert registers()["Meeting"].objects.count() == registers()["Person"].objects.count() == 1


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ([], "a request holds from 1 to"),
        ([PERSON] * (MOST + 1), f"a request holds from 1 to {MOST} records"),
        (["p1"], "record 0: write type and record"),
        ([{"type": "Nobody", "record": {}}], "record 0: there is no type of record 'Nobody'"),
        ([{**PERSON, "after": "1"}], "record 0: after is the number of a version"),
        ([{**PERSON, "since": "yesterday"}], "'yesterday' is no day"),
        ([{**PERSON, "more": 1}], "record 0: write type and record"),
    ],
)
def test_a_request_that_is_none_is_refused(records: list[Any], why: str, lead: Client):
    answer = bulk(lead, *records)
    assert (answer.status_code, why in answer.json()["detail"]) == (400, True), answer.content
    assert send(lead, "POST", "/bulk", {"rows": []}).status_code == 400


def test_who_does_not_write_a_type_writes_nothing_at_all(lead: Client, guest: Client):
    from tests.api.conftest import _client

    assert bulk(guest, PERSON).status_code == 403
    answer = bulk(_client("internal-auditor"), {"type": "Finding", "record": {"id": "f1"}}, PERSON)
    assert answer.status_code == 403 and "does not write Person" in answer.json()["detail"]
    assert not registers()["Finding"].objects.exists()


def test_pages_of_a_list_lead_to_each_other_with_what_was_asked_for(lead: Client):
    bulk(lead, *({"type": "Person", "record": {"id": f"p{n}", "title": "Clerk"}} for n in range(5)))
    seen, address = [], "/api/v1/registers/Person?title=Clerk&size=2&sort=-ref"
    first = lead.get(address).json()
    assert first["previous"] is None
    while address:
        page = lead.get(address).json()
        seen += [one["record"]["id"] for one in page["records"]]
        address = page["next"]
    assert seen == ["p4", "p3", "p2", "p1", "p0"]
    assert "title=Clerk" in page["previous"] and "cursor=before." in page["previous"]
