"""Logging an act as pages: read from the file, confirmed, kept; and the doer's word on the record's own page."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import House
from tests.web.test_inbox import hold, last
from tests.web.test_reading import text

MAIL = b"""From: Ingrid Solvang <ceo@example.org>
Subject: What we owe our members
Date: Mon, 15 Dec 2025 09:00:00 +0100

Fairness comes before speed; our policy says so.
"""


def begun(house: House, kind: str, name: str = "", data: bytes = b"") -> Any:
    """The second page, after a kind was chosen and perhaps a file."""
    sent: dict[str, Any] = {"step": "read", "kind": kind}
    return house["governance-lead"].post(
        "/act/", sent | ({"file": SimpleUploadedFile(name, data)} if name else {})
    )


def field(page: Any, name: str) -> str:
    """The value that a field of a page holds."""
    html = page.content.decode()
    return str(html.split(f'name="{name}" value="')[1].split('"')[0])


def test_a_mail_is_read_confirmed_and_logged_with_two_fields_untouched_and_none_typed(own: House):
    page = begun(own, "communication", "post.eml", MAIL)
    html = page.content.decode()
    assert field(page, "day") == "2025-12-15" and 'value="solvang" selected' in html
    assert 'value="policy" checked' in html and 'value="ethics" checked' in html
    assert 'value="risk" checked' not in html
    sent = {"step": "log", "kind": "communication", "token": field(page, "token"), "who": "solvang"}
    sent |= {"day": "2025-12-15", "sort": "email", "title": "What we owe our members", "themes": "policy"}
    done = own["governance-lead"].post("/act/", sent, follow=True)
    assert "Logged." in text(done) and "What we owe our members" in text(done)
    row = last("Communication", done.redirect_chain[0][0].rstrip("/").rpartition("/")[2])
    assert (row.speaker, row.entered_by, row.themes) == ("solvang", "haddad", ("policy",))
    assert not list((own.folder / "uploads").iterdir())


def test_without_a_file_one_begins_with_today_and_oneself(own: House):
    page = begun(own, "decision")
    assert field(page, "day") == "2025-12-31" and 'value="haddad" selected' in page.content.decode()
    for kind, said in (("attendance", "Meeting"), ("policy-comment", "About which text")):
        assert said in text(begun(own, kind))


def test_what_is_wrong_is_said_and_what_was_written_stays(own: House):
    page = begun(own, "decision", "note.txt", b"Subject: Stop the pilot\n")
    sent = {"step": "log", "kind": "decision", "token": field(page, "token"), "who": "solvang", "day": ""}
    page = own["governance-lead"].post("/act/", sent | {"title": "Stop the pilot"})
    assert page.status_code == 400 and "Say on which day" in text(page)
    assert field(page, "title") == "Stop the pilot" and field(page, "token") == sent["token"]
    page = own["governance-lead"].post("/act/", {"step": "read", "kind": "dance"})
    assert page.status_code == 400 and "Say what kind" in text(page)
    page = own["governance-lead"].post("/act/", sent | {"token": "no-such-word-anywhere-here"})
    assert page.status_code == 400 and "choose it once more" in text(page)


def test_who_may_not_log_is_told_who_does(own: House):
    assert "Your role does not log acts" in text(own["guest-auditor"].get("/act/"))
    sent = {"step": "log", "kind": "decision", "who": "solvang", "day": "2025-12-15", "title": "Stop"}
    assert own["guest-auditor"].post("/act/", sent).status_code == 403
    assert "Spoke or wrote" in text(own["executive"].get("/act/"))


def test_the_record_page_asks_the_doer_and_shows_the_word(own: House):
    hold(
        (
            "Communication",
            {"id": "COM-77", "kind": "all-hands", "speaker": "solvang", "sent_on": "2025-12-18"},
        )
    )
    address = "/registers/Communication/record/COM-77/"
    assert "This was me" in text(own["executive"].get(address))
    assert "This was me" not in text(own["governance-lead"].get(address))
    sent = {"answer": "not-mine", "version": "1", "back": address, "comment": "I was away."}
    page = own["executive"].post("/inbox/confirm/Communication/COM-77/", sent, follow=True)
    assert "On record as not done by you." in text(page)
    assert "that version 1 was not their act" in text(page) and "I was away." in text(page)
    hold(
        (
            "Communication",
            {"id": "COM-77", "kind": "all-hands", "speaker": "solvang", "sent_on": "2025-12-19"},
        )
    )
    assert "The record was changed since." in text(own["governance-lead"].get(address))
