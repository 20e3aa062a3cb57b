"""Templates of reports in the settings: taken, put in place, looked at, taken back, by those who lead."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.conftest import ROLES, House
from tests.work.templating import template, words
from tonetop.web.report_templates import TITLES
from tonetop.work.own_templates import DOCX, KINDS

PAGE = "/settings/templates/"


def put(house: House, kind: str, data: bytes, name: str = "ours.docx", role: str = "governance-lead") -> Any:
    return house[role].post(f"{PAGE}{kind}/", {"file": SimpleUploadedFile(name, data, DOCX)})


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_lead_see_and_change_templates(house: House, role: str):
    expected = 200 if role in ("administrator", "governance-lead") else 403
    asked = (PAGE, f"{PAGE}board/house.docx")
    assert [house[role].get(address).status_code for address in asked] == [expected] * 2
    if expected == 403:
        assert put(house, "board", template("x"), role=role).status_code == 403


def test_the_page_has_every_report_that_has_a_template(house: House):
    assert set(TITLES) == set(KINDS)
    page = house["governance-lead"].get(PAGE).content.decode()
    for kind in KINDS:
        assert f'href="{PAGE}{kind}/house.docx"' in page
        assert f'href="{PAGE}{kind}/sample.docx"' in page
        assert f'href="{PAGE}{kind}/own.docx"' not in page
    assert f'href="{PAGE}"' in house["governance-lead"].get("/settings/").content.decode()
    assert f'href="{PAGE}"' not in house["dpo"].get("/settings/").content.decode()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_houses_template_and_a_preview_are_word_files(house: House, kind: str):
    taken = house["administrator"].get(f"{PAGE}{kind}/house.docx")
    assert "{{ title }}" in words(taken.content)
    shown = house["administrator"].get(f"{PAGE}{kind}/sample.docx")
    assert shown["Content-Type"] == DOCX
    assert "{{" not in words(shown.content)
    assert "Varnholm" in words(shown.content)


def test_an_own_template_makes_the_reports_until_one_goes_back(own: House):
    lead = own["governance-lead"]
    ours = template("OUR LETTERHEAD", "{{ title }}")
    assert put(own, "board", ours).status_code == 302
    page = lead.get(PAGE).content.decode()
    assert "your own since" in page
    assert "ours.docx" in page
    assert lead.get(f"{PAGE}board/own.docx").content == ours
    assert words(lead.get(f"{PAGE}board/sample.docx").content).startswith("OUR LETTERHEAD")
    assert words(own["executive"].get("/reports/board.docx").content).startswith("OUR LETTERHEAD")
    assert "OUR LETTERHEAD" not in words(own["executive"].get("/report.docx").content)
    assert lead.post(f"{PAGE}board/", {"back": "1"}).status_code == 302
    assert "OUR LETTERHEAD" not in words(own["executive"].get("/reports/board.docx").content)
    assert lead.get(f"{PAGE}board/own.docx").status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("ours.docx", template("{{ nonsense }}"), "It asks for something that the report does not have"),
        ("ours.docx", template("{{ title.__class__ }}"), "It asks for more than a template may"),
        ("ours.docm", template("x"), "whose name ends in .docx"),
        ("ours.docx", b"plain text", "The file is no Word document"),
    ],
)
def test_what_is_no_fit_template_is_refused_with_one_sentence(house: House, name: str, data: bytes, why: str):
    answer = put(house, "board", data, name)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert why in page
    assert page.count('role="alert"') == 1
    assert house["governance-lead"].get(f"{PAGE}board/own.docx").status_code == 404


def test_without_a_file_one_is_asked_for_and_there_is_nothing_to_go_back_to(house: House):
    lead = house["governance-lead"]
    assert "Choose the Word file" in lead.post(f"{PAGE}board/", {}).content.decode()
    assert "in use already" in lead.post(f"{PAGE}board/", {"back": "1"}).content.decode()


@pytest.mark.parametrize("address", ["nonsense/house.docx", "board/nonsense.docx"])
def test_what_there_is_not_is_no_page(house: House, address: str):
    assert house["administrator"].get(PAGE + address).status_code == 404
    assert house["administrator"].post(f"{PAGE}nonsense/", {}).status_code == 404


def test_a_template_that_no_longer_fits_gives_a_sentence_in_place_of_the_file(
    own: House, monkeypatch: pytest.MonkeyPatch
):
    assert put(own, "board", template("{{ title }}")).status_code == 302
    monkeypatch.setattr("tonetop.work.reports.report.Report.matter", lambda *given: {"about": "x"})
    answer = own["executive"].get("/reports/board.docx")
    assert answer.status_code == 409
    assert answer.content.decode().startswith("Your template ours.docx could not be filled: ")
