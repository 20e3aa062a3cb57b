"""The inbox and its answers as pages: told in people's words, answered by a form, and refused in one sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import House
from tests.web.test_reading import text

TEXT = b"# AI policy 2.1\n\nEvery use of a general-purpose model passes the gate. <script>alert(1)</script>\n"
ANSWER = "/answer/DocumentVersion/DV-1/"
MONEY = "/answer/ResourceRequest/RR-1/"


def hold(*records: tuple[str, dict[str, Any]]) -> None:
    """Put records into the data folder as the governance lead."""
    from tonetop.records import intake, write

    entries = intake.take_all([(type, plain, None) for type, plain in records])
    write.save_all([write.Change(entry) for entry in entries], write.By("account-2", "haddad", "password"))


def last(type: str, ref: str) -> Any:
    """A record as it was written last."""
    from tonetop.records.write import latest

    return latest(type, ref)


def waiting() -> int:
    """How much the demo's year has put before the chief executive on its last day."""
    from tonetop.work.assess import assess
    from tonetop.work.inbox import count, inbox

    return count(inbox(assess().facts, "solvang"))


def fill(media: str = "text/markdown") -> str:
    """Put a text, a request, a question, a measurement and an act entered for her before the chief executive."""
    from tonetop.records import blobs

    digest = blobs.store([TEXT], media).sha256
    by = {"asked_of": "solvang", "asked_by": "haddad", "asked_on": "2025-12-21"}
    version = {"id": "DV-1", "document": "DOC-1", "version": "2.1", "author": "haddad", "sha256": digest}
    hold(
        ("Document", {"id": "DOC-1", "title": "AI policy", "owner": "haddad"}),
        ("DocumentVersion", version | {"media_type": media, "written_on": "2025-12-20", "file_name": "p.md"}),
        ("Ask", {"id": "ASK-1", "kind": "approve", "about": ["DV-1"], "due": "2026-01-09", **by}),
        ("ResourceRequest", {"id": "RR-1", "kind": "money", "amount": 18000, "currency": "EUR",
                             "requested_by": "haddad", "requested_on": "2025-12-01", "escalated_on": "2025-12-20"}),
        ("AISystem", {"id": "AI-9", "name": "HealthRate 2"}),
        ("Ask", {"id": "ASK-2", "kind": "decide", "about": ["AI-9"], "due": "2025-12-30",
                 "why": "Launch HealthRate 2 on 1 March?", "if_not": "The launch slips.", **by}),
        ("Measurement", {"kpi": "O1", "measured_on": "2025-12-29", "value": 1.1, "status": "red"}),
        ("Communication", {"id": "COM-77", "kind": "all-hands", "speaker": "solvang", "sent_on": "2025-12-18"}),
    )  # fmt: skip
    return digest


def test_the_inbox_tells_what_is_asked_why_now_and_what_happens_if_not(own: House):
    before = waiting()
    fill()
    page = text(own["executive"].get("/inbox/"))
    assert f"{before + 5} things need you" in page and "Championed?" in page
    for said in (
        *("Launch HealthRate 2 on 1 March?", "Asked by Leila Haddad", "The launch slips."),
        *("Grant 18 000 EUR?", "Escalated on 20 Dec 2025", "Approve AI policy 2.1?", "By 9 Jan 2026"),
        *("Wrongly rejected claims", "Was this you: communication", "Was due by 30 Dec 2025"),
    ):
        assert said in page, said


def test_an_empty_inbox_and_an_account_without_a_person_are_told_what_comes_here(own: House):
    assert "You are through" in text(own["dpo"].get("/inbox/"))
    assert "Who are you in the register?" in text(own["guest-auditor"].get("/inbox/"))


def test_what_is_ones_own_is_told_to_wait_for_another_and_offers_no_answer(own: House):
    risk = {"id": "risk-own", "subject": "AI-2", "inherent": "high", "owner": "solvang"}
    ask = {"id": "ASK-own", "kind": "approve", "about": ["risk-own"], "asked_of": "solvang"}
    hold(("RiskAssessment", risk), ("Ask", ask))
    said = "Who entered it, performed it or answers for it does not approve it; another person has to"
    assert said in text(own["executive"].get("/inbox/"))
    page = own["executive"].get("/answer/RiskAssessment/risk-own/")
    assert said in text(page)
    assert 'name="answer"' not in page.content.decode()


