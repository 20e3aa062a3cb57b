"""Private notes on requirements: whoever wrote one reads it, on that page alone, and nobody else by any way."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from tests.web.conftest import ROLES, House

SECRET = "Marmalade: our copy says more on 5.1 <b>"
MARK, WORDS = "Marmalade", "our copy says"


def kept(house: House, role: str = "dpo", text: str = SECRET) -> Any:
    return house[role].post("/requirements/5.1/note/", {"note": text}, follow=True)


def read(response: Any) -> str:
    whole = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return whole.decode(errors="replace")


def test_a_note_is_kept_changed_and_deleted_by_whoever_wrote_it(own: House):
    from tonetop.records.notes import PrivateNote

    page = kept(own).content.decode()
    assert "only you can read it" in page
    assert "Marmalade: our copy says more on 5.1 &lt;b&gt;" in page
    assert "Kept on" in own["dpo"].get("/requirements/5.1/").content.decode()
    assert MARK not in own["dpo"].get("/requirements/5.2/").content.decode()
    kept(own, text="Second thought")
    assert PrivateNote.objects.get().text == "Second thought"
    assert MARK not in own["dpo"].get("/requirements/5.1/").content.decode()
    gone = own["dpo"].post("/requirements/5.1/note/", {"note": "Second thought", "delete": "1"}, follow=True)
    assert "No note is kept." in gone.content.decode()
    assert not PrivateNote.objects.exists()
    kept(own, text="   ")
    assert not PrivateNote.objects.exists()


def test_duties_and_controls_take_notes_and_what_the_catalogue_lacks_does_not(own: House):
    for id in ("LD-3", "A.2.2", "4.1"):
        own["executive"].post(f"/requirements/{id}/note/", {"note": f"{MARK} {id}"})
        assert f"{MARK} {id}" in own["executive"].get(f"/requirements/{id}/").content.decode()
    assert own["executive"].post("/requirements/12.9/note/", {"note": "x"}).status_code == 404
    long = kept(own, text="x" * 20_001).content.decode()
    assert "a note holds at most 20000 characters" in long.lower()


@pytest.mark.slow
def test_nobody_else_reads_it_by_page_search_interface_or_file(own: House):
    from django.test import Client

    from tonetop.records.models import Account
    from tonetop.records.registry import registers
    from tonetop.work.token import make_token

    kept(own)
    pages = (
        "/requirements/5.1/",
        "/requirements/",
        f"/search/?q={MARK}",
        "/changes/",
        "/ledger/",
        "/centre/",
    )
    exports = [f"/registers/{type}/export.csv" for type in registers()]
    for role in ROLES:
        mine = own[role]
        for path in (*pages, *exports) if role == "governance-lead" else pages:
            response = mine.get(path)
            assert response.status_code == 200, path
            assert (WORDS in read(response)) == (role == "dpo" and path == pages[0]), (role, path)
        token = make_token(Account.objects.get(role=role), "test")
        program = Client(headers={"authorization": f"Bearer {token}"})
        for path in ("catalogue", "assessment", "centre", f"registers/Decision?q={MARK}"):
            assert WORDS not in read(program.get(f"/api/v1/{path}")), (role, path)
    assert WORDS not in read(own.anybody.get("/requirements/5.1/", follow=True))


def test_the_ledger_and_the_proof_bundle_hold_nothing_of_it(own: House):
    from django.db import connection

    from tonetop.records import log
    from tonetop.records.ledger import journal

    before = log.size()
    kept(own)
    assert log.size() == before
    assert not [body for body in journal.bodies(connection, 0) if MARK.encode() in bytes(body)]
    response = own["governance-lead"].post("/ledger/bundle/")
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as bundle:
        assert bundle.namelist()
        assert not [name for name in bundle.namelist() if MARK.encode() in bundle.read(name)]
    response.close()


def test_programs_that_ask_by_the_protocol_never_read_it(own: House):
    from tests.mcp.conftest import answers, token_of
    from tonetop.mcp.server import serving

    kept(own)
    asked = (
        ("search_all", {"words": MARK}),
        ("list_records", {"type": "Decision", "words": MARK}),
        ("get_assessment", {}),
    )
    for role in ("dpo", "administrator", "guest-auditor"):
        for answer in answers(serving(token_of(role)), *asked):
            assert WORDS not in json.dumps(answer)


def test_erasing_an_account_takes_its_notes_along(own: House):
    from tonetop.records.erasing import erase_account
    from tonetop.records.models import Account
    from tonetop.records.notes import PrivateNote
    from tonetop.records.write import By

    kept(own)
    kept(own, "executive", "Another one's")
    account = Account.objects.get(role="dpo")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    erase_account(str(account.pk), By(), "request 9")
    assert [note.text for note in PrivateNote.objects.all()] == ["Another one's"]
