"""Reports to hand out: what each says, and that the same day gives the same file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from tonetop.standard import facts_file
from tonetop.standard.assessment import Assessment, assessment
from tonetop.work.reports.applicability import applicability
from tonetop.work.reports.board import board
from tonetop.work.reports.report import FORMS, Report, Section, Table


def found(day: str = "2025-12-31") -> Assessment:
    from tonetop.work.assess import assess

    return assess(day)


def texts(report: Report) -> str:
    parts = []
    for section in report.sections:
        parts += [section.heading, *section.sentences, *(text for pair in section.figures for text in pair)]
        parts += [cell for row in (section.table.rows if section.table else ()) for cell in row]
    return "\n".join(parts)


@pytest.mark.usefixtures("demo")
def test_the_dossier_of_a_leader_tells_each_act_with_its_record_and_ledger_line():
    from tonetop.records.registry import registers
    from tonetop.work.reports.dossier import dossier

    report = dossier(found().facts, "Varnholm", "2025-01-01", "2025-12-31", "solvang")
    (section,) = report.sections
    assert section.heading == "Ingrid Solvang, Chief Executive Officer"
    assert section.table is not None
    row = next(row for row in section.table.rows if row[3] == "PolicyVersion pol-2")
    seq = registers()["PolicyVersion"].objects.get(ref="pol-2", revision=1).seq
    assert row == ["2025-01-14", "Approved AI policy 2", "in person", "PolicyVersion pol-2", str(seq)]
    assert "fail" in section.table.tones  # the steering meeting of June
    assert "signed checkpoint covers" in report.foot


@pytest.mark.usefixtures("demo")
def test_the_dossier_of_all_begins_with_who_did_how_much_and_keeps_to_its_period():
    from tonetop.work.reports.dossier import dossier

    facts = found().facts
    report = dossier(facts, "Varnholm", "2025-07-01", "2025-09-30")
    assert report.sections[0].heading == "Who did how much"
    days = [
        row[0] for section in report.sections[1:] for row in (section.table.rows if section.table else ())
    ]
    assert days
    assert min(days) >= "2025-07-01"
    assert max(days) <= "2025-09-30"
    empty = dossier(facts, "Varnholm", "2000-01-01", "2000-12-31")
    assert "Nobody of top management" in texts(empty)
    assert "No act of theirs" in texts(dossier(facts, "V", "2000-01-01", "2000-12-31", "rehn"))


@pytest.mark.usefixtures("demo")
def test_the_boards_page_says_what_the_home_says():
    judged = found("2025-10-31")
    report = board(judged, "Varnholm")
    said = texts(report)
    assert report.sections[0].figures[0][1].startswith("Championed? ")
    assert all(result.why in said for result in judged.duties.values())
    assert judged.checks["LD-1.3"].next_act in said


def test_with_nothing_recorded_every_report_says_so():
    nothing = assessment(facts_file.take({}).facts("2025-12-31"))
    assert "No request for resources waits" in texts(board(nothing, "New"))
    assert "None of the eight pitfalls" in texts(board(nothing, "New"))
    told = applicability(nothing, "New")
    assert told.sections[0].figures[2] == ("38", "are not decided")


def test_a_request_that_waits_is_told_with_its_days():
    asked = [*({"id": "r1", "kind": "money", "purpose": "operate", "amount": 1000, "currency": "EUR"},)]
    asked[0] |= {"requested_by": "a", "requested_on": "2025-12-01", "needed_by": "2026-01-31"}
    facts = facts_file.take({"Person": [{"id": "a", "name": "A. Asker"}], "ResourceRequest": asked})
    said = texts(board(assessment(facts.facts("2025-12-31")), "New"))
    assert "30 days\nmoney 1 000 EUR, meant to operate\nA. Asker\n2026-01-31" in said


def test_the_statement_of_applicability_tells_reason_status_owner_and_evidence():
    entries = [
        {
            "control": "A.2.2",
            "applicable": True,
            "justification": "We use AI",
            "status": "implemented",
            "owner": "a",
        },
        {"control": "A.2.3", "applicable": False, "status": "not-started"},
    ]
    facts = facts_file.take({"Person": [{"id": "a", "name": "A. Owner"}], "SoAEntry": entries})
    report = applicability(assessment(facts.facts("2025-12-31")), "New")
    rows = {row[0]: row for row in report.sections[1].table.rows} if report.sections[1].table else {}
    assert len(rows) == 38
    assert rows["A.2.2"][2:6] == ["yes", "We use AI", "implemented", "A. Owner"]
    assert rows["A.2.3"][2:6] == ["no", "none given", "not started", ""]
    assert rows["A.2.4"][2] == "no entry"


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_gives_the_same_bytes_in_every_form(form: str, tmp_path: Path):
    table = Table(("A", "B"), (1, 3), [["=1+1", "two\nlines"], ["#x", "<b> & $y$"]], ["pass", "fail"])
    sections = (
        Section("One [x]: */?\\", ("A sentence.",), (("5", "of 8"),), table),
        Section("Two", ("Only words.",)),
    )
    report = Report("Title", "House & Co", "2025-12-31", "About it.", sections, "The foot.")
    made = FORMS[form][1](report)
    assert made == FORMS[form][1](report)
    if form == "pdf":
        assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    elif form == "docx":
        document = Document(io.BytesIO(made))
        assert [cell.text for cell in document.tables[0].rows[1].cells] == ["=1+1", "two\nlines"]
    else:
        book = CalamineWorkbook.from_filelike(io.BytesIO(made))
        assert book.get_sheet_by_index(1).to_python()[1] == ["=1+1", "two\nlines"]


@pytest.mark.usefixtures("demo")
def test_the_boards_second_page_draws_acts_money_posts_and_gates_each_with_its_table():
    judged = found()
    drawn = [section for section in board(judged, "Varnholm").sections if section.chart is not None]
    heads = [section.heading.partition(" of ")[0].partition(":")[0] for section in drawn]
    assert heads == ["Acts", "Money", "Posts", "Gates in twelve months"]
    assert [section.apart for section in drawn] == [True, False, False, False]
    assert all(section.table and section.chart and section.chart.alt for section in drawn)
    acts = {row[0]: int(row[1]) for row in drawn[0].table.rows} if drawn[0].table else {}
    assert acts["Ingrid Solvang"] == 33
    gates = {row[0]: int(row[1]) for row in drawn[3].table.rows} if drawn[3].table else {}
    year = [row for row in judged.facts.rows("GatePassage") if "2024-12-31" < row.occurred_on <= "2025-12-31"]
    assert sum(gates.values()) == len(year) > 0


def test_the_board_has_no_second_page_where_nothing_is_recorded():
    nothing = assessment(facts_file.take({}).facts("2025-12-31"))
    assert all(section.chart is None for section in board(nothing, "New").sections)
