"""The pages on which documents are compared, published, put in force, known, listed and retired."""

from __future__ import annotations

from typing import Any

from tests.web.conftest import House
from tests.web.test_documents import page, send, taken, upload
from tests.work.documenting import approve, approved, ask, begin, change, document, later, lead, published


def test_a_lapsed_approval_is_told_with_what_changed_since(own: House):
    version = approved()
    assert "Approved" in page(own, "/documents/of/DOC-1/")
    change(version, "# Policy\n\nWe decide by machines.")
    shown = own["dpo"].get("/documents/of/DOC-1/").content.decode()
    assert "Lapsed: the text was changed since" in shown
    assert "approval anew" in shown
    (link,) = [part.split('"')[0] for part in shown.split('href="') if "difference/?from=" in part][:1]
    told = own["dpo"].get(link.replace("&amp;", "&")).content.decode()
    assert "<del>people</del>" in told
    assert "<ins>machines</ins>" in told


def test_the_form_of_an_approved_text_warns_that_approvals_lapse(own: House):
    version = approved()
    address = f"/documents/versions/{version}/change/"
    assert "those approvals lapse" in page(own, address)
    sent = {"version": "1", "text": "Other.", "after": str(document().current.row.recorded_on and 99)}
    assert own["governance-lead"].post(address, sent).status_code == 400


def test_a_draft_is_changed_in_its_place(own: House):
    from tonetop.records.write import latest

    version = begin()
    seen: Any = latest("DocumentVersion", version)
    sent = {"version": "1", "text": "Better.", "after": str(seen.revision)}
    assert "Better." in send(own, f"/documents/versions/{version}/change/", **sent)
    assert len(document().versions) == 1


def test_texts_that_are_equal_alone_or_no_text_are_compared_in_words(own: House):
    begin()
    assert "The two texts are the same" in page(own, "/documents/of/DOC-1/difference/")
    later("Second.")
    assert "version 2" in page(own, "/documents/of/DOC-1/difference/")
    send(own, "/documents/of/DOC-1/add/", version="3", file=upload("a.pdf", b"%PDF-1.7"))
    assert "Only texts in Markdown" in page(own, "/documents/of/DOC-1/difference/")


def test_texts_of_very_many_lines_are_not_compared(own: House):
    begin()
    later("line\n\n" * 4000)
    assert "too long to be compared" in page(own, "/documents/of/DOC-1/difference/")


def test_a_policy_is_published_put_in_force_and_known(own: House):
    version = approved()
    at = f"/documents/versions/{version}"
    assert "Record as published" in page(own, f"{at}/publish/")
    assert "by which channel" in send(own, f"{at}/publish/", reach="inside", channel=" ")
    sent = {"reach": "inside", "channel": "Intranet", "address": "https://in.example/p", "on": "2025-12-31"}
    told = send(own, f"{at}/publish/", **sent, proof=upload("seen.png", b"picture"))
    assert "Intranet" in told
    response = own["guest-auditor"].get("/documents/proof/PUB-1/")
    assert taken(response) == b"picture"
    assert response["Content-Disposition"].startswith("attachment")
    assert "Approved by Ingrid Solvang" in page(own, f"{at}/force/")
    assert "no earlier" in send(own, f"{at}/force/", kind="ai", since="2025-01-01", review_due="")
    sent = {"kind": "ai", "since": "2025-12-31", "review_due": "2026-12-31", "principle": ["fairness"]}
    assert "The policy is in force." in send(own, f"{at}/force/", **sent)
    assert "in force already" in page(own, f"{at}/force/")
    assert "I know it" in page(own, "/documents/of/DOC-1/", "process-owner")
    assert "1 of " in send(own, f"{at}/known/", "process-owner")
    assert "I know it" not in page(own, "/documents/of/DOC-1/", "process-owner")


def test_only_leads_put_a_policy_in_force(own: House):
    version = approved()
    assert own["executive"].get(f"/documents/versions/{version}/force/").status_code == 403


def test_a_publication_is_seen_again_and_taken_down_by_a_button(own: House):
    version = published()
    at = f"/documents/versions/{version}/place/PUB-1/"
    assert "seen there on 31 Dec 2025" in send(own, at, seen="1")
    assert "published nowhere" in send(own, at, down="1")
    assert "already" in send(own, at, down="1")


