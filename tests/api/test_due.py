"""What is due, for programs."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.filterwarnings("ignore:Bad Request")


def test_what_is_due_is_told_with_whose_it_is(lead: Client):
    records = [
        {"type": "Person", "record": {"id": "p1", "name": "Ada Kraft"}},
        {"type": "Person", "record": {"id": "p2", "name": "Bo Lund"}},
        {"type": "Action", "record": {"id": "a1", "owner": "p1", "due": "2020-01-31", "status": "open"}},
    ]
    sent = lead.post("/api/v1/bulk", {"records": records}, content_type="application/json")
    assert sent.status_code == 200, sent.content
    of = lead.get("/api/v1/due", {"person": "p1"}).json()["due"]
    assert [(one["type"], one["id"], one["on"], one["whose"]) for one in of] == [
        ("Action", "a1", "2020-01-31", ["p1"])
    ]
    assert len(lead.get("/api/v1/due").json()["due"]) >= 1
    assert lead.get("/api/v1/due", {"person": "p9"}).status_code == 400


def test_what_is_due_comes_by_pages_where_a_size_is_asked_for(lead: Client):
    action = {"owner": "p1", "due": "2020-01-31", "status": "open"}
    records = [{"type": "Person", "record": {"id": "p1", "name": "Ada Kraft"}}]
    records += [{"type": "Action", "record": {"id": f"a{n}"} | action} for n in range(5)]
    sent = lead.post("/api/v1/bulk", {"records": records}, content_type="application/json")
    assert sent.status_code == 200, sent.content
    whole = lead.get("/api/v1/due", {"person": "p1"}).json()
    assert (whole["count"], whole["page"], whole["pages"], len(whole["due"])) == (5, 1, 1, 5)
    pages = [lead.get("/api/v1/due", {"person": "p1", "size": 2, "page": n}).json() for n in (1, 2, 3)]
    assert [one for page in pages for one in page["due"]] == whole["due"]
    assert {page["pages"] for page in pages} == {3}
