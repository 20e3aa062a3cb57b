"""The background jobs: what they are, how often each is done, and how a worker does them."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import Error, connection
from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from tonetop.records import clock
from tonetop.records.taken_over import by_newer
from tonetop.work import passage_index, trust_forget
from tonetop.work.anchor import anchor
from tonetop.work.anchor import due as anchors_due
from tonetop.work.checkpoint_mails import due as mails_due
from tonetop.work.checkpoint_mails import send as send_checkpoints
from tonetop.work.evidence_state import destroy_left
from tonetop.work.follow_concern import take_in_earlier
from tonetop.work.mail_in import POST, take_mails
from tonetop.work.monitor import anything, look_at_due
from tonetop.work.own_data.carry_out import goes_by_itself, run_due
from tonetop.work.own_data.periods import days_now
from tonetop.work.reading.begin import give_up, read_documents, settle_lost
from tonetop.work.remind import remind
from tonetop.work.run_scan import give_up as give_up_scan
from tonetop.work.run_scan import scan_listed
from tonetop.work.send_webhooks import behind as webhooks_behind
from tonetop.work.send_webhooks import send_webhooks
from tonetop.work.tray import TakenIn
from tonetop.work.watch_folder import WATCHED, take_files
from tonetop.work.watch_notice import check_current, watched
from tonetop.work.webhook_letters import forget_letters
from tonetop.work.workers import look, marked, take_up_again

SECONDS = 3
"""How often the worker looks for jobs."""
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
    """Forget the jobs that ended long ago, the sessions that lapsed, and the documents that were only read."""
    days, gone = days_now("jobs"), 0
    if days is not None:
        gone, _ = (
            DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - timedelta(days)).delete()
        )
    lapsed, _ = Session.objects.filter(expire_date__lt=clock.now()).delete()
    told = {"forgotten": gone, "sessions": lapsed, "readings": settle_lost()}
    return told | {"letters": forget_letters()}


@task()
def concerns() -> dict[str, int]:
    """Enter into the register the concerns of earlier days that nobody took in."""
    return {"entered": take_in_earlier()}


@task()
def mails() -> dict[str, int]:
    """Take in the mails that lie in the folder that is named."""
    return _told(take_mails())


@task()
def files() -> dict[str, int]:
    """Take in the files that lie still in the watched folder."""
    return _told(take_files())


@task()
def disposals() -> dict[str, int]:
    """Destroy the files that disposals of evidence left behind, such as when a store did not answer."""
    return {"destroyed": destroy_left()}


@task()
def passages() -> dict[str, int]:
    """Bring the index of passages up to date with the files that are kept."""
    return asdict(passage_index.catch_up())


@task()
def notices() -> dict[str, int]:
    """Check that the public notice is in reach, and whether its text changed."""
    return check_current()


@task()
def requests() -> dict[str, int]:
    """Erase what visitors of the trust page said of themselves, once it is needed no more."""
    return {"erased": trust_forget.forget_old()}


@task()
def retention() -> dict[str, int]:
    """Let go of the program's own data that is past its period, of the kinds that go by themselves."""
    done = run_due()
    if left := [why for run in done for why in run.left]:
        raise JobFellShortError("; ".join(left))
    return {run.kind: run.gone for run in done}


@task()
def monitors() -> dict[str, int]:
    """Look at what is monitored and due, and record what was found."""
    return look_at_due()


@task()
def webhooks() -> dict[str, int]:
    """Tell the webhooks what happened, and send again what did not arrive."""
    return asdict(send_webhooks())


@task()
def anchors() -> dict[str, int]:
    """Have the log's newest checkpoint stamped and signed by whoever outside is named for it."""
    done = anchor()
    if done.problems:
        raise JobFellShortError("; ".join(done.problems))
    return {"made": done.made}


@task()
def checkpoint_mails() -> dict[str, int]:
    """Send the log's newest checkpoint to those outside who get it by mail."""
    done = send_checkpoints()
    if done.problems:
        raise JobFellShortError("; ".join(done.problems))
    return {"sent": done.made}


def _told(taken: TakenIn) -> dict[str, int]:
    if taken.held_back:
        raise JobFellShortError("; ".join(taken.held_back))
    return {"made": taken.made, "known": taken.known, "quarantined": taken.quarantined}


SCHEDULE: dict[str, tuple[Task[Any, Any], timedelta]] = {
    "reminders": (reminders, timedelta(hours=1)),
    "concerns": (concerns, timedelta(hours=1)),
    "tidying": (tidying, timedelta(days=1)),
    "disposals": (disposals, timedelta(days=1)),
    "mails": (mails, timedelta(minutes=5)),
    "files": (files, timedelta(minutes=5)),
    "passages": (passages, timedelta(minutes=1)),
    "notices": (notices, timedelta(days=1)),
    "requests": (requests, timedelta(days=1)),
    "monitors": (monitors, timedelta(days=1)),
    "retention": (retention, timedelta(days=1)),
    "webhooks": (webhooks, timedelta(minutes=1)),
    "anchors": (anchors, timedelta(minutes=1)),
    "checkpoint mails": (checkpoint_mails, timedelta(minutes=1)),
}
"""By name, the jobs that are done again and again, and after how long."""
ONLY_WITH = {
    "mails": POST.folder,
    "files": WATCHED.folder,
    "passages": passage_index.behind,
    "notices": watched,
    "requests": trust_forget.kept,
    "monitors": anything,
    "retention": goes_by_itself,
    "webhooks": webhooks_behind,
    "anchors": anchors_due,
    "checkpoint mails": mails_due,
}
"""Jobs that are done only where there is a place to do them at: a folder or host that is named, an index behind."""


def enqueue_due() -> list[str]:
    """Put what is due again into the queue; gives the names. Of several workers one alone puts it there."""
    put = []
    with exclusive_transaction():
        for name, (job, every) in SCHEDULE.items():
            if name in ONLY_WITH and ONLY_WITH[name]() is None:
                continue
            since = clock.now() - every
            if not DBTaskResult.objects.filter(task_path=job.module_path, enqueued_at__gt=since).exists():
                job.enqueue()
                put.append(name)
    return put


def work_off(name: str = "tonetop") -> None:
    """Do what stands in the queue, one after the other, until it is empty. name: the worker's, kept with each job.

    Several workers may do so at once: each takes a job in a transaction of its own, so none is done twice.
    """
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    ).run()


def take_up_killed() -> None:
    """Let the jobs of killed workers wait again; of one that killed several, whoever waits for it is told."""
    take_up_again(_lost)


def _lost(job: DBTaskResult) -> None:
    """Say of documents and scans whose job was ended that they came to no end."""
    if job.task_path == read_documents.module_path:
        give_up(*job.args_kwargs["args"])
    if job.task_path == scan_listed.module_path:
        give_up_scan(*job.args_kwargs["args"])


def keep_working(stop: Event, seconds: float = SECONDS) -> Thread:
    """Start the worker; it looks every so many seconds until it is stopped."""
    job = Thread(target=work, args=(stop, seconds), name="jobs", daemon=True)
    job.start()
    return job


def work(stop: Event, seconds: float = SECONDS) -> None:
    """Do what is due and what others put into the queue, looking every so many seconds, until it is stopped."""
    with marked() as name:
        while not stop.wait(seconds):
            look(name)
            if by_newer(settings.DATA):
                continue  # the newer version does them
            try:
                take_up_killed()
                if enqueue_due() or DBTaskResult.objects.ready().exists():
                    work_off(name)
            except Error as error:
                logger.warning("The jobs wait: %s", error)
            finally:
                connection.close()
