"""The report of an assessment: PDF for keeping and for everybody to read, DOCX for writing on."""

import io
from pathlib import Path

import pytest
from docx import Document

from tonetop.standard import facts_file
from tonetop.standard.assessment import Assessment, assessment
from tonetop.work import printing
from tonetop.work.reports.readiness import readiness
from tonetop.work.reports.report import docx, pdf

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "rust-leadership-council.yaml"


@pytest.fixture(scope="module")
def judged() -> Assessment:
    return assessment(facts_file.read(EXAMPLE).facts("2026-06-30", None))


def said(of: bytes) -> str:
    document = Document(io.BytesIO(of))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_pdf_says_that_it_is_tagged_and_for_keeping(judged: Assessment):
    made = pdf(readiness(judged, "Example"))
    assert b"pdfaid:part>2<" in made.replace(b"</pdfaid", b"<")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/MarkInfo" in made
    assert b"/StructTreeRoot" in made


def test_the_docx_names_every_check_pitfall_clause_and_control(judged: Assessment):
    text = said(docx(readiness(judged, "Example")))
    wanted = {**judged.checks, **judged.pitfalls, **judged.privacy, **judged.clauses, **judged.controls}
    assert [id for id in wanted if id not in text] == []
    assert judged.checks["LD-1.1"].why in text
    assert judged.checks["LD-1.1"].next_act in text


def test_a_report_of_one_clause_leaves_the_rest_out():
    found = assessment(facts_file.read(EXAMPLE).facts("2026-06-30", None), "A.2.2")
    text = said(docx(readiness(found, "Example")))
    assert "A.2.2" in text
    assert not {"LD-1.1", "PF-1", "PV-1", "5.1 Leadership"} & set(text.split("\n"))
    assert pdf(readiness(found, "Example")).startswith(b"%PDF-")


def test_a_name_with_marks_of_the_formats_is_kept_as_it_is(judged: Assessment):
    name = 'A & B <i>{{ 7 * 7 }}</i> #panic("x") $x$ *bold* \\ "quoted"'
    assert name in said(docx(readiness(judged, name)))
    assert pdf(readiness(judged, name)).startswith(b"%PDF-")


def test_a_letter_that_no_font_has_is_told_in_one_sentence(judged: Assessment):
    with pytest.raises(printing.NotPrintedError, match=r"^the PDF could not be made: .*; take docx or html"):
        pdf(readiness(judged, "Private \U000f0000 letter"))
