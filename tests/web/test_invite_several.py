"""Letting several people in at once from a table: looked at, then done in one act, wrong rows named by number."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import ROLES, House

PLACE = "/settings/accounts/several/"
ROWS = """email;name;role;person;until
ann@varnholm.example;Ann Aune;process-owner;haddad;
ben@varnholm.example;Ben Berg;;;
eve@elsewhere.example;Eve Elm;Guest auditor;;2099-12-31
ann@varnholm.example;Ann again;staff;;
nonsense;Nobody;staff;;
cat@varnholm.example;;staff;;
dan@varnholm.example;Dan;king;;
eli@varnholm.example;Eli;staff;nobody-here;
fay@varnholm.example;Fay;guest-auditor;;
"""


def look(house: House, text: str = ROWS) -> Any:
    """Show a file to the page."""
    file = SimpleUploadedFile("people.csv", text.encode())
    return house["administrator"].post(PLACE, {"file": file})


def token(page: str) -> str:
    """The word under which the file is kept until it is taken."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_file_is_looked_at_without_anything_being_stored(own: House):
    from tonetop.records.models import Account

    before = Account.objects.count()
    page = look(own).content.decode()
    assert Account.objects.count() == before
    assert "Make 3 accounts and their links" in page
    for row, why in (
        (5, "The same address stands in row 2"),
        (6, "nonsense&#39; is no e-mail address"),
        (7, "There is no name"),
        (8, "king&#39; is no role"),
        (9, "nobody-here&#39; is no person of the register"),
        (10, "A guest comes in until a day"),
    ):
        assert re.search(rf"row {row}<.*?{re.escape(why)}", page, re.DOTALL), (row, why)


def test_the_rows_in_order_are_taken_in_one_act_and_each_link_opens_its_account(own: House):
    from tonetop.records.models import Account

    page = look(own).content.decode()
    made = own["administrator"].post(PLACE, {"token": token(page), "take": "1"}).content.decode()
    links = re.findall(r'value="http://testserver(/welcome/[^"]+)"', made)
    assert len(links) == 3
    assert "3 accounts were made" in made
    accounts = {
        one.email: one for one in Account.objects.filter(email__endswith=".example").order_by("-pk")[:3]
    }
    assert (accounts["ann@varnholm.example"].role, accounts["ann@varnholm.example"].person) == (
        "process-owner",
        "haddad",
    )
    assert accounts["ben@varnholm.example"].role == "staff"
    assert accounts["eve@elsewhere.example"].until == "2099-12-31"
    assert "Ann Aune" in own.anybody.get(links[0]).content.decode()
    again = own["administrator"].post(PLACE, {"token": token(page), "take": "1"})
    assert again.status_code == 400
    assert "no longer here" in again.content.decode()


def test_what_changed_since_the_look_counts_when_it_is_taken(own: House):
    from tonetop.records.models import Account

    page = look(own, "email,name\nann@varnholm.example,Ann\n").content.decode()
    Account.objects.create(username="x", email="ann@varnholm.example")
    answer = own["administrator"].post(PLACE, {"token": token(page), "take": "1"})
    assert answer.status_code == 400
    assert "No row of the file lets anybody in" in answer.content.decode()


def test_a_row_whose_address_is_a_user_name_here_is_named_and_the_others_are_taken(own: House):
    from tonetop.records.models import Account

    Account.objects.create(username="ann@varnholm.example", email="aune@varnholm.example")
    page = look(own, "email,name\nANN@varnholm.example,Ann\nben@varnholm.example,Ben\n").content.decode()
    assert "There is an account with the e-mail address ANN@varnholm.example already" in page
    made = own["administrator"].post(PLACE, {"token": token(page), "take": "1"}).content.decode()
    assert len(re.findall(r'value="http://testserver(/welcome/[^"]+)"', made)) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "The headings must be email, name, role"),
        ("email,name\n", "holds no rows"),
        ("email,name\n" + "a@x.example,A\n" * 501, "more than 500 rows"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(own: House, text: str, words: str):
    answer = look(own, text)
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_without_a_file_the_page_asks_for_one(own: House):
    answer = own["administrator"].post(PLACE)
    assert answer.status_code == 400
    assert "Choose a file first" in answer.content.decode()


def test_the_settings_lead_administrators_there_and_nobody_else_comes_in(house: House):
    assert PLACE in house["administrator"].get("/settings/").content.decode()
    for role in ROLES:
        expected = 200 if role == "administrator" else 403
        assert house[role].get(PLACE).status_code == expected
        if expected == 403:
            assert house[role].post(PLACE).status_code == 403
