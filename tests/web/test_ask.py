"""Asking and searching texts as pages: quotations that lead to their place, silence, permissions."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import House

pytest.importorskip("onnxruntime", reason="needs the extra: pip install 'tonetop[assistant]'")
TEXT = b"# May\n\nThe executive board approved the budget of the forecasting programme.\n\nNext meeting in June.\n"
QUESTION = "Who approved the budget of the forecasting programme?"


def brought(house: House, **about: str) -> str:
    """The digest of a file that is on record and indexed."""
    from tonetop.records.write import latest
    from tonetop.work import passage_index

    told = {"title": "Board in May", "kind": "management-review-minutes", "occurred_on": "2025-05-02"} | about
    sent = {"files": [SimpleUploadedFile("may.md", TEXT)]}
    made = house["process-owner"].post("/evidence/add/", told | sent)
    passage_index.catch_up()
    piece = latest("Evidence", made.headers["Location"].strip("/").rpartition("/")[2])
    return str(piece.sha256)  # type: ignore[union-attr]


def page(house: House, address: str, role: str = "internal-auditor", **given: object) -> str:
    return house[role].get(address, given).content.decode()


def test_an_answer_quotes_its_place_and_leads_to_the_text_with_the_passage_marked(own: House):
    digest = brought(own)
    told = page(own, "/ask/", q=QUESTION)
    start = TEXT.decode().index("The executive")
    end = TEXT.decode().index("\n\nNext")
    assert f"/evidence/text/{digest}/?start={start}&amp;end={end}#passage" in told
    assert "<mark>budget</mark>" in told and digest in told
    text = page(own, f"/evidence/text/{digest}/", start=start, end=end)
    assert (
        '<mark id="passage">The executive board approved the budget of the forecasting programme.</mark>'
        in text
    )


def test_records_answer_and_a_second_question_goes_on(own: House):
    first = "When was the last management review?"
    assert "Management review, 21 Oct 2025" in page(own, "/ask/", q=first)
    again = page(own, "/ask/", q="And the one before?", after=first)
    assert "22 Oct 2024" in again and "Understood as going on from" in again


def test_nothing_found_is_said_with_what_was_searched(own: House):
    told = page(own, "/ask/", q="Who feeds the whales?")
    assert "No evidence found." in told and "Looked through" in told


@pytest.mark.parametrize("question", ["", "  ", "?", "why " * 2500])
def test_what_is_no_question_gets_one_sentence(own: House, question: str):
    answer = own["internal-auditor"].get("/ask/", {"q": question})
    assert answer.status_code == 400 and "message error" in answer.content.decode()


def test_what_somebody_typed_is_never_taken_for_a_page(own: House):
    told = page(own, "/ask/", q="<script>alert(1)</script> who?", after="<img src=x onerror=alert(1)>")
    assert "<script>alert" not in told and "<img src=x" not in told


def test_a_search_shows_passages_and_narrows_them(own: House):
    digest = brought(own, requirements="LD-3.3")
    address = f"/evidence/text/{digest}/"
    assert address in page(own, "/search/", q="forecasting programme")
    narrow = {
        "kind": "management-review-minutes",
        "since": "2025-05-01",
        "until": "2025-05-31",
        "requirement": "LD-3",
    }
    assert address in page(own, "/search/", q="forecasting programme", **narrow)
    assert address not in page(own, "/search/", q="forecasting programme", until="2025-05-01")
    assert address in page(own, "/search/", q="forecasting programme", until="no day")
    assert address not in page(own, "/search/", q="zzzz qqqq")


def test_guests_neither_find_nor_read_what_is_classified_as_restricted(own: House):
    from tonetop.work.evidence_files import held_in

    digest = brought(own, classification="Restricted")
    ref = held_in([digest])[digest]
    assert digest in page(own, "/ask/", q=QUESTION)
    assert digest not in page(own, "/ask/", "guest-auditor", q=QUESTION)
    assert digest not in page(own, "/search/", "guest-auditor", q="forecasting programme")
    guest = own["guest-auditor"]
    assert guest.get(f"/evidence/text/{digest}/").status_code == 404
    assert guest.get(f"/evidence/of/{ref}/file/").status_code == 403
    from tonetop.work.evidence_files import files_of

    (held,) = files_of(ref)
    assert guest.get(f"/evidence/files/{held.now.ref}/1/").status_code == 403
    assert f"blobs/{digest}" not in enclosed(guest)
    assert f"blobs/{digest}" in enclosed(own["internal-auditor"])


def enclosed(client: Any) -> list[str]:
    """What a proof bundle with the files holds."""
    response = client.post("/ledger/bundle/", {"files": "1"})
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as bundle:
        names = bundle.namelist()
    assert [name for name in names if name.startswith("blobs/")]
    return names


def status(client: Any, address: str) -> int:
    response = client.get(address)
    response.close()
    return int(response.status_code)


def test_what_was_closed_to_guests_since_is_closed_on_earlier_days_too(own: House, monkeypatch: Any):
    from tonetop.records import clock, write
    from tonetop.work.evidence_files import files_of, held_in
    from tonetop.work.revised import revised, standing

    digest = brought(own)
    ref = held_in([digest])[digest]
    (held,) = files_of(ref)
    day, guest = clock.today(), own["guest-auditor"]
    places = (
        f"/evidence/text/{digest}/?start=0&end=5&",
        f"/evidence/of/{ref}/file/?",
        f"/evidence/files/{held.now.ref}/1/?",
    )
    assert [status(guest, f"{place}as_of={day}") for place in places] == [200] * 3
    monkeypatch.setattr(clock, "today", lambda of=None: "2026-02-03")
    change = revised(standing("Evidence", ref), classification="Restricted")
    write.save_all([write.Change(change.entry, change.after, act=True)], write.By())
    assert [status(guest, f"{place}as_of={day}") for place in places] == [404, 403, 403]
    assert digest not in page(own, "/ask/", "guest-auditor", q=QUESTION, as_of=day)
    assert digest in page(own, "/ask/", q=QUESTION, as_of=day)


@pytest.mark.parametrize(
    "place", ["start=5&end=2", "start=999999&end=999999", "start=-1", "start=x", "end=1e9"]
)
def test_a_place_that_is_not_in_the_text_is_not_there(own: House, place: str):
    digest = brought(own)
    assert own["internal-auditor"].get(f"/evidence/text/{digest}/?{place}").status_code == 404
    assert own["internal-auditor"].get("/evidence/text/none/").status_code == 404
