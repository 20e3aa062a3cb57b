"""Working papers: what was examined and computed, nothing concluded; a finding begins from one and is not stored."""

from __future__ import annotations

import pytest

from tests.web.conftest import House

AUDIT = "/audit/of/audit-2026-a"
CHECK = "LD-1.3"


def page(house: House, address: str, role: str = "internal-auditor") -> str:
    return house[role].get(address).content.decode()


def test_a_paper_tells_result_records_hashes_questions_and_concludes_nothing(own: House):
    told = page(own, f"{AUDIT}/paper/{CHECK}/")
    for words in (
        "Result as computed",
        "Records that were examined",
        "Interview questions",
        "Conclusion and grade",
    ):
        assert words in told
    assert "What is lacking" in told and "against it" in told
    assert 'name="grade"' not in told and "compliant" not in told
    assert f"{AUDIT}/paper/{CHECK}.docx" in told


def test_a_paper_is_as_of_the_day_that_is_looked_at(own: House):
    assert "No record is there to examine" in page(
        own, "/audit/of/audit-2025-a/paper/LD-7.4/?as_of=2025-06-30"
    )


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_paper_is_handed_out_as_a_file_with_empty_conclusion(own: House, form: str):
    sent = own["internal-auditor"].get(f"{AUDIT}/paper/{CHECK}.{form}")
    assert sent.status_code == 200 and f"working-paper-{CHECK}" in sent["Content-Disposition"]
    if form == "xlsx":
        from io import BytesIO

        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_filelike(BytesIO(sent.content))
        (last,) = [name for name in book.sheet_names if "Conclusion" in name]
        rows = book.get_sheet_by_name(last).to_python()[1:]
        assert len(rows) == 4 and not any(row[1] for row in rows)


def test_a_finding_begins_from_a_paper_without_a_grade_and_is_not_stored(own: House):
    from tonetop.work.assess import assess

    before = len(assess().facts.rows("Finding"))
    form = page(own, f"{AUDIT}/raise/?check={CHECK}")
    assert f"{CHECK}:" in form and 'value="5.1"' in form
    assert 'name="grade" value="major" required checked' not in form and " checked> " not in form
    assert len(assess().facts.rows("Finding")) == before
    sent = own["internal-auditor"].post(
        f"{AUDIT}/raise/", {"clause": "5.1", "statement": "S", "evidence": "E", "grade": ""}
    )
    assert sent.status_code == 400 and "grade" in sent.content.decode()


@pytest.mark.parametrize(
    "address", [f"{AUDIT}/paper/LD-99.9/", f"{AUDIT}/paper/{CHECK}.exe", "/audit/of/none/paper/LD-1.1/"]
)
def test_what_is_not_there_is_said(own: House, address: str):
    assert own["internal-auditor"].get(address).status_code == 404


def test_every_check_has_its_paper_and_the_audit_leads_to_it(own: House):
    from tonetop.standard import catalogue
    from tonetop.work.assess import assess
    from tonetop.work.working_paper import working_paper

    found = assess("2025-06-30")
    for check in catalogue.checks():
        paper = working_paper(found, check, None, "audit-2026-a")
        assert paper.result.result == "pass" or paper.lacking, check
    assert f"{AUDIT}/paper/LD-1.1/" in page(own, "/audit/of/audit-2026-a/")
