"""Whoever runs the server learns whether it can work, and its figures by a token; nobody's name or path is told."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from tests.web.conftest import House
from tonetop.records.stores import StoreError
from tonetop.work import measure, ready, workers
from tonetop.work.jobs import tidying

TOKEN = "a-long-token-for-the-figures"
FORM = {"process": "proc-product", "subject": "AISystem:AI-2"}


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    """No answer of readiness is kept from one test to the next."""
    ready.forget()
    yield
    ready.forget()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are given."""
    monkeypatch.setenv(measure.TOKEN, TOKEN)


def figures(house: House) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample by name and labels, as Prometheus' own parser reads it."""
    answer = house.anybody.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value
        for family in families
        for one in family.samples
    }


@pytest.fixture(autouse=True)
def worker(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The name of a worker that lives, of the house that a test asks."""
    if not {"house", "own"} & {*request.fixturenames}:
        yield None
        return
    request.getfixturevalue("house" if "house" in request.fixturenames else "own")
    with workers.marked() as name:
        ready.forget()
        yield name
    ready.forget()


def test_jobs_that_nobody_looked_for_lately_are_told_by_name(house: House, worker: str):
    from tonetop.records import clock

    def told() -> tuple[int, bool, str]:
        ready.forget()
        answer = house.anybody.get("/readyz", headers={"Accept": "application/json"})
        plain = answer.json()
        assert plain["ready"] == all(one["holds"] for one in plain["checks"].values())
        return answer.status_code, plain["checks"]["jobs"]["holds"], plain["checks"]["jobs"]["said"]

    assert told() == (200, True, "the background jobs are done")
    (mark,) = (house.folder / workers.MARKS).glob(f"{worker}.mark")
    long_ago = clock.now().timestamp() - 200
    os.utime(mark, (long_ago, long_ago))
    status, holds, said = told()
    assert (status, holds) == (503, False)
    assert said.startswith("whoever does the background jobs has not looked")
    workers.look(worker)
    assert told()[:2] == (200, True)
    os.utime(mark, (long_ago, long_ago))
    job = tidying.enqueue()
    DBTaskResult.objects.filter(pk=job.id).update(status="RUNNING", worker_ids=[worker])
    assert told()[:2] == (200, True), "who does a long job looks at nothing"
    DBTaskResult.objects.filter(pk=job.id).delete()
    mark.unlink()
    assert told() == (503, False, "nobody does the background jobs; `tonetop up` or `tonetop work` does them")
    mark.touch()


def test_a_server_that_can_work_says_so_line_by_line(house: House):
    answer = house.anybody.get("/readyz")
    assert answer.status_code == 200
    lines = answer.content.decode().splitlines()
    assert lines[0] == "ready"
    assert [line.split(":")[0] for line in lines[1:]] == [f"ok  {name}" for name in ready.CHECKS]
    assert answer["Cache-Control"] == "no-store"


def test_what_cannot_work_is_told_in_plain_words(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tonetop.records.rollback.banner", lambda: "Read-only: an older copy of /srv/x")
    monkeypatch.setattr(ready.tempfile, "TemporaryFile", _full)
    answer = house.anybody.get("/readyz")
    assert answer.status_code == 503
    said = answer.content.decode()
    assert said.startswith("not ready\n")
    assert "NO  ledger: the ledger is read-only, for an older copy was put back" in said
    assert "NO  disk: the data folder cannot be written to" in said
    assert "/srv/x" not in said
    assert str(house.folder) not in said


def _full(**_: Any) -> Any:
    raise OSError(28, "No space left on device")


def test_a_database_of_an_older_version_is_told(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tonetop.records.taken_over.ours", lambda: frozenset(("records.9999_later",)))
    answer = house.anybody.get("/readyz")
    assert answer.status_code == 503
    assert "NO  migrations: the database is that of an older version" in answer.content.decode()


@pytest.mark.parametrize(
    ("serves", "status", "says"),
    [
        (True, 503, "NO  migrations: a newer version took over and serves"),
        (False, 200, "ok  migrations: a newer version brought the database up to date; this one reads"),
    ],
)
def test_what_a_newer_version_took_over_is_read_until_that_one_serves(
    own: House, monkeypatch: pytest.MonkeyPatch, serves: bool, status: int, says: str
):
    from tonetop.records import taken_over

    (own.folder / taken_over.NAME).write_text("records.9999_later")
    assert not ready.served_by_another()
    monkeypatch.setattr(ready, "served_by_another", lambda: serves)
    answer = own.anybody.get("/readyz")
    assert (answer.status_code, says in answer.content.decode()) == (status, True)
    page = own["governance-lead"].get("/registers/Decision/")
    assert page.status_code == 200
    assert "this one only reads" in page.content.decode()
    assert own["guest-auditor"].get("/registers/Decision/").status_code == 200


def test_a_store_of_evidence_that_is_away_is_told_without_its_address(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    def away(_: Any) -> Any:
        raise StoreError("s3://bucket-of-somebody/secret: does not answer")

    monkeypatch.setenv("TONETOP_EVIDENCE_STORE", "s3://bucket-of-somebody/secret")
    monkeypatch.setattr("tonetop.records.stores.chosen", away)
    said = house.anybody.get("/readyz").content.decode()
    assert "NO  evidence: the store of evidence does not answer" in said
    assert "bucket" not in said


def test_a_database_that_fails_is_told(house: House, monkeypatch: pytest.MonkeyPatch):
    from django.db import OperationalError

    def fails() -> Any:
        raise OperationalError("could not connect to db.example.org") from sqlite3.OperationalError()

    monkeypatch.setitem(ready.CHECKS, "database", fails)
    said = house.anybody.get("/readyz").content.decode()
    assert "NO  database: the database does not answer" in said
    assert "example.org" not in said


def test_without_a_token_set_there_are_no_figures(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(measure.TOKEN, raising=False)
    assert house.anybody.get("/metrics").status_code == 404
    assert house["administrator"].get("/metrics").status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN])
def test_figures_open_to_the_token_alone(house: House, counted: None, given: str):
    answer = house["administrator"].get("/metrics", headers={"authorization": given})
    assert answer.status_code == 401
    assert b"tonetop_" not in answer.content


def test_figures_tell_requests_by_route_and_never_by_path(house: House, counted: None):
    before = figures(house)
    house["governance-lead"].get("/registers/Person/record/solvang/?q=planted-word")
    house["governance-lead"].get("/no/such/planted-path")
    after = figures(house)
    request = ("tonetop_requests_total", (("method", "GET"), ("route", "record"), ("status", "200")))
    assert after[request] - before.get(request, 0) == 1
    missed = ("tonetop_requests_total", (("method", "GET"), ("route", "none"), ("status", "404")))
    assert after[missed] - before.get(missed, 0) == 1
    assert after["tonetop_request_seconds_count", (("method", "GET"), ("route", "record"))] >= 1
    assert not {"solvang", "planted-word", "planted-path"} & set(str(after).replace("'", " ").split())
    assert "solvang" not in str(after)


def test_figures_tell_the_ledger_its_witnesses_the_jobs_the_webhooks_and_the_gates(own: House, counted: None):
    from tonetop.records import log
    from tonetop.records.ledger.anchors import Anchor, add
    from tonetop.work import jobs
    from tonetop.work.gate import ask_gate

    before = figures(own)
    answers = (
        ("tonetop_gate_answers_total", (("answer", "yes"),)),
        ("tonetop_gate_answers_total", (("answer", "no"),)),
    )
    found = ask_gate("proc-product", "AISystem:AI-2")
    jobs.tidying.enqueue()
    with _writing() as connection:
        add(connection, Anchor("email", 3, b"r" * 32, "2026-01-01T00:00:00.000Z", "auditor"))
    told = figures(own)
    assert told["tonetop_ledger_events", ()] == log.size()
    assert told["tonetop_checkpoint_age_seconds", ()] >= 0
    assert told["tonetop_checkpoint_events", ()] <= log.size()
    assert told["tonetop_anchors", (("kind", "email"),)] == 1
    assert told["tonetop_anchor_age_seconds", (("kind", "email"),)] > 0
    assert told["tonetop_jobs", (("state", "waiting"),)] == 1
    assert told["tonetop_jobs", (("state", "failed"),)] == 0
    assert told["tonetop_webhook_messages", (("state", "dead"),)] == 0
    assert told["tonetop_ready", (("check", "disk"),)] == 1
    counted_now = [told.get(name, 0) - before.get(name, 0) for name in answers]
    assert counted_now == ([1, 0] if found.opens else [0, 1])


def _writing() -> Any:
    from contextlib import contextmanager

    from django.db import connection, transaction

    @contextmanager
    def inside() -> Iterator[Any]:
        with transaction.atomic():
            yield connection

    return inside()


def test_a_token_that_is_easily_guessed_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(measure.TOKEN, "short")
    with pytest.raises(measure.MetricsRefused, match="shorter than 16"):
        measure.demand_usable()
    monkeypatch.setenv(measure.TOKEN, TOKEN)
    measure.demand_usable()
    monkeypatch.setattr(measure, "find_spec", lambda _: None)
    with pytest.raises(measure.MetricsRefused, match=r"tonetop\[metrics\]"):
        measure.demand_usable()
