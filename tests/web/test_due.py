"""What is due, on a page: mine and everybody's, put off, said to stand, and how one is reminded."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import House


def test_everybody_sees_what_waits_for_them_and_all_there_is_on_wish(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    from tonetop.web import due

    monkeypatch.setattr(due, "SHOWN", 10)
    mine = house["process-owner"].get("/due/").content.decode()
    assert "/registers/BusinessProcess/record/proc-procurement/" in mine
    assert "/registers/Decision/record/dec-2025-10-21-a/" not in mine
    first = house["process-owner"].get("/due/?all").content.decode()
    assert "The first 10 are shown." in first
    assert "?all&amp;shown=500" in first
    everybody = house["process-owner"].get("/due/?all&shown=500").content.decode()
    assert "/registers/Decision/record/dec-2025-10-21-a/" in everybody
    assert "334 days late" in everybody or "333 days late" in everybody


def test_what_is_ones_own_stands_apart_from_what_others_left_undone(house: House):
    head = "What others left undone, and has come to you"
    page = house["executive"].get("/due/?shown=500").content.decode()
    own, came_up = page.split(head)
    assert "/registers/BusinessProcess/record/proc-procurement/" in came_up
    assert "/registers/BusinessProcess/record/proc-procurement/" not in own
    assert "days late" in came_up
    assert head not in house["executive"].get("/due/?all").content.decode()
    assert head not in house["process-owner"].get("/due/").content.decode()


def test_staff_say_on_their_page_how_often_they_are_reminded(own: House):
    from django.conf import settings
    from django.test import Client

    from tonetop.records.reminding import Preference
    from tonetop.work.invite import make_account
    from tonetop.work.remind import wish_of

    staff = make_account("staff", "staff@example.org", person="thun", name="Staff")
    client = Client()
    client.force_login(staff, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert '<option value="weekly" selected>' in client.get("/mine/").content.decode()
    client.post("/language/", {"language": "en"})
    assert wish_of(staff).digest == "weekly"
    wish = {"digest": "never", "quiet_from": "20", "quiet_to": "6"}
    page = client.post("/due/reminders/", wish, follow=True)
    assert page.redirect_chain == [("/mine/", 302)]
    assert '<option value="never" selected>' in page.content.decode()
    assert "Choose how often" in client.post("/due/reminders/", {}, follow=True).content.decode()
    assert client.post("/due/reminders/", {"calendar": "new"}).status_code == 403
    assert Preference.objects.get(account=staff).calendar == ""
    assert client.get("/due/").status_code == 403


def test_as_of_an_earlier_day_it_says_what_was_due_then(house: House):
    then = house["governance-lead"].get("/due/?all&as_of=2025-01-15").content.decode()
    assert 0 < then.count("days late") <= then.count("live without having passed its gates")
    house["governance-lead"].get("/due/?as_of=2025-12-31")


def test_an_account_that_is_no_person_sees_everybodys(house: House):
    page = house["administrator"].get("/due/").content.decode()
    assert "/registers/BusinessProcess/record/proc-procurement/" in page
    assert "For me" not in page


def test_one_puts_a_reminder_off_and_takes_that_back(own: House):
    lead = own["governance-lead"]
    page = lead.post("/due/Action/act-15/off/", {"days": "7"}, follow=True).content.decode()
    assert "Put off for you until 2026-01-07" in page
    assert "put off until 7 Jan 2026" in page
    assert (
        "reminded of it again"
        in lead.post("/due/Action/act-15/off/", {"days": "0"}, follow=True).content.decode()
    )
    assert (
        "put off for 3, 7, 14 days"
        in lead.post("/due/Action/act-15/off/", {"days": "x"}, follow=True).content.decode()
    )


def test_one_says_that_a_record_still_stands_where_one_may_write(own: House):
    owner = own["process-owner"]
    page = owner.post("/due/BusinessProcess/proc-procurement/stands/", follow=True).content.decode()
    assert "you looked at it, and it still stands" in page
    assert "/registers/BusinessProcess/record/proc-procurement/" not in page
    refused = owner.post("/due/StrategyGoal/SG1/stands/")
    assert refused.status_code == 403
    assert "does not write" in refused.content.decode()


def test_how_one_is_reminded_is_kept(own: House):
    lead = own["governance-lead"]
    wish = {"digest": "weekly", "quiet_from": "20", "quiet_to": "6"}
    page = lead.post("/due/reminders/", wish, follow=True).content.decode()
    assert '<option value="weekly" selected>' in page
    assert 'value="20"' in page
    assert (
        "Choose how often"
        in lead.post("/due/reminders/", wish | {"quiet_to": "25"}, follow=True).content.decode()
    )


def test_the_calendar_needs_its_address_and_no_sign_in(own: House):
    page = own["governance-lead"].post("/due/reminders/", {"calendar": "new"}, follow=True).content.decode()
    (address,) = re.findall(r"<code>http://testserver(/calendar/[^<]+\.ics)</code>", page)
    answer = own.anybody.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert b"act-15" in answer.content
    assert own.anybody.get("/calendar/guessed.ics").status_code == 404
    assert "<code>http" not in own["governance-lead"].get("/due/").content.decode()


def test_what_is_asked_of_its_reader_leads_from_the_calendar_to_the_answer(own: House):
    page = own["executive"].post("/due/reminders/", {"calendar": "new"}, follow=True).content.decode()
    (address,) = re.findall(r"<code>http://testserver(/calendar/[^<]+\.ics)</code>", page)
    feed = own.anybody.get(address).content.replace(b"\r\n ", b"").decode()
    asked = re.findall(r"URL:\S+(/answer/Ask/\S+)", feed)
    assert asked and all(own["executive"].get(each).status_code == 200 for each in asked)


def test_the_calendar_ends_with_the_right_to_read(own: House):
    from tonetop.records.models import Account

    page = own["process-owner"].post("/due/reminders/", {"calendar": "new"}, follow=True).content.decode()
    (address,) = re.findall(r"<code>http://testserver(/calendar/[^<]+\.ics)</code>", page)
    assert own.anybody.get(address).status_code == 200
    Account.objects.filter(role="process-owner").update(role="staff")
    assert own.anybody.get(address).status_code == 404


def test_the_jobs_are_shown_to_those_who_keep_the_house(own: House):
    from tonetop.work import jobs

    lead = own["governance-lead"]
    assert "No job has run yet" in lead.get("/jobs/").content.decode()
    assert "in the queue" in lead.post("/jobs/", {"job": "reminders"}, follow=True).content.decode()
    jobs.work_off()
    assert "mails: 0" in lead.get("/jobs/").content.decode()
    assert "There is no such job" in lead.post("/jobs/", {"job": "nonsense"}, follow=True).content.decode()
    assert own["executive"].get("/jobs/").status_code == 403


def test_a_job_that_waits_is_cancelled_on_the_page(own: House):
    from django_tasks_db.models import DBTaskResult

    lead = own["governance-lead"]
    page = lead.post("/jobs/", {"job": "tidying"}, follow=True).content.decode()
    (number,) = re.findall(r'name="cancel" value="([^"]+)"', page)
    assert own["executive"].post("/jobs/", {"cancel": number}).status_code == 403
    page = lead.post("/jobs/", {"cancel": number}, follow=True).content.decode()
    assert (
        "The job is cancelled." in page
        and "It was cancelled before it began." in page
        and ">failed<" not in page
    )
    assert DBTaskResult.objects.get().status == "FAILED"
    for gone in (number, "nonsense"):
        again = lead.post("/jobs/", {"cancel": gone}, follow=True).content.decode()
        assert "does not wait any more" in again


def test_a_job_that_failed_says_why(own: House, monkeypatch):
    from tonetop.work import jobs
    from tonetop.work.remind import Round

    monkeypatch.setattr(jobs, "remind", lambda now: Round(0, 0, ("the mail server said no",)))
    jobs.reminders.enqueue()
    jobs.work_off()
    assert "the mail server said no" in own["governance-lead"].get("/jobs/").content.decode()


def test_many_of_one_register_and_day_are_one_line_that_leads_to_each(house: House):
    page = house["governance-lead"].get("/due/?all&shown=500").content.decode()
    (at,) = re.findall(r'href="(/due/\?all&amp;of=SoAEntry&amp;on=[\d-]+&amp;what=\w+)"', page)
    assert "Statement of Applicability: 38 records" in page
    assert "/registers/SoAEntry/record/" not in page
    alone = house["governance-lead"].get(at.replace("&amp;", "&")).content.decode()
    assert len(set(re.findall(r"/due/SoAEntry/[^/]+/off/", alone))) == 38
    assert alone.count("Put off<span") == 38
    assert "Everything that is due" in alone
