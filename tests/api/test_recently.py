"""What was recorded since a program was here last; and a history by pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.api.test_repeated import send

pytestmark = pytest.mark.filterwarnings("ignore:Bad Request")
PEOPLE = "/api/v1/registers/Person"


def ids(client: Client, **asked: Any) -> list[str]:
    """The ids that a list finds."""
    return [one["record"]["id"] for one in client.get(PEOPLE, asked).json()["records"]]


def person(client: Client, id: str, method: str = "POST", **more: str) -> int:
    """Add or change a person; the number of its line of the ledger."""
    path = PEOPLE if method == "POST" else f"{PEOPLE}/{id}"
    answer = send(client, method, path, {"id": id, "name": f"Person {id}"} | more)
    assert answer.status_code in (200, 201), answer.content
    seq: int = answer.json()["seq"]
    return seq


def test_only_what_was_recorded_since_is_told_by_line_by_instant_and_by_day(lead: Client):
    for id in ("p1", "p2", "p3"):
        last = person(lead, id)
    at = lead.get(f"{PEOPLE}/p3/history").json()["versions"][0]["recorded"]
    person(lead, "p2", "PUT", title="CEO")
    person(lead, "p4")
    assert ids(lead, recorded_since=last) == ["p2", "p4"]
    assert ids(lead, recorded_since=at) == ["p2", "p3", "p4"], "what was recorded at that very instant too"
    assert ids(lead, recorded_since=at[:10]) == ["p1", "p2", "p3", "p4"]
    assert ids(lead, recorded_since=at.replace("Z", "+00:00"), title="CEO") == ["p2"]
    assert ids(lead, recorded_since="2099-01-01") == ids(lead, recorded_since=10**9) == []
    page = lead.get(PEOPLE, {"recorded_since": last, "size": 1}).json()
    assert (page["count"], page["records"][0]["record"]["id"]) == (2, "p2")
    assert [one["record"]["id"] for one in lead.get(page["next"]).json()["records"]] == ["p4"]


def test_what_was_withdrawn_is_told_where_it_is_asked_for(lead: Client):
    for id in ("p1", "p2"):
        last = person(lead, id)
    assert send(lead, "DELETE", f"{PEOPLE}/p1").status_code == 200
    assert ids(lead) == ids(lead, withdrawn="no") == ["p2"]
    assert ids(lead, recorded_since=last) == []
    (gone,) = lead.get(PEOPLE, {"recorded_since": last, "withdrawn": "yes"}).json()["records"]
    assert (gone["record"]["id"], bool(gone["record"]["withdrawn_on"])) == ("p1", True)
    assert ids(lead, withdrawn="yes") == ["p1", "p2"]


@pytest.mark.parametrize(
    "since", ["soon", "2025-13-01", "2025-03-14T09:14", "9" * 19, "-1", "0001-01-01T00:00+12:00"]
)
def test_what_is_no_instant_is_refused(since: str, lead: Client):
    answer = lead.get(PEOPLE, {"recorded_since": since})
    assert (answer.status_code, "is no instant" in answer.json()["detail"]) == (400, True)


def test_a_history_comes_by_pages_both_ways(lead: Client):
    person(lead, "p1")
    for n in range(6):
        person(lead, "p1", "PUT", title=f"Title {n}")
    at = f"{PEOPLE}/p1/history"
    first = lead.get(at, {"size": 3}).json()
    assert (first["count"], first["pages"], first["previous"]) == (7, 3, None)
    person(lead, "p1", "PUT", title="Meanwhile")
    page, found = first, [one["revision"] for one in first["versions"]]
    while page["next"]:
        page = lead.get(page["next"]).json()
        found += [one["revision"] for one in page["versions"]]
    assert found == [7, 6, 5, 4, 3, 2, 1]
    back = lead.get(page["previous"]).json()
    assert [one["revision"] for one in back["versions"]] == [4, 3, 2]
    assert lead.get(at, {"cursor": "after.99"}).status_code == 400
    assert lead.get(at, {"as_of": "2025-01-01"}).status_code == 400
