"""Reminders: whom they reach, by mail through a real server, by chat through a real address, and as a calendar."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import override_settings
from icalendar import Calendar

from tests.work.conftest import at
from tonetop.site.mail import MailAddressError, mail

MONDAY = datetime(2025, 12, 29, 9, tzinfo=UTC)
TUESDAY_NIGHT = datetime(2025, 12, 30, 2, tzinfo=UTC)


class Sink:
    """A mail server's handler that keeps what comes."""

    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the server's name
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[Sink]:
    kept = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    with override_settings(**mail(f"smtp://127.0.0.1:{port}/?from=aims@varnholm.example")):
        yield kept
    server.stop()


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    told: list[Any] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Nothing is logged."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("TONETOP_WEBHOOK", f"http://127.0.0.1:{server.server_port}/hook")
    yield told
    server.shutdown()
    server.server_close()


def accounts() -> dict[str, Any]:
    from tonetop.records.models import Account

    return {account.role: account for account in Account.objects.all()}


@pytest.mark.usefixtures("demo")
def test_a_digest_reaches_whoever_has_something_due_once_a_day_and_says_where_it_is_done(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.work.remind import remind

    monkeypatch.setenv("TONETOP_URL", "https://aims.varnholm.example/")
    first = remind(MONDAY)
    assert first.mails == len(sink.mails) > 1
    assert first.problems == ()
    by_address = {to[0]: mail for to, mail in sink.mails}
    owner = by_address["process-owner@steady.demo.example"]
    assert owner["Subject"].startswith("Varnholm Assurance Mutual: ")
    assert owner["From"] == "aims@varnholm.example"
    text = owner.get_content()
    assert "overdue by 333 days, since 2025-02-01" in text
    assert "https://aims.varnholm.example/registers/BusinessProcess/record/proc-procurement/" in text
    assert remind(MONDAY).mails == 0


@pytest.mark.usefixtures("demo")
def test_no_mail_goes_out_where_no_server_is_set(chat: list[Any]):
    from tonetop.work.remind import remind

    assert remind(MONDAY).mails == 0
    assert "overdue" in chat[0]["text"]


@pytest.mark.usefixtures("demo")
def test_a_digest_keeps_to_the_hours_and_the_days_that_were_asked_for(sink: Sink):
    from tonetop.records.reminding import Preference
    from tonetop.work.remind import is_wanted, remind

    assert remind(TUESDAY_NIGHT).mails == 0
    assert sink.mails == []
    weekly = Preference(digest="weekly", quiet_from=12, quiet_to=13)
    assert is_wanted(weekly, MONDAY)
    assert not is_wanted(weekly, MONDAY.replace(hour=12))
    assert not is_wanted(weekly, MONDAY.replace(day=30))
    assert not is_wanted(Preference(digest="never"), MONDAY)
    assert is_wanted(Preference(quiet_from=0, quiet_to=0), TUESDAY_NIGHT)


@pytest.mark.usefixtures("demo")
def test_a_mail_server_that_is_down_loses_nothing(sink: Sink):
    from tonetop.work.remind import remind

    with override_settings(EMAIL_PORT=9):
        down = remind(MONDAY)
    assert down.mails == 0
    assert "no digest went to account" in down.problems[0]
    assert remind(MONDAY).mails == len(sink.mails) > 1


@pytest.mark.usefixtures("demo")
def test_the_chat_is_told_once_a_day_in_the_shape_it_takes(chat: list[Any], monkeypatch: pytest.MonkeyPatch):
    from tonetop.records.reminding import Sent
    from tonetop.work.remind import remind

    assert remind(MONDAY).told > 10
    assert remind(MONDAY).told == 0
    Sent.objects.all().delete()
    monkeypatch.setenv("TONETOP_WEBHOOK_SHAPE", "teams")
    remind(MONDAY)
    assert len(chat) == 2
    assert chat[1]["attachments"][0]["content"]["body"][0]["text"].startswith("Varnholm Assurance Mutual: ")
    Sent.objects.all().delete()
    monkeypatch.setenv("TONETOP_WEBHOOK", "http://127.0.0.1:9/")
    assert "the chat was not told" in remind(MONDAY).problems[-1]


@pytest.mark.usefixtures("demo")
def test_what_stays_undone_comes_to_the_lead_and_then_to_top_management():
    from tonetop.work.assess import assess
    from tonetop.work.due_list import LEAD, OWN, TOP, of, waiting

    facts = assess().facts
    ranks = {(item.due.ref, item.rank) for item in waiting(facts)}
    assert {("proc-procurement", TOP), ("act-15", LEAD), ("act-26", OWN)} <= ranks
    owner, lead, top = ({item.due.ref for item in of(who, facts)} for who in ("bright", "haddad", "rehn"))
    assert "proc-procurement" in owner & lead & top
    assert "act-15" in lead - owner - top
    assert "act-27" in lead - owner - top  # her own
    assert "f-c1" in lead  # which names nobody


@pytest.mark.usefixtures("demo")
def test_a_reminder_is_put_off_for_oneself_alone():
    from tonetop.records.intake import Refused
    from tonetop.work.assess import assess
    from tonetop.work.due_list import of, put_off
    from tonetop.work.snooze import snooze

    lead, facts = accounts()["governance-lead"], assess().facts
    assert snooze(lead, "Action", "act-15", 7) == "2026-01-07"
    snoozed = {item.due.ref: item.snoozed for item in of("haddad", facts, put_off(lead))}
    assert snoozed["act-15"] == "2026-01-07"
    assert put_off(accounts()["executive"]) == {}
    assert snooze(lead, "Action", "act-15", 0) == ""
    assert put_off(lead) == {}
    with pytest.raises(Refused, match="3, 7, 14 days"):
        snooze(lead, "Action", "act-15", 5)


@pytest.mark.usefixtures("demo")
def test_saying_that_a_record_still_stands_begins_its_time_anew():
    from tonetop.work.assess import assess
    from tonetop.work.due_list import of
    from tonetop.work.permission import Forbidden
    from tonetop.work.reaffirm import reaffirm

    owner = accounts()["process-owner"]
    assert "proc-procurement" in {item.due.ref for item in of("bright", assess().facts)}
    made = reaffirm(owner, "BusinessProcess", "proc-procurement")
    assert (made.answer, made.answered_by, made.answered_on) == ("seen", "bright", "2025-12-31")
    assert "proc-procurement" not in {item.due.ref for item in of("bright", assess().facts)}
    with pytest.raises(Forbidden):
        reaffirm(accounts()["guest-auditor"], "BusinessProcess", "proc-procurement")
    with pytest.raises(Forbidden, match="no person of the register"):
        reaffirm(accounts()["administrator"], "BusinessProcess", "proc-procurement")


@pytest.mark.usefixtures("demo")
def test_the_calendar_is_read_by_others_programs_and_only_with_its_secret():
    from tonetop.work import calendar_feed, remind
    from tonetop.work.assess import assess
    from tonetop.work.due_list import of

    lead = accounts()["governance-lead"]
    first = calendar_feed.new_address(lead)
    second = calendar_feed.new_address(lead)
    assert calendar_feed.account_of(first) is None
    assert calendar_feed.account_of("") is None
    assert calendar_feed.account_of(second) == lead
    items = of("haddad", assess().facts)
    read = Calendar.from_ical(calendar_feed.feed(items, remind.named(items), MONDAY, remind.address))
    events = list(read.walk("VEVENT"))
    assert len(events) == len(items)
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert {event["DTSTART"].dt.isoformat() for event in events} == {item.due.on for item in items}


@pytest.mark.usefixtures("demo")
def test_who_may_no_longer_read_is_neither_mailed_nor_given_a_calendar(sink: Sink):
    from tonetop.work import calendar_feed
    from tonetop.work.remind import remind

    owner = accounts()["process-owner"]
    secret = calendar_feed.new_address(owner)
    assert calendar_feed.account_of(secret) == owner
    owner.role = "staff"
    owner.save()
    assert calendar_feed.account_of(secret) is None
    assert remind(MONDAY).mails == len(sink.mails) > 0
    assert owner.email not in {to[0] for to, _ in sink.mails}


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

    assert jobs.enqueue_due() == ["reminders", "concerns", "tidying"]
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


def test_the_worker_ends_when_it_is_told_to(demo: Path):
    from threading import Event

    from tonetop.work.jobs import keep_working

    with at(demo):
        stop = Event()
        job = keep_working(stop, seconds=0.05)
        stop.set()
        job.join(timeout=20)
        assert not job.is_alive()