def test_a_document_is_read_and_approved_and_the_answer_can_be_thought_better_of(own: House):
    before, digest = waiting(), fill()
    executive = own["executive"]
    page = executive.get(ANSWER)
    assert "passes the gate" in text(page) and "<script>alert" not in page.content.decode()
    sent = {"sha256": digest, "answer": "approved", "comment": ""}
    done = text(executive.post(ANSWER, sent, follow=True))
    assert "Your answer is on record: approved." in done and f"{before + 4} things need you" in done
    approval = last("Approval", "APP-1")
    assert (approval.answered_by, approval.sha256, approval.rank) == ("solvang", digest, "top management")
    assert last("Ask", "ASK-1").closed_on == "2025-12-31"
    assert "about what stands now" in text(executive.get(ANSWER))
    sent = {"sha256": digest, "answer": "sent-back", "comment": "Say who may stop a release."}
    assert "Your last answers" in text(executive.post(ANSWER, sent, follow=True))
    assert last("Approval", "APP-2").answer == "sent-back"
    assert last("Approval", "APP-1").withdrawn_on is None


def test_an_approval_with_a_comment_is_one(own: House):
    digest = fill("text/plain")
    own["executive"].post(ANSWER, {"sha256": digest, "answer": "approved", "comment": "Well told."})
    approval = last("Approval", "APP-1")
    assert (approval.answer, approval.comment) == ("approved-with-comment", "Well told.")


def test_what_changed_since_it_was_shown_is_shown_again_and_the_comment_stays(own: House):
    fill()
    sent = {"sha256": "0" * 64, "answer": "approved", "comment": "Well told."}
    page = own["executive"].post(ANSWER, sent)
    assert page.status_code == 409
    assert "changed since it was shown to you" in text(page) and "Well told." in text(page)
    assert last("Approval", "APP-1") is None
    assert own["executive"].post(ANSWER, sent | {"sha256": ""}).status_code == 409


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"answer": "approved", "amount": "much"}, "is no amount"),
        ({"answer": "approved", "amount": "-5"}, "is no amount"),
        ({"answer": "approved", "amount": "100"}, "Say why less is granted"),
        ({"answer": "declined"}, "Say why in a sentence"),
        ({"answer": "maybe"}, "is no answer"),
        ({"answer": "delegated", "delegate_to": "eke"}, "No delegation from solvang"),
    ],
)
def test_a_wrong_answer_gets_one_sentence_and_writes_nothing(own: House, sent: dict[str, str], said: str):
    from tonetop.work.shown import shown

    fill()
    page = own["executive"].post(MONEY, {"sha256": shown(last("ResourceRequest", "RR-1")).sha256} | sent)
    assert said in text(page)
    assert page.status_code == 400
    assert last("Approval", "APP-1") is None


def test_money_is_granted_by_the_amount_as_people_write_it(own: House):
    from tonetop.work.shown import shown

    fill()
    digest = shown(last("ResourceRequest", "RR-1")).sha256
    assert 'value="18000"' in own["executive"].get(MONEY).content.decode()
    sent = {"sha256": digest, "answer": "approved", "amount": "12 000,50", "comment": "Half now."}
    own["executive"].post(MONEY, sent)
    row = last("ResourceRequest", "RR-1")
    assert (row.granted, row.decided_by, row.shortfall_rationale) == (12000.5, "solvang", "Half now.")


def test_who_was_not_asked_sees_why_they_cannot_answer_and_is_refused(own: House):
    digest = fill()
    for role in ("governance-lead", "dpo", "guest-auditor"):
        page = text(own[role].get(ANSWER))
        assert "Your answer" in page and 'name="answer"' not in own[role].get(ANSWER).content.decode()
        assert own[role].post(ANSWER, {"sha256": digest, "answer": "approved"}).status_code == 403
    assert last("Approval", "APP-1") is None


