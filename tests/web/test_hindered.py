"""A page or a program that finds the data closed is told why and what to do, and nothing is half done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.conftest import House

NEW = "/registers/Decision/new/"
FORM = {
    "id": "d-late",
    "version": "0",
    "kind": "direction",
    "decided_by": "solvang",
    "decided_on": "2025-12-30",
    "text": "A second reader looks at every refusal.",
}


@pytest.fixture
def closed(own: House) -> Iterator[House]:
    """The own folder, which may be read and not written."""
    from django.db import connection

    for client in (*own.clients.values(), own.anybody):
        client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        yield own
        cursor.execute("PRAGMA query_only = OFF")


def test_a_page_says_what_hinders_and_what_to_do(closed: House):
    assert closed["governance-lead"].get("/registers/Decision/").status_code == 200
    answer = closed["governance-lead"].post(NEW, FORM)
    assert answer.status_code == 503
    assert "may be read but not written" in answer.content.decode()
    assert closed["governance-lead"].get("/registers/Decision/").status_code == 200


def test_who_reads_on_for_hours_goes_on_reading(own: House):
    from datetime import timedelta

    from django.db import connection

    from tonetop.records import clock
    from tonetop.records.entrance import Session

    lead = own["governance-lead"]
    assert lead.get("/registers/Decision/").status_code == 200
    Session.objects.update(seen=clock.now() - timedelta(hours=3))
    session = lead.session
    session["used"] = "earlier"
    session.save()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        assert lead.get("/registers/Decision/").status_code == 200
        cursor.execute("PRAGMA query_only = OFF")
    assert all(clock.now() - one.seen > timedelta(hours=2) for one in Session.objects.all())


def test_in_german_it_says_so_in_german(closed: House):
    answer = closed["governance-lead"].post(NEW, FORM, headers={"accept-language": "de"})
    assert answer.status_code == 503
    assert "nicht geschrieben werden" in answer.content.decode()


def test_any_other_error_stays_a_fault_of_ours(own: House, monkeypatch: pytest.MonkeyPatch):
    own["governance-lead"].raise_request_exception = False
    monkeypatch.setattr("tonetop.web.health.connection", None)
    answer = own["governance-lead"].get("/healthz")
    assert answer.status_code == 500
    assert "A fault of ours" in answer.content.decode()


def test_a_program_is_told_as_by_the_api(closed: House):
    told = closed["governance-lead"].post(
        "/api/v1/registers/Decision",
        {"id": "d-late", "kind": "direction", "text": "Read twice."},
        content_type="application/json",
    )
    assert told.status_code == 503
    assert "may be read but not written" in told.json()["detail"]


def test_a_fault_of_ours_is_told_to_programs_too(own: House, monkeypatch: pytest.MonkeyPatch):
    own.anybody.raise_request_exception = False
    monkeypatch.setattr("tonetop.site.hindered.PROGRAMS", ("/healthz",))
    monkeypatch.setattr("tonetop.web.health.connection", None)
    answer = own.anybody.get("/healthz")
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "nothing was stored" in answer.json()["detail"]
