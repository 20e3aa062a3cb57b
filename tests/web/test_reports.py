"""Reports: the page that leads to them, and the files of the day looked at."""

import pytest

from tests.web.conftest import House


@pytest.mark.parametrize("name", ["board", "dossier", "applicability"])
@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_every_report_is_a_file_in_every_form(house: House, name: str, form: str):
    answer = house["guest-auditor"].get(f"/reports/{name}.{form}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-" if form == "pdf" else b"PK")
    assert f'filename="{name}-2025-12-31.{form}"' in answer["Content-Disposition"]


def test_the_page_leads_to_every_report(house: House):
    page = house["executive"].get("/reports/").content.decode()
    for name in ("board", "applicability"):
        assert f'href="/reports/{name}.pdf"' in page
    assert 'formaction="/reports/dossier.docx"' in page
    assert "Ingrid Solvang" in page


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("since=2025-13-01&until=2025-12-31", "The period is from one day to a later one"),
        ("since=2025-12-31&until=2025-01-01", "The period is from one day to a later one"),
        ("person=nobody", "There is no person nobody."),
    ],
)
def test_a_period_or_person_that_there_is_not_is_one_sentence(house: House, asked: str, why: str):
    answer = house["executive"].get(f"/reports/dossier.xlsx?{asked}")
    assert answer.status_code == 400
    assert why in answer.content.decode()


@pytest.mark.parametrize("address", ["/reports/nonsense.pdf", "/reports/board.exe"])
def test_what_there_is_not_is_no_page(house: House, address: str):
    assert house["executive"].get(address).status_code == 404
