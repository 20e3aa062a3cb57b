"""Reports: the page that leads to them, and the files of the day looked at."""

import pytest

from tests.web.conftest import House
from tests.work.templating import words
from tonetop.records.write import latest


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


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_the_report_of_an_audit_is_a_file_in_every_form(house: House, form: str):
    answer = house["guest-auditor"].get(f"/audit/of/audit-2025-a/report.{form}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-" if form == "pdf" else b"PK")
    assert f'filename="audit-report-audit-2025-a-2025-12-31.{form}"' in answer["Content-Disposition"]


def test_an_audit_or_form_that_there_is_not_is_no_page(house: House):
    for address in ("/audit/of/nonsense/report.pdf", "/audit/of/audit-2025-a/report.exe"):
        assert house["executive"].get(address).status_code == 404


def test_the_pages_of_reports_and_of_an_audit_lead_to_its_files(house: House):
    for page in ("/reports/", "/audit/of/audit-2025-a/report/"):
        assert 'href="/audit/of/audit-2025-a/report.pdf"' in house["executive"].get(page).content.decode()


def test_the_pack_of_a_review_is_a_file_before_it_is_frozen_and_after(own: House):
    lead = own["governance-lead"]
    page = lead.post("/review/", {"title": "Review 2026"})["Location"]
    assert f'href="{page}pack.pdf"' in lead.get(page).content.decode()
    assert f'href="{page}pack.pdf"' in lead.get("/reports/").content.decode()
    before = words(lead.get(f"{page}pack.docx").content)
    assert "Gathered from the records as they stand." in before
    assert "a State of actions from earlier reviews" in before
    meeting = latest("ReviewPack", page.split("/")[2]).meetings[0]  # type: ignore[union-attr]
    lead.post(f"{page}sitting/{meeting}/", {"act": "open", "keys": ["context_changes"]})
    assert "Frozen on 2025-12-31" in words(lead.get(f"{page}pack.docx").content)
    assert lead.get(f"{page}pack.pdf").content.startswith(b"%PDF-")
    assert lead.get(f"{page}pack.exe").status_code == 404
    assert lead.get("/review/nonsense/pack.pdf").status_code == 404


def test_lines_and_figures_lead_to_their_records_where_the_app_has_an_address(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    assert b"/URI" not in house["executive"].get("/reports/board.pdf").content
    monkeypatch.setenv("TONETOP_URL", "https://aims.example.org/")
    for address, leads in {
        "/reports/board.pdf": (
            "/checks/LD-1.3/",
            "/requirements/LD-1/",
            "/registers/BudgetLine/record/2025/AIMS/",
        ),
        "/report.pdf": ("/pitfalls/PF-1/", "/requirements/A.2.2/", "/checks/LD-1.1/"),
        "/reports/dossier.pdf": (
            "/registers/PolicyVersion/record/pol-2/",
            "/registers/Person/record/solvang/",
        ),
        "/audit/of/audit-2025-a/report.pdf": ("/registers/Finding/record/f-a1/",),
    }.items():
        made = house["executive"].get(address).content
        for lead in leads:
            assert f"(https://aims.example.org{lead})".encode() in made, lead


def test_a_drawing_in_a_pdf_says_what_it_shows(house: House):
    made = house["executive"].get("/reports/board.pdf").content
    assert made.count(b"/S/Figure") >= 2
    for said in (
        "leaders acted from 2024-12-31 to 2025-12-31",
        "asked, approved and spent in 3 budget lines",
    ):
        assert said.encode("latin-1") in made


def test_a_report_that_cannot_be_signed_is_one_sentence(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TONETOP_PADES", "gone.p12")
    answer = house["executive"].get("/reports/board.pdf")
    assert answer.status_code == 409
    assert answer.content.decode().startswith("The PDF could not be signed: ")
    assert house["executive"].get("/reports/board.docx").status_code == 200


def test_oscal_documents_come_one_by_one_or_all_together(house: House):
    from io import BytesIO
    from zipfile import ZipFile

    every = house["guest-auditor"].get("/reports/oscal.zip")
    with ZipFile(BytesIO(every.content)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert len(held) == 5
    one = house["guest-auditor"].get("/reports/oscal/profile.json")
    assert one.content == held["profile.json"]
    assert house["guest-auditor"].get("/reports/oscal/system-security-plan.json").status_code == 404
    assert house["guest-auditor"].get("/reports/oscal.zip").content == every.content
