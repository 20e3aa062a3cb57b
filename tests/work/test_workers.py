"""Several workers on one database: none does a job twice, and a killed one's job is taken up again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from tests.work.conftest import at
from tonetop.work import workers


@pytest.mark.parametrize("named", ["0", "17", "two", "-1", "1.5", "²"])
def test_a_number_of_workers_that_is_none_is_refused(named: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TONETOP_WORKERS", named)
    with pytest.raises(workers.WorkersMisnamedError, match="from 1 to 16"):
        workers.count()


def test_the_number_of_workers_is_as_named_else_by_the_cores(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TONETOP_WORKERS", "3")
    assert workers.count() == 3
    monkeypatch.setenv("TONETOP_WORKERS", "")
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert workers.count() == 1
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert workers.count() == 4


def process(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    """A worker process of its own on a folder."""
    return subprocess.Popen([sys.executable, "-c", workers.PROGRAM, "work", *more, "--data", str(folder)])


@pytest.mark.slow
def test_processes_share_one_queue_and_none_does_a_job_twice(demo: Path):
    from django_tasks_db.models import DBTaskResult

    from tonetop.work import jobs

    with at(demo):
        for _ in range(40):
            jobs.tidying.enqueue()
        both = [process(demo, "--once") for _ in range(2)]
        assert [one.wait(timeout=120) for one in both] == [0, 0]
        done = list(DBTaskResult.objects.all())
        assert {one.status for one in done} == {"SUCCESSFUL"}
        assert [len(one.worker_ids) for one in done] == [1] * 40
        assert not list((demo / workers.MARKS).iterdir()), "who ends leaves no mark"


def test_a_killed_workers_job_is_taken_up_again_but_not_for_ever(demo: Path):
    from django_tasks_db.models import DBTaskResult

    from tonetop.work import jobs

    with at(demo):
        killed = process(demo)
        marks = demo / workers.MARKS
        while not (marks.is_dir() and list(marks.iterdir())):
            sleep(0.05)
            assert killed.poll() is None
        name = next(marks.iterdir()).stem
        jobs.tidying.enqueue()
        job = DBTaskResult.objects.get()
        job.claim(name)
        assert workers.take_up_again() == 0, "its worker lives"
        killed.send_signal(signal.SIGKILL)
        killed.wait(timeout=20)
        assert workers.take_up_again() == 1
        assert DBTaskResult.objects.get().status == "READY"
        for _ in range(workers.TRIES - 1):
            DBTaskResult.objects.get().claim(name)
            last = workers.take_up_again()
        assert last == 0
        assert DBTaskResult.objects.get().status == "FAILED"
        assert "its worker was killed" in DBTaskResult.objects.get().traceback


def test_a_job_that_waits_is_cancelled_and_one_that_began_is_not(demo: Path):
    from django_tasks_db.models import DBTaskResult

    from tonetop.work import jobs

    with at(demo), workers.marked() as name:
        jobs.tidying.enqueue()
        waits = DBTaskResult.objects.get()
        assert workers.cancel(str(waits.pk))
        assert not workers.cancel(str(waits.pk))
        jobs.work_off(name)
        assert DBTaskResult.objects.get().status == "FAILED"
        assert not DBTaskResult.objects.get().worker_ids, "nobody began it"
        jobs.reminders.enqueue()
        began = DBTaskResult.objects.get(status="READY")
        began.claim(name)
        assert not workers.cancel(str(began.pk))
        assert workers.lives(name)
    with at(demo):
        assert not workers.lives(name)
