"""The pages of a management review: what is missing first, frozen once it was seen, and who may do what."""

from __future__ import annotations

import io
import json
from hashlib import sha256
from typing import Any

import pytest

from tests.web.conftest import ROLES, House
from tests.web.test_reading import MOST, text

PACK, SITTING = "/review/MRP-1/", "/review/MRP-1/sitting/MT-1/"
SEATS = {
    "act": "attend",
    "person": ["solvang", "Tomas Rehn", "lind", ""],
    "mode": ["present", "remote", "", "present"],
    "role": ["chair", "member", "", ""],
    "on_behalf_of": ["", "", "", ""],
}
DECISION = {"act": "decide", "text": "Buy the viewer", "kind": "improvement", "owner": "aurora lind"}
VERDICT = {"act": "verdict", "suitable": "yes", "adequate": "yes", "effective": "with-changes"}


def build(house: House) -> Any:
    """A pack, built by the governance lead, with no audit to tell of since the last review; gives the client."""
    from tonetop.records.write import By, withdraw

    withdraw("ExternalAudit", "external-2025", By())
    client = house["governance-lead"]
    assert client.post("/review/", {"planned_on": "2026-01-20"})["Location"] == PACK
    return client


def opened(house: House) -> Any:
    """The same with its sitting open and attended."""
    client = build(house)
    keys = ["previous_actions", "context_changes", "top_ai_risks"]
    assert client.post(SITTING, {"act": "open", "keys": keys, "held_on": "2025-12-31"}).status_code == 302
    assert client.post(SITTING, SEATS).status_code == 302
    return client


def concluded(house: House) -> Any:
    """The same with a decision, a verdict and minutes."""
    client = opened(house)
    assert client.post(SITTING, DECISION | {"due": "2026-03-31", "amount": "12 000.50"}).status_code == 302
    assert client.post(PACK, VERDICT).status_code == 302
    assert client.post(PACK, {"act": "minutes"}).status_code == 302
    return client


def test_the_list_says_when_the_next_review_is_due_and_which_were_held(house: House):
    page = text(house["executive"].get("/review/"))
    assert "The next one is due by 21 Oct 2026." in page
    assert "Management review of 21 Oct 2025" in page
    assert "Build the next review" in page
    assert "Build the next review" not in text(house["guest-auditor"].get("/review/"))


def test_a_folder_without_a_review_is_told_how_to_begin(house: House):
    page = text(house["executive"].get("/review/?as_of=2020-01-01"))
    house["executive"].get("/review/?as_of=")
    assert "No management review yet" in page


def test_a_pack_is_built_in_one_act_and_tells_what_is_missing_first(own: House):
    client = build(own)
    page = text(client.get(PACK))
    assert "3 of 7 inputs are missing something" in page
    assert page.index("are missing something") < page.index('id="previous_actions"')
    assert 'href="#performance_audits"' in page
    assert "Concerns by mail to the lead: not answered yet." in page
    assert "“Management review 2025” is being built." in text(client.get("/review/"))
    again = client.post("/review/", {"title": "Another"})
    assert (again.status_code, "is being built already" in text(again)) == (400, True)


def test_a_trend_is_drawn_with_its_figures_beside_it(own: House):
    page = text(build(own).get(PACK))
    assert (
        'aria-label="Trend of Wrongly rejected claims at most 0.8%; the table beside it has the figures"'
        in page
    )
    assert '<line class="aim"' in page
    assert '<circle class="red"' in page
    assert '<th scope="col">2025-Q1</th>' in page


def test_a_note_is_kept_by_name_and_what_was_refused_stays_written(own: House):
    client = build(own)
    given = {"act": "note", "key": "performance_audits", "said": "The next is in May", "nothing": "1"}
    assert client.post(PACK, given)["Location"] == f"{PACK}#performance_audits"
    page = text(client.get(PACK))
    assert "None, checked by Leila Haddad on 31 Dec 2025: The next is in May" in page
    assert "2 of 7 inputs are missing something" in page
    overtaken = client.post(PACK, given | {"said": "Later", "version": "1"})
    assert (overtaken.status_code, "was changed since" in text(overtaken)) == (400, True)


def test_the_pages_ask_the_database_no_more_than_fourteen_times(own: House):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = build(own)

    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    counts = [asked(PACK), asked(SITTING)]
    client.post(SITTING, {"act": "open", "keys": ["context_changes"]})
    client.post(SITTING, SEATS)
    client.post(PACK, VERDICT)
    client.post(PACK, {"act": "minutes"})
    counts += [asked(PACK), asked(SITTING), asked("/review/")]
    assert max(counts) <= MOST + 2, counts  # what scans found, and what people said of it


def test_a_frozen_pack_shows_what_was_seen_whatever_is_recorded_later(own: House):
    client = opened(own)
    before = text(client.get(PACK))
    assert "Frozen on 31 Dec 2025" in before
    assert "Keep the note" not in before
    from tonetop.records.models import Account
    from tonetop.work.change_record import change_record

    lead = Account.objects.get(role="governance-lead")
    change_record(lead, "TriggerEvent", {"id": "trg-x", "occurred_on": "2025-12-30", "summary": "A new law"})
    assert "A new law" not in text(client.get(PACK))
    frozen = client.get("/review/MRP-1/file.json")
    assert frozen["Content-Disposition"] == 'attachment; filename="inputs-MRP-1.json"'
    assert sha256(frozen.content).hexdigest() in before
    assert json.loads(frozen.content)["pack"] == "MRP-1"


