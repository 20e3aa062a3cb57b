"""What runs in the background: done when it is due, kept when it fails, ended when it is told to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.work.conftest import at
from tonetop.site.mail import MailAddressError, mail


@pytest.mark.usefixtures("demo")
def test_the_tidying_forgets_sessions_that_lapsed_and_no_others():
    from django.contrib.sessions.models import Session

    from tonetop.work import jobs

    now = datetime.now(UTC)
    for key, expires in {"lapsed": now - timedelta(minutes=1), "stands": now + timedelta(days=1)}.items():
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    assert jobs.tidying.func()["sessions"] == 1
    assert [one.pk for one in Session.objects.all()] == ["stands"]


@pytest.mark.usefixtures("demo")
def test_the_jobs_are_done_when_they_are_due_and_what_fails_is_kept(monkeypatch: pytest.MonkeyPatch):
    from django_tasks_db.models import DBTaskResult

    from tonetop.work import jobs
    from tonetop.work.remind import Round

    assert jobs.enqueue_due() == ["reminders", "concerns", "tidying", "disposals", "passages", "monitors"]
    assert jobs.enqueue_due() == []
    jobs.work_off()
    assert {one.status for one in DBTaskResult.objects.all()} == {"SUCCESSFUL"}
    monkeypatch.setattr(jobs, "remind", lambda now: Round(0, 0, ("the server said no",)))
    jobs.reminders.enqueue()
    jobs.work_off()
    (failed,) = DBTaskResult.objects.failed()
    assert "the server said no" in failed.traceback


def test_an_address_of_a_mail_server_says_all_that_is_needed():
    found = mail("smtp://aims%40x.example:p%20w@mail.example:2525/?tls=start&from=a@x.example")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.example", 2525, True)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("aims@x.example", "p w")
    assert mail("smtps://mail.example")["EMAIL_PORT"] == 465
    assert mail("")["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    with pytest.raises(MailAddressError, match="TONETOP_SMTP must read"):
        mail("mail.example:25")
    for port in ("abc", "0", "70000", ""):
        with pytest.raises(MailAddressError, match="TONETOP_SMTP must read"):
            mail(f"smtp://u:p@mail.example:{port}/")
    assert mail("smtp://[::1]:2525/")["EMAIL_PORT"] == 2525
    with pytest.raises(MailAddressError, match="tls=starttls is not known; write start, always, no"):
        mail("smtp://mail.example/?tls=starttls")


def test_the_worker_ends_when_it_is_told_to(demo: Path):
    from threading import Event

    from tonetop.work.jobs import keep_working

    with at(demo):
        stop = Event()
        job = keep_working(stop, seconds=0.05)
        stop.set()
        job.join(timeout=20)
        assert not job.is_alive()