def test_a_document_is_retired_after_a_question_with_what_takes_its_place(own: House):
    published()
    begin(title="Next policy")
    asked = page(own, "/documents/of/DOC-1/retire/")
    assert "still published" in asked
    assert "Next policy" in asked
    own["governance-lead"].post("/documents/of/DOC-1/retire/", {"after": "x"})
    assert document().state == "published"
    told = send(own, "/documents/of/DOC-1/retire/", after="1", replaced_by="DOC-2")
    assert "Retired on 31 Dec 2025" in told
    assert "version 1 to be taken down: Intranet" in told
    assert "Next policy" in told


def test_the_list_tells_states_and_what_each_document_waits_for(own: House):
    version = published(audience=["Procurement"])
    begin(title="Second")
    shown = page(own, "/documents/")
    assert "the governance lead, to put it in force" in shown
    assert "of its audience to know it" in shown
    assert "its author, to ask for approval" in shown
    narrowed = page(own, "/documents/?state=draft")
    assert "Second" in narrowed
    assert "the governance lead, to put" not in narrowed
    assert "No document is in this state" in page(own, "/documents/?state=lapsed")
    later()
    assert "version 1 stays valid" in page(own, "/documents/")
    assert "came after this one" in page(own, f"/documents/versions/{version}/")


def test_what_is_sent_back_or_overdue_is_told(own: House):
    version = begin()
    ask(version, "solvang", due="")
    assert "an answer of Ingrid Solvang" in page(own, "/documents/")
    approve(version, word="sent-back")
    assert "Ingrid Solvang sent it back" in page(own, "/documents/of/DOC-1/")
    overdue = begin(title="Overdue")
    ask(overdue, due="2025-12-31")
    assert "by 31 Dec 2025" in page(own, "/documents/")
    assert "overdue since 31 Dec 2025" in page(own, "/documents/?as_of=2026-01-01")


def test_a_plan_waits_for_publication_and_a_document_for_its_first_text(own: House):
    from tonetop.records import intake, write

    approved(kind="plan")
    write.save(intake.take("Document", {"id": "bare", "title": "Bare", "begun_on": "2025-12-01"}), write.By())
    shown = page(own, "/documents/")
    assert "its publication" in shown
    assert "its first text" in shown
    assert "There is no text yet" in page(own, "/documents/of/bare/")
    assert "There is no text to compare yet" in page(own, "/documents/of/bare/difference/")


def test_on_a_past_day_a_document_is_read_and_not_acted_on(own: House):
    published()
    begin(title="Second")
    shown = page(own, "/documents/of/DOC-1/?as_of=2026-01-02")
    assert "Acts are recorded today" in shown
    assert "Retire" not in shown


def test_a_list_of_many_documents_is_turned_page_by_page_with_few_queries(own: House):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tonetop.records import intake, write

    rows = [
        intake.take("Document", {"id": f"d{n:03}", "title": f"Paper {n:03}", "begun_on": "2025-12-01"})
        for n in range(60)
    ]
    write.save_all([write.Change(row) for row in rows], write.By())
    assert "page 1 of 2" in page(own, "/documents/")
    assert "Paper 059" in page(own, "/documents/?page=2")
    assert "Paper 000" in page(own, "/documents/?page=x")
    begin()
    own["dpo"].get("/documents/")
    for address in ("/documents/", "/documents/of/DOC-61/", "/documents/of/d001/"):
        with CaptureQueriesContext(connection) as queries:
            own["dpo"].get(address)
        assert len(queries) <= 12, address


def test_an_earlier_version_that_is_still_published_waits_to_be_taken_down(own: House):
    from tonetop.work.publish import Place, publish

    published()
    version = later()
    ask(version)
    approve(version)
    assert "to be taken down" not in page(own, "/documents/")
    publish(lead(), version, Place("inside", "Wiki"))
    assert "version 1 to be taken down: Intranet" in page(own, "/documents/")
    send(own, "/documents/versions/DV-1/place/PUB-1/", down="1")
    assert "to be taken down" not in page(own, "/documents/")
