"""Reminders: whom they reach, by mail through a real server, by chat through a real address, and as a calendar."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import override_settings
from icalendar import Calendar

from tonetop.site.mail import mail

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
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
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
def test_a_leaders_digest_begins_with_what_only_they_can_answer_and_leads_to_where_it_is_answered(sink: Sink):
    from tonetop.work.remind import CAME_UP, remind

    remind(MONDAY)
    mail = next(mail for to, mail in sink.mails if to[0] == "executive@steady.demo.example")
    asked, rest = mail.get_content().split("Overdue or due soon:")
    assert mail["Subject"] == "Varnholm Assurance Mutual: 6 waiting for your answer"
    assert "- May Vera answer questions on open claims from February? (due on 12 Jan 2026)" in asked
    assert "- Approve AI policy 2.2?" in asked
    assert "/answer/DocumentVersion/text-policy-2-2/" in asked
    assert "/registers/Ask/" not in asked + rest
    own, others = rest.split("What others left undone, and has come to you:")
    assert "AIMS lead (role assignment ra-lead): due on 2026-01-22" in own
    assert others.count("\n- ") == CAME_UP


@pytest.mark.usefixtures("demo")
def test_what_waits_for_an_answer_is_worth_a_mail_even_when_nothing_is_overdue():
    from tonetop.work.assess import assess
    from tonetop.work.remind import Digest, digest

    executive, facts = accounts()["executive"], assess().facts
    found = digest(executive, facts)
    assert Digest(found.asked, [], [], [], []).presses
    assert not Digest([], [], [], [], found.own[-1:]).presses  # in some weeks
    assert not Digest([], [], [], [], []).presses


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
    told = [mail.get_content() for to, mail in sink.mails if to[0] == owner.email]
    assert all("/registers/" not in text and "due soon" not in text for text in told)


@pytest.mark.usefixtures("demo")
def test_whoever_has_not_said_that_they_know_a_text_is_reminded_of_it_and_staff_once_a_week(sink: Sink):
    from tonetop.work.assess import assess
    from tonetop.work.mine import documents
    from tonetop.work.remind import remind

    facts = assess().facts
    open_to = {
        row.id: [one for one in documents(facts, row.id) if not one.known_on] for row in facts.rows("Person")
    }
    someone = next(person for person, texts in open_to.items() if texts)
    staff = accounts()["dpo"]
    staff.role, staff.person = "staff", someone
    staff.save()
    remind(MONDAY.replace(day=30))
    assert staff.email not in {to[0] for to, _ in sink.mails}
    remind(MONDAY)
    text = next(mail.get_content() for to, mail in sink.mails if to[0] == staff.email)
    assert "Texts to know:" in text
    assert f"/mine/documents/{open_to[someone][0].document.row.id}/" in text
    assert text.rstrip().endswith("/mine/")
