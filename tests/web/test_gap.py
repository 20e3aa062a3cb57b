"""The gap report as pages: documents given, the report with its places, proposals settled, and who may do what."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import House
from tests.work.making_documents import APPROVED, MINUTES
from tests.work.reading_documents import FILES, judged_by_hand


@pytest.fixture(autouse=True)
def examined(monkeypatch: pytest.MonkeyPatch) -> None:
    judged_by_hand(monkeypatch)


def given(house: House, role: str = "governance-lead", **fields: Any) -> str:
    """Documents given and read; the address of their report."""
    from tonetop.work.reading.begin import read_documents

    files = [SimpleUploadedFile(name.rpartition("/")[2], data) for name, data in FILES]
    made = house[role].post("/gap/", {"files": files, "name": "Board papers"} | fields)
    assert made.status_code == 302, made.content.decode()
    address = made.headers["Location"]
    waiting = house[role].get(address)
    assert "The documents are being read" in waiting.content.decode()
    read_documents.func(int(address.strip("/").rpartition("/")[2]))
    return str(address)


def text(house: House, page: str, role: str = "governance-lead") -> str:
    return house[role].get(page).content.decode()


def act(house: House, page: str, role: str = "governance-lead", **fields: Any) -> Any:
    version = re.search(r'name="seen" value="(\d+)"', text(house, page, role))
    return house[role].post(page, {"seen": version[1] if version else 0} | fields)


def numbered(house: House, type: str) -> int:
    from tonetop.records.readings import ProposedRecord

    return ProposedRecord.objects.filter(type=type).first().number


def test_documents_become_a_report_whose_quotations_lead_to_their_place(own: House):
    page = given(own)
    report = text(own, page)
    assert "Board papers" in report and "2 of 3 files were read." in report
    assert APPROVED in report and "Backed by acts of top management" in report
    place = re.search(r'href="(/gap/\d+/place/[^"]+)"', report)
    assert place
    shown = text(own, place[1].replace("&amp;", "&"))
    assert re.search(r'<mark id="passage">[^<]+</mark>', shown)
    assert "strange" not in report and "it is damaged" in text(own, f"{page}?view=files&state=refused")
    assert "policy.md" not in text(own, f"{page}?view=files&state=refused")
    assert "Only promised" in text(own, f"{page}?state=promised")
    assert APPROVED not in text(own, f"{page}?state=promised")
    assert "Nothing matches" in text(own, f"{page}?q=zzzz")
    assert "Nothing stands out" in text(own, f"{page}?view=observations")
    for view in ("clauses", "controls"):
        assert own["governance-lead"].get(f"{page}?view={view}").status_code == 200


def test_the_report_is_taken_away_in_every_form_and_in_the_language_of_who_asks(own: House):
    page = given(own)
    lead = own["governance-lead"]
    for form, begins in (
        ("pdf", b"%PDF"),
        ("docx", b"PK"),
        ("xlsx", b"PK"),
        ("html", b"<!DOCTYPE"),
        ("json", b"{"),
    ):
        made = lead.get(f"{page}report.{form}")
        assert made.content.startswith(begins) and "attachment" in made.headers["Content-Disposition"]
    assert lead.get(f"{page}report.exe").status_code == 404
    lead.post("/language/", {"language": "de", "next": "/"})
    german = lead.get(f"{page}report.html").content.decode()
    assert 'lang="de"' in german and "Belegt durch Handlungen der obersten Leitung" in german
    assert "Lückenbericht" in text(own, page)


def test_a_proposal_is_accepted_rejected_and_undone_and_the_next_open_one_comes_up(own: House):
    page = given(own)
    assert own["governance-lead"].get(f"{page}proposals/").headers["Location"] == f"{page}proposals/1/"
    policy = f"{page}proposals/{numbered(own, 'PolicyVersion')}/"
    shown = text(own, policy)
    assert "What it becomes" in shown and f"<mark>{APPROVED}</mark>" in shown
    done = act(own, policy, act="accept")
    assert done.status_code == 302 and done.headers["Location"] != policy
    assert "accepted" in text(own, policy) and 'value="undo"' in text(own, policy)
    assert act(own, policy, act="undo").headers["Location"] == policy
    assert 'value="accept"' in text(own, policy)
    act(own, policy, act="reject", reason="A draft")
    assert "A draft" in text(own, policy)
    assert own["governance-lead"].post(policy, {"act": "nonsense", "seen": 1}).status_code == 400


def test_fields_are_changed_before_accepting_and_what_is_wrong_stays_in_the_form(own: House):
    page = given(own)
    policy = f"{page}proposals/{numbered(own, 'PolicyVersion')}/"
    changed = {"act": "accept", "edited": "1", "kind": "ai", "version": "7", "approved_by": "Ingrid Solvang"}
    wrong = act(own, policy, **changed, approved_on="soon")
    assert wrong.status_code == 400 and 'value="soon"' in wrong.content.decode()
    assert act(own, policy, **changed, approved_on="2025-03-03").status_code == 302
    from tonetop.records.readings import ProposedRecord
    from tonetop.records.write import latest

    stored = latest("PolicyVersion", ProposedRecord.objects.get(type="PolicyVersion").linked)
    assert (stored.version, stored.approved_by) == ("7", "solvang")


def test_two_people_at_one_proposal_and_a_form_sent_twice_are_told(own: House):
    page = given(own)
    policy = f"{page}proposals/{numbered(own, 'PolicyVersion')}/"
    sent = {"act": "accept", "seen": "1"}
    assert own["governance-lead"].post(policy, sent).status_code == 302
    again = own["executive"].post(policy, sent)
    assert again.status_code in (404, 409)
    twice = own["governance-lead"].post(policy, sent)
    assert twice.status_code == 409 and "meanwhile" in twice.content.decode()


def test_whoever_did_not_give_them_and_does_not_lead_sees_none_of_them(own: House):
    page = given(own, "internal-auditor")
    assert own["governance-lead"].get(page).status_code == 200
    for role, status in (("executive", 404), ("process-owner", 403), ("guest-auditor", 403), ("dpo", 403)):
        assert own[role].get(page).status_code == status
        assert own[role].get(f"{page}place/?doc=policy.md&start=0&end=5").status_code == status
    meeting = f"{page}proposals/{numbered(own, 'Meeting')}/"
    assert "somebody else accepts or rejects it" in text(own, meeting, "internal-auditor")
    assert own["internal-auditor"].post(meeting, {"act": "accept", "seen": "1"}).status_code == 403


def test_bad_input_is_told_in_one_sentence(own: House):
    lead = own["governance-lead"]
    empty = lead.post("/gap/", {})
    assert empty.status_code == 400 and "Choose at least one file" in empty.content.decode()
    gone = lead.post("/gap/", {"piece": "no-such"})
    assert gone.status_code == 400 and "no-such" in gone.content.decode()
    page = given(own)
    ranges = ("", "&start=9&end=3", "&start=0&end=99999", "&start=-1&end=2", "&start=a&end=b")
    for query in ("", "?doc=x&start=0&end=1", *(f"?doc=policy.md{range}" for range in ranges)):
        assert lead.get(f"{page}place/{query}").status_code == 404
    assert lead.get(f"{page}proposals/999/").status_code == 404


def test_dropping_leaves_what_was_accepted_and_nothing_else(own: House):
    page = given(own)
    minutes = f"{page}proposals/{numbered(own, 'Meeting')}/"
    act(own, minutes, act="accept")
    assert own["governance-lead"].post(f"{page}drop/").status_code == 302
    assert own["governance-lead"].get(page).status_code == 404
    assert not list((own.folder / "readings").rglob("*.md"))
    from tests.work.making_documents import minutes as made
    from tonetop.records import blobs

    assert blobs.read(made().text.sha256) == MINUTES.encode()
    assert not list((own.folder / "readings").iterdir())


def test_what_is_held_is_not_dropped_and_the_page_says_so(own: House):
    from tests.work.test_hold import hold, lift
    from tonetop.records import clock

    page = given(own)
    ref = hold(own_kind="readings", review_by=clock.today())
    refused = own["governance-lead"].post(f"{page}drop/", follow=True)
    assert "under legal hold" in refused.content.decode()
    assert own["governance-lead"].get(page).status_code == 200
    lift(ref)
    own["governance-lead"].post(f"{page}drop/")
    assert own["governance-lead"].get(page).status_code == 404
