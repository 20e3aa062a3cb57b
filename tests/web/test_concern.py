"""Concerns as pages: raised without an account, answered to a receipt, read by few; everyone sees the days."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest

from tests.web.conftest import ROLES, House
from tests.web.test_training import text

SAID = "The triage tool sends older patients to the end of the queue."
RECEIPT = re.compile(r'class="secret">([A-Z2-9-]+)<')
HANDLERS = ("administrator", "governance-lead", "dpo")


def raised(house: House, **more: str) -> str:
    """The receipt of a concern just raised by somebody who is not signed in."""
    page = house.anybody.post("/concerns/new/", {"text": SAID} | more).content.decode()
    return RECEIPT.findall(page)[0]


def page_of(house: House) -> str:
    """The address of the one sealed concern, as the list links it."""
    found = re.findall(r'href="(/concerns/sealed/\d+/)"', house["dpo"].get("/concerns/").content.decode())
    assert len(set(found)) == 1
    return str(found[0])


def test_a_concern_goes_from_whoever_raised_it_to_an_answer_and_back(own: House):
    receipt, lead = raised(own), own["governance-lead"]
    assert "Waiting to be read" in text(lead.get("/concerns/"))
    address = page_of(own)
    page = text(lead.get(address))
    assert SAID in page
    assert "not in the register yet" in page
    answer = "Thank you. Which queue do you mean?"
    assert "Recorded" in text(lead.post(address, {"act": "answer", "text": answer}, follow=True))
    page = text(own.anybody.post("/concerns/receipt/", {"receipt": receipt}))
    assert answer in page
    assert "acknowledged on 31 Dec 2025" in page
    again = {"receipt": receipt, "text": "That of the outpatients."}
    assert "Sent." in text(own.anybody.post("/concerns/receipt/", again))
    assert "That of the outpatients." in text(lead.get(address))
    lead.post(address, {"act": "escalate", "person": "solvang"})
    lead.post(address, {"act": "outcome", "text": "The rule was taken out."})
    page = text(own.anybody.post("/concerns/receipt/", {"receipt": receipt}))
    assert "put before top management" in page
    assert "outcome told on" in page
    page = text(own["guest-auditor"].get("/concerns/"))
    assert "Tonetop, sealed" in page
    assert "CON-1" in page
    assert "older patients" not in page


def test_the_page_tells_days_against_what_is_asked_for(house: House):
    page = text(house["guest-auditor"].get("/concerns/"))
    assert "acknowledged within 14 days" in page
    assert "77 days" in page
    assert "Waiting to be read" not in page
    page = text(house["guest-auditor"].get("/concerns/?as_of=2025-08-01"))
    assert re.search(r"con-4 .* 3 days 49 days left", page)
    page = text(house["guest-auditor"].get("/concerns/?as_of=2025-09-25"))
    assert "open for 66 days" in page
    assert "Nobody raised a concern" in text(house["guest-auditor"].get("/concerns/?as_of=2020-01-01"))
    house["guest-auditor"].get("/concerns/?as_of=")


def test_whoever_is_signed_in_raises_one_without_being_noted(own: House):
    from tonetop.work.assess import position

    before = position()
    own["executive"].post("/concerns/new/", {"text": SAID})
    held = b"".join(path.read_bytes() for path in own.folder.iterdir() if path.is_file())
    assert SAID.encode() not in held
    assert position() == before
    assert "anonymous" in text(own["dpo"].get(page_of(own)))


def test_who_says_their_name_is_told_as_having_done_so(own: House):
    raised(own, named="1")
    assert "says who raised it" in text(own["dpo"].get(page_of(own)))


def test_raising_and_coming_back_writes_no_log_and_sets_no_session(
    own: House, caplog: pytest.LogCaptureFixture
):
    from django.contrib.sessions.models import Session

    before = Session.objects.count()
    with caplog.at_level(logging.DEBUG):
        receipt = raised(own)
        own.anybody.post("/concerns/new/", {"text": "short"})
        own.anybody.post("/concerns/receipt/", {"receipt": receipt})
        own.anybody.post("/concerns/receipt/", {"receipt": "wrong"})
    told = [entry for entry in caplog.records if entry.name != "django.db.backends"]
    assert [entry.getMessage() for entry in told] == []
    assert Session.objects.count() == before
    assert set(own.anybody.cookies) <= {"csrftoken"}


@pytest.mark.parametrize("sent", [{"text": "short"}, {}, {"text": "x" * 10_001}])
def test_a_mistake_is_told_and_keeps_what_was_written(house: House, sent: dict[str, str]):
    response = house.anybody.post("/concerns/new/", sent)
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert sent.get("text", "")[:10] in text(response)


def test_a_wrong_receipt_opens_nothing(house: House):
    for sent in ({"receipt": "AAAA"}, {"receipt": "AAAA", "text": SAID}, {}):
        assert "No concern has this receipt" in text(house.anybody.post("/concerns/receipt/", sent))
    assert "Your receipt" in text(house.anybody.get("/concerns/receipt/"))


@pytest.mark.parametrize("role", ROLES)
def test_only_who_handles_concerns_reads_and_follows_them(own: House, role: str):
    raised(own)
    address = page_of(own)
    allowed = role in HANDLERS
    assert own[role].get(address).status_code == (200 if allowed else 403)
    assert own[role].post(address, {"act": "acknowledge"}).status_code == (302 if allowed else 403)
    assert own[role].get("/concerns/sealed/1/").status_code == (404 if allowed else 403)


def test_whom_a_concern_was_escalated_to_reads_that_one(own: House):
    from tonetop.records.models import Account

    Account.objects.filter(role="executive").update(person="lind")
    raised(own)
    address = page_of(own)
    assert own["executive"].get(address).status_code == 403
    own["dpo"].post(address, {"act": "escalate", "person": "lind"})
    assert SAID in text(own["executive"].get(address))


def test_an_act_that_says_nothing_is_told(own: House):
    raised(own)
    address = page_of(own)
    response: Any = own["dpo"].post(address, {"act": "answer", "text": ""})
    assert response.status_code == 400
    assert "Write a few words more" in text(response)


def test_pages_with_words_in_confidence_are_kept_by_nobody(own: House):
    receipt = raised(own)
    for response in (
        own.anybody.get("/concerns/new/"),
        own.anybody.post("/concerns/receipt/", {"receipt": receipt}),
        own["dpo"].get(page_of(own)),
    ):
        assert "no-store" in response["Cache-Control"]


def test_the_list_asks_the_database_little(own: House):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    raised(own)
    own["dpo"].get("/concerns/")
    with CaptureQueriesContext(connection) as queries:
        own["dpo"].get("/concerns/")
    assert len(queries) <= 12
