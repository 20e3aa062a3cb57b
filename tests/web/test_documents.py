"""The pages on which documents are written, kept, asked about and commented on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_reading import text
from tests.work.documenting import begin, document

NEW = "/documents/new/"
FIRST = {"title": "AI policy", "kind": "policy", "owner": "Leila Haddad", "version": "1", "author": "haddad"}
BODY = "# Purpose\n\nPeople decide. <script>alert(1)</script>\n"


def upload(name: str, content: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


def plain(response: Any) -> str:
    """A page's text without what is set in bold."""
    return text(response).replace("<b>", "").replace("</b>", "")


def taken(response: Any) -> bytes:
    """The file that is sent."""
    content = b"".join(response.streaming_content)
    response.close()
    return content


def page(own: House, address: str, role: str = "governance-lead", status: int = 200) -> str:
    response = own[role].get(address)
    assert response.status_code == status
    return plain(response)


def send(own: House, where: str, role: str = "governance-lead", **data: Any) -> str:
    """What is shown after a form was sent."""
    return plain(own[role].post(where, data, follow=True))


def test_an_empty_list_teaches_and_shows_how_to_begin(own: House):
    from tonetop.records import write
    from tonetop.records.registry import registers

    for row in registers()["Document"].objects.filter(until_on=None):
        write.withdraw("Document", row.ref, write.By())
    assert "No document is kept here yet" in page(own, "/documents/")
    assert "Write the first one" in page(own, "/documents/")
    assert "Your role reads documents" in page(own, "/documents/", "guest-auditor")


def test_a_document_is_written_after_a_preview_that_stores_nothing(own: House):
    from tonetop.work.assess import position

    assert "Title" in page(own, NEW)
    before = position()
    shown = own["governance-lead"].post(NEW, {**FIRST, "text": BODY, "audience": ["Risk"], "preview": "1"})
    seen = shown.content.decode()
    assert "<h3>Purpose</h3>" in seen
    assert "<script>alert" not in seen
    assert 'value="AI policy"' in seen
    assert 'value="Risk" checked' in seen
    assert position() == before
    told = send(own, NEW, **FIRST, text=BODY, audience=["all"])
    assert "Saved." in told
    assert "People decide." in told
    row = document().row
    assert (row.owner, row.audience, row.kind) == ("haddad", ("all",), "policy")


def test_what_is_refused_is_said_once_and_keeps_what_was_written(own: House):
    response = own["governance-lead"].post(NEW, {**FIRST, "version": "", "text": "Keep me."})
    assert response.status_code == 400
    assert "Give the version a name" in text(response)
    assert "Keep me." in text(response)


@pytest.mark.parametrize("role", ["guest-auditor", "internal-auditor"])
def test_who_may_not_write_sees_no_form_and_no_act(own: House, role: str):
    version = begin()
    for address in (NEW, "/documents/of/DOC-1/add/", "/documents/of/DOC-1/retire/"):
        assert own[role].get(address).status_code == 403
    for act in ("change", "review", "publish", "force"):
        assert own[role].get(f"/documents/versions/{version}/{act}/").status_code == 403
    assert own[role].post(f"/documents/versions/{version}/comment/", {"text": "x"}).status_code == 403
    assert own[role].post(f"/documents/versions/{version}/known/").status_code in (302, 403)
    shown = page(own, "/documents/of/DOC-1/", role)
    assert "Retire" not in shown
    assert "Your comment" not in shown


@pytest.mark.parametrize("act", ["comment", "known", "answer/CMT-1", "place/PUB-1"])
def test_an_act_is_not_done_by_following_a_link(own: House, act: str):
    assert own["governance-lead"].get(f"/documents/versions/{begin()}/{act}/").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/documents/of/DOC-99/",
        "/documents/of/DOC-99/add/",
        "/documents/of/DOC-99/difference/",
        "/documents/versions/DV-99/",
        "/documents/versions/DV-99/file/",
        "/documents/versions/DV-99/review/",
        "/documents/proof/PUB-99/",
    ],
)
def test_what_is_not_there_is_said(house: House, address: str):
    assert "There is no such page" in page(house, address, status=404)


