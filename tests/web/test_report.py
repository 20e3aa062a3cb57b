"""The readiness report: a download of what the day looked at shows."""

import pytest

from tests.web.conftest import House


@pytest.mark.parametrize(
    ("format", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>")]
)
def test_the_report_is_a_download_of_the_day_looked_at(house: House, format: str, begins: bytes):
    answer = house["guest-auditor"].get(f"/report.{format}?as_of=2025-10-31")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="leadership-5.1-2025-10-31.{format}"'


def test_the_home_leads_to_every_form_of_the_report(house: House):
    page = house["executive"].get("/").content.decode()
    for format in ("pdf", "docx", "xlsx", "html"):
        assert f'href="/report.{format}"' in page


def test_a_form_that_there_is_not_is_no_page(house: House):
    assert house["executive"].get("/report.exe").status_code == 404


def test_a_report_that_no_font_can_write_says_so(own: House, monkeypatch: pytest.MonkeyPatch):
    from tonetop.records.models import Organisation

    Organisation.objects.update(name="Private \U000f0000 letter")
    answer = own["executive"].get("/report.pdf")
    assert answer.status_code == 409
    assert "take docx or html instead" in answer.content.decode()
