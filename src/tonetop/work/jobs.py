"""The background jobs: what they are, how often each is done, and the worker that does them within `tonetop up`."""

from __future__ import annotations

import logging
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from django.contrib.sessions.models import Session
from django.db import Error, connection
from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tonetop.records import clock
from tonetop.work.follow_concern import take_in_earlier
from tonetop.work.remind import remind

SECONDS = 15
"""How often the worker looks for jobs."""
KEPT = timedelta(days=90)
"""For how long a job that ended is shown."""
logger = logging.getLogger(__name__)


class JobFellShortError(Exception):
    """A job did only part of its work; the message says what it could not do."""


@task()
def reminders() -> dict[str, int]:
    """Send the digests that are wanted at this hour."""
    done = remind(clock.now())
    if done.problems:
        raise JobFellShortError("; ".join(done.problems))
    return {"mails": done.mails, "told": done.told}


@task()
def tidying() -> dict[str, int]:
    """Forget the jobs that ended long ago, and the sessions that lapsed."""
    gone, _ = DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - KEPT).delete()
    lapsed, _ = Session.objects.filter(expire_date__lt=clock.now()).delete()
    return {"forgotten": gone, "sessions": lapsed}


@task()
def concerns() -> dict[str, int]:
    """Enter into the register the concerns of earlier days that nobody took in."""
    return {"entered": take_in_earlier()}


SCHEDULE: dict[str, tuple[Task[Any, Any], timedelta]] = {
    "reminders": (reminders, timedelta(hours=1)),
    "concerns": (concerns, timedelta(hours=1)),
    "tidying": (tidying, timedelta(days=1)),
}
"""By name, the jobs that are done again and again, and after how long."""


def enqueue_due() -> list[str]:
    """Put what is due again into the queue; gives the names."""
    put = []
    for name, (job, every) in SCHEDULE.items():
        since = clock.now() - every
        if not DBTaskResult.objects.filter(task_path=job.module_path, enqueued_at__gt=since).exists():
            job.enqueue()
            put.append(name)
    return put


def work_off() -> None:
    """Do what stands in the queue, one after the other, until it is empty."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tonetop up",
        excluded_queue_names=[],
    ).run()


def keep_working(stop: Event, seconds: float = SECONDS) -> Thread:
    """Start the worker; it looks every so many seconds until it is stopped."""
    job = Thread(target=_work, args=(stop, seconds), name="jobs", daemon=True)
    job.start()
    return job


def _work(stop: Event, seconds: float) -> None:
    while not stop.wait(seconds):
        try:
            if enqueue_due() or DBTaskResult.objects.ready().exists():
                work_off()
        except Error as error:
            logger.warning("The jobs wait: %s", error)
        finally:
            connection.close()