def test_a_file_is_offered_for_taking_away_and_never_shown_within_the_site(own: House):
    version = begin()
    raw = b"<html><script>alert(1)</script>"
    sent = {"version": "2", "author": "haddad", "text": "", "file": upload("page.html", raw)}
    assert "opened on your own device" in send(own, "/documents/of/DOC-1/add/", **sent)
    response = own["guest-auditor"].get(f"/documents/versions/{document().current.row.id}/file/")
    assert taken(response) == raw
    assert response["Content-Disposition"] == 'attachment; filename="AI policy 2.html"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    first = own["dpo"].get(f"/documents/versions/{version}/file/")
    assert first["Content-Type"] == "text/markdown"
    assert taken(first).startswith(b"# Policy")


def test_only_texts_of_the_document_are_handed_out(own: House):
    version = begin()
    other = "0" * 64
    page(own, f"/documents/versions/{version}/file/?text={other}", status=404)


def test_a_text_that_is_not_kept_here_is_said_not_to_be(own: House):
    from pathlib import Path

    version = begin()
    kept = document().current.row.sha256
    Path(own.folder / "blobs" / kept[:2] / kept).unlink()
    page(own, f"/documents/versions/{version}/file/", status=404)
    assert "opened on your own device" in page(own, "/documents/of/DOC-1/")


def test_plain_text_is_shown_as_it_was_typed_and_bytes_are_not(own: House):
    begin()
    add = "/documents/of/DOC-1/add/"
    sent = {"version": "2", "file": upload("a.txt", b"# no heading <b>")}
    assert '<pre class="text"># no heading &lt;b&gt;</pre>' in own["governance-lead"].post(
        add, sent, follow=True
    ).content.decode().replace("\n</pre>", "</pre>")
    sent = {"version": "3", "file": upload("b.txt", b"\xff\xfe\x00")}
    assert "opened on your own device" in send(own, add, **sent)


def test_a_new_version_begins_with_the_text_before_and_the_next_number(own: House):
    begin()
    shown = page(own, "/documents/of/DOC-1/add/")
    assert "We decide by people." in shown
    assert 'value="2"' in shown
    told = send(own, "/documents/of/DOC-1/add/", version="2", text="Other.", change="Shorter", author="Eke")
    assert "is no such record" in told or "leads" in told or "Eke" in told
    told = send(own, "/documents/of/DOC-1/add/", version="2", text="Other.", change="Shorter", author="eke")
    assert "Saved." in told
    assert "Shorter" in told


def test_a_review_is_asked_for_by_names_and_ids(own: House):
    version = begin()
    address = f"/documents/versions/{version}/review/"
    assert "Ingrid Solvang" in page(own, address)
    told = send(own, address, approver=["solvang"], others="Jonas Eke\n", due="2026-01-20", why="New law")
    assert "it stands in their inbox now" in told
    assert "an answer of Ingrid Solvang, Jonas Eke by 20 Jan 2026" in told
    assert "Read and answer" in page(own, "/documents/of/DOC-1/", "executive")
    assert "Read and answer" not in page(own, "/documents/of/DOC-1/", "dpo")


def test_what_is_wrong_with_an_ask_is_said_and_keeps_what_was_ticked(own: House):
    version = begin()
    address = f"/documents/versions/{version}/review/"
    sent = {"approver": ["rehn"], "others": "someone", "why": "Because", "due": "2026-01-20"}
    response = own["governance-lead"].post(address, sent)
    seen = response.content.decode()
    assert response.status_code == 400
    assert "is not in the register of people today" in text(response)
    assert 'value="rehn" checked' in seen
    assert "someone" in seen
    assert "Because" in seen


def test_a_comment_and_what_came_of_it_stand_under_the_text(own: House):
    version = begin()
    address = f"/documents/versions/{version}/comment/"
    assert "Who decides?" in send(own, address, "executive", text="Who decides?")
    assert "Write what you want to say" in send(own, address, "executive", text=" ")
    told = send(own, f"/documents/versions/{version}/answer/CMT-1/", text="The board.")
    assert "What came of it" in told
    assert "The board." in told