def test_there_is_no_answering_what_is_not_there(own: House):
    assert own["executive"].get("/answer/Nonsense/x/").status_code == 404
    assert own["executive"].get("/answer/Decision/no-such/").status_code == 404


def test_the_doer_says_that_it_was_them(own: House):
    before = waiting()
    fill()
    page = own["executive"].post("/inbox/confirm/Communication/COM-77/", {"answer": "mine"}, follow=True)
    assert "On record as done by you." in text(page)
    assert f"{before + 4} things need you" in text(page)
    assert last("Confirmation", "Communication/COM-77/1/solvang").answer == "mine"
    sent = {"answer": "not-mine", "version": "1", "back": "/registers/Communication/record/COM-77/"}
    page = own["executive"].post("/inbox/confirm/Communication/COM-77/", sent)
    assert page["Location"] == sent["back"]
    sent |= {"answer": "perhaps", "back": "https://elsewhere.example/"}
    assert own["executive"].post("/inbox/confirm/Communication/COM-77/", sent)["Location"] == "/inbox/"
    refused = own["governance-lead"].post("/inbox/confirm/Communication/COM-77/", {"answer": "mine"})
    assert refused.status_code == 403


def test_what_was_entered_for_somebody_is_confirmed_with_one_act(own: House):
    fill()
    page = own["executive"].get("/inbox/").content.decode()
    acts = re.findall(r'name="act" value="([^"]+)"', page)
    assert "Communication/COM-77/1" in acts
    assert f"All {len(acts)} were me" in page
    said = own["executive"].post("/inbox/confirm/", {"act": acts}, follow=True)
    assert f"{len(acts)} acts are on record as done by you." in text(said)
    assert last("Confirmation", "Communication/COM-77/1/solvang").answer == "mine"
    assert "were me" not in text(said)
    refused = own["executive"].post("/inbox/confirm/", {"act": ["Nonsense"]}, follow=True)
    assert "there is no such record" in text(refused)
    assert own["governance-lead"].post("/inbox/confirm/", {"act": acts}).status_code == 403


def test_a_text_to_approve_leads_to_what_changed_since_the_valid_one(own: House):
    page = own["executive"].get("/answer/DocumentVersion/text-policy-2-2/")
    assert "What changed since version 2.1" in text(page)
    (address,) = re.findall(r'href="(/documents/of/doc-ai-policy/difference/[^"]+)"', page.content.decode())
    assert "Systems that act by themselves" in text(own["executive"].get(address.replace("&amp;", "&")))


def test_a_request_for_people_asks_for_posts(own: House):
    fields = {"id": "RR-8", "kind": "people", "purpose": "operate", "requested_by": "haddad"}
    hold(("ResourceRequest", fields | {"amount": 1, "requested_on": "2025-12-01"}))
    assert "Grant 1 post to operate the system?" in text(own["executive"].get("/inbox/"))


def test_an_act_is_logged_from_the_home_page_by_those_who_may(house: House):
    assert 'href="/act/"' in house["governance-lead"].get("/").content.decode()
    assert 'href="/act/"' not in house["guest-auditor"].get("/").content.decode()
    assert 'href="/act/"' not in house["governance-lead"].get("/?as_of=2025-06-01").content.decode()


def test_the_inbox_looks_at_any_day(own: House):
    fill()
    page = text(own["executive"].get("/inbox/?as_of=2025-12-20"))
    assert "Grant 18 000 EUR?" in page and "Launch HealthRate 2" not in page


def test_an_executive_lands_where_something_waits_and_everybody_else_at_home(own: House):
    from django.test import RequestFactory

    from tonetop.records.models import Account
    from tonetop.web.inbox import landing

    request: Any = RequestFactory().get("/")
    for role, person, lands in (
        ("executive", "bright", "/"),
        ("executive", "solvang", "/inbox/"),
        ("dpo", "solvang", "/"),
    ):
        request.user = Account.objects.get(role=role)
        request.user.person = person
        assert landing(request) == lands


def test_the_inbox_asks_the_database_a_few_questions_whatever_waits(own: House):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fill()
    client: Client = own["executive"]
    for address in ("/inbox/", ANSWER, MONEY):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= 12, (address, [query["sql"][:80] for query in asked])