def test_the_sitting_is_opened_with_what_is_gathered_or_noted(own: House):
    client = build(own)
    page = text(client.get(SITTING))
    assert "nothing gathered or noted" in page
    assert "Open it and freeze the inputs" in page
    assert "Decisions are taken once the sitting is open." in page
    refused = client.post(SITTING, {"act": "open", "keys": [], "held_on": "2025-12-31"})
    assert (refused.status_code, "at least one input" in text(refused)) == (400, True)


def test_people_are_written_by_name_and_those_who_were_not_asked_are_left_out(own: House):
    client = opened(own)
    page = text(client.get(SITTING))
    assert page.count("selected>in the room") == 1
    assert page.count("selected>remotely") == 1
    refused = client.post(SITTING, SEATS | {"role": ["chair", "chair", "", ""]})
    assert (refused.status_code, "has one chair" in text(refused)) == (400, True)
    assert text(refused).count("selected>chair") == 2


def test_a_decision_that_lacks_something_stays_written_and_a_whole_one_makes_an_action(own: House):
    client = opened(own)
    refused = client.post(SITTING, DECISION)
    assert refused.status_code == 400
    assert "Name an owner and a day" in text(refused)
    assert "Buy the viewer</textarea>" in text(refused)
    wrong = client.post(SITTING, DECISION | {"due": "2026-03-31", "amount": "plenty"})
    assert (wrong.status_code, "The amount is no number" in text(wrong)) == (400, True)
    assert client.post(SITTING, DECISION | {"due": "2026-03-31", "amount": "12 000.50"}).status_code == 302
    page = text(client.get(SITTING))
    assert "Aurora Lind, by 31 Mar 2026" in page
    assert "action A-1, open" in page


def test_the_minutes_wait_for_the_chair_and_the_approval_is_entered(own: House):
    client = opened(own)
    assert "The verdict is not complete" in text(client.get(PACK))
    refused = client.post(PACK, {"act": "minutes"})
    assert (refused.status_code, "The verdict is not complete" in text(refused)) == (400, True)
    client.post(PACK, VERDICT)
    client.post(PACK, {"act": "minutes"})
    page = text(client.get(PACK))
    assert "They wait for Ingrid Solvang, who chaired, until 14 Jan 2026." in page
    word = client.get("/review/MRP-1/file.docx")
    assert word["Content-Disposition"] == 'attachment; filename="minutes-MRP-1.docx"'
    import docx

    assert docx.Document(io.BytesIO(word.content)).paragraphs[0].text == "Minutes: Management review 2025"
    approve()
    if "Enter the approval" in text(client.get(PACK)):
        assert client.post(PACK, {"act": "enter"}).status_code == 302
    page = text(client.get(PACK))
    assert "Approved by Ingrid Solvang on 31 Dec 2025" in page
    assert "Minutes approved" in text(client.get("/review/"))
    assert "what they say stays" in text(client.get(SITTING))
    assert "Record the decision" not in text(client.get(SITTING))


def approve() -> None:
    """The chair approves the minutes as they stand."""
    from tonetop.records.models import Account
    from tonetop.records.write import latest
    from tonetop.work.answer import answer

    account = Account.objects.get(role="executive")
    account.person = "solvang"
    pack: Any = latest("ReviewPack", "MRP-1")
    answer(account, "DocumentVersion", pack.minutes, "approved")


def test_a_review_is_split_from_its_page(own: House):
    client = opened(own)
    assert "Not taken up yet: c changed needs and expectations" in text(client.get(PACK))
    assert client.post(PACK, {"act": "plan", "planned_on": "2026-01-15"}).status_code == 302
    assert "Planned for 15 Jan 2026" in text(client.get(PACK))
    page = text(client.get("/review/MRP-1/sitting/MT-2/"))
    assert "taken up before" in page
    assert "Open it and freeze" not in page


@pytest.mark.parametrize("look", ["", "?as_of=2025-06-01", "?as_of=2030-01-01&known_on=2025-12-31"])
def test_a_review_is_read_as_of_any_day(own: House, look: str):
    client = concluded(own)
    assert client.get(f"{PACK}{look}").status_code == 200
    assert client.get(SITTING).status_code == 200


def test_everybody_reads_and_only_those_act_who_may(own: House):
    concluded(own)
    for role in ROLES:
        assert [own[role].get(address).status_code for address in (PACK, SITTING)] == [200, 200]
    for role in ("guest-auditor", "process-owner", "dpo", "internal-auditor"):
        client = own[role]
        assert client.post("/review/", {}).status_code == 403
        for given in (
            {"act": "note", "key": "context_changes"},
            {"act": "plan"},
            VERDICT,
            {"act": "minutes"},
        ):
            assert client.post(PACK, given).status_code == 403
        assert client.post(PACK, {"act": "enter"}).status_code in (400, 403)
        for given in ({"act": "open", "keys": ["context_changes"]}, SEATS, DECISION):
            assert client.post(SITTING, given).status_code == 403
        assert "<textarea" not in client.get(PACK).content.decode() + client.get(SITTING).content.decode()


def test_what_is_not_there_is_said_to_be_missing(own: House):
    client = build(own)
    for address in ("/review/MRP-9/", "/review/MRP-1/sitting/meeting-2025-10-21/", "/review/MRP-1/file.pdf"):
        assert client.get(address).status_code == 404
    assert client.get("/review/MRP-1/file.docx").status_code == 404
    assert client.get("/review/MRP-1/file.json").status_code == 404
    for address in (PACK, SITTING):
        assert client.post(address, {"act": "dance"}).status_code == 404
    assert own.anybody.get(PACK).status_code == 302
