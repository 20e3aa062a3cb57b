"""What reports are put together of: drawings, the audit's sections, trends; and how a template process ends."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.work.templating import template, words
from tonetop.documents.unread import Unread
from tonetop.work import fill_template
from tonetop.work.reports import charts
from tonetop.work.reports.audit import audit
from tonetop.work.reports.report import Report, Section, Table, pdf, worded
from tonetop.work.reports.review_pack import ABREAST, review_pack

PLAN: dict[str, Any] = {
    "id": "a-1",
    "title": None,
    "clauses": ["9.2", "9.3"],
    "planned_on": "2025-05-01",
    "performed_on": None,
    "scope": "all",
    "criteria": None,
    "lead_auditor": "L. Auditor",
    "auditors": ["L. Auditor"],
    "independence_declared": True,
    "reported_to": ["C. Chief"],
    "reported_on": "2025-06-01",
    "report_sha256": None,
}
FINDING: dict[str, Any] = {
    "id": "f-1",
    "clause": "9.2",
    "grade": "major",
    "statement": "No plan",
    "evidence": "minutes",
    "cause": "nobody asked",
    "correction": None,
    "action": {"owner": "O. Owner", "due": "2025-07-01", "status": "open"},
    "verified_by": None,
    "verified_on": None,
    "effective": None,
    "closed_on": None,
    "repeat_of": "f-0",
}
SAMPLE: dict[str, Any] = {
    "id": "s-1",
    "size": 2,
    "population": 9,
    "register": "Decision",
    "justification": None,
    "frozen_as_of": "2025-05-01",
    "frozen_known_on": "2025-05-02",
    "condition": "kind = risk",
    "seed": "7",
    "sha256": "ab",
    "drawn": ["d-1", "d-2"],
}
TOLD: dict[str, Any] = {
    "audit": PLAN,
    "as_of": "2025-12-31",
    "findings": [FINDING, FINDING | {"id": "f-2", "grade": None, "action": None, "closed_on": "2025-08-01"}],
    "graded": {"major": 1, "minor": 0, "ofi": 0},
    "answers": [
        {"clause": "9.2", "asked": None, "question": "Q?", "seen": "yes", "note": None, "evidence": ["e-1"]}
    ],
    "answered": {"of": 4},
    "interviews": [
        {"id": "i-1", "held_on": "2025-05-02", "person": "P", "interviewer": "L", "notes": "said\nmore"}
    ],
    "samples": [SAMPLE],
    "ledger": {"events": 12, "signed": {"size": 10, "root": "cd"}},
}


def cells(report: Report, heading: str) -> list[list[str]]:
    (table,) = [one.table for one in report.sections if one.heading == heading]
    assert table is not None
    return [list(row) for row in table.rows]


def test_an_audit_tells_findings_interviews_samples_and_where_the_ledger_stood():
    report = audit(TOLD, "House")
    assert report.title == "Audit report: 9.2, 9.3"
    first, second = cells(report, "Findings")
    assert first[3] == (
        "No plan\nEvidence: minutes\nCause: nobody asked\nAction: O. Owner, 2025-07-01, open\nRepeats: f-0"
    )
    assert [first[2], first[4], second[2], second[4]] == [
        "major",
        "open",
        "not graded",
        "closed on 2025-08-01",
    ]
    assert cells(report, "Interviews") == [["2025-05-02", "P", "L", "said\nmore"]]
    (drawn,) = cells(report, "Samples")
    assert drawn[1] == "2 of 9 from Decision"
    assert "as of 2025-05-01, as known on 2025-05-02\ncondition: kind = risk\nseed: 7" in drawn[2]
    assert cells(report, "Checklist: 1 of 4 questions noted") == [["9.2", "Q?", "yes", "–", "e-1"]]
    assert "held 12 lines. Its last signed head covers 10 lines; the root of its tree is cd." in report.foot
    assert pdf(report).startswith(b"%PDF-")


def test_an_audit_of_which_nothing_is_on_record_says_so():
    nothing = {"findings": [], "answers": [], "interviews": [], "samples": []}
    report = audit(TOLD | nothing | {"ledger": {"events": 12, "signed": None}}, "House")
    said = [sentence for section in report.sections for sentence in section.sentences]
    assert said == ["No finding is on record.", "No question is noted."]
    assert len(report.sections) == 3
    assert report.foot.endswith("held 12 lines.")


def drawn(chart: charts.Chart | None) -> ElementTree.Element:
    assert chart is not None
    assert chart.alt == "what it shows"
    return ElementTree.fromstring(chart.svg)  # noqa: S314 - made here


def tags(svg: ElementTree.Element) -> list[str]:
    return [one.tag.rpartition("}")[2] for one in svg]


def test_a_timeline_tells_ways_of_acting_apart_by_shape():
    done = [("2025-03-01", "in person"), ("2025-06-01", "by a delegate"), ("2025-09-01", "absent")]
    svg = drawn(charts.timeline([("A & B <x>", done)], "2025-01-01", "2025-12-31", "what it shows"))
    marks = [one for one in svg if one.tag.endswith("circle") or one.get("stroke-width") == "2"]
    assert [one.get("fill") for one in marks] == [charts.ACCENT, "none", None]
    assert "A & B <x>" in [one.text for one in svg]
    assert tags(drawn(charts.timeline([], "2025-01-01", "2025-01-01", "what it shows"))) == []


def test_a_long_name_is_cut_and_a_long_period_has_few_months():
    svg = drawn(charts.timeline([("n" * 60, [])], "2015-01-01", "2025-12-31", "what it shows"))
    said = [one.text or "" for one in svg if one.tag.endswith("text")]
    assert len(said) <= 8
    assert said[-1] == "n" * (charts.LONGEST - 1) + "…"


def test_a_trend_is_a_line_with_its_target_and_is_not_drawn_for_one_point():
    points = [("Q1", 1.0, "green"), ("Q2", 3.0, ""), ("Q3", 2.0, "red")]
    svg = drawn(charts.trend(points, 2.5, "what it shows"))
    assert tags(svg).count("circle") == 3
    assert "path" in tags(svg)
    assert "path" not in tags(drawn(charts.trend([("Q1", 1.0, ""), ("Q2", 1.0, "")], None, "what it shows")))
    assert charts.trend(points[:1], 2.5, "x") is None


def test_bars_are_as_long_as_their_figures():
    svg = drawn(charts.bars([("one", [10, 5, 0]), ("two", [-1])], "what it shows"))
    widths = [float(one.get("width", "")) for one in svg if one.tag.endswith("rect")]
    assert widths[1] == widths[0] / 2
    assert widths[2:] == [0, 0]
    assert tags(drawn(charts.bars([], "what it shows"))) == []


def pack(trend: dict[str, Any], frozen: str = "") -> Report:
    told = {
        "key": "k",
        "letter": "d2",
        "means": "results",
        "complete": True,
        "why": "",
        "tables": [],
        "trends": [trend],
    }
    shown = {"since": "", "as_of": "2025-12-31", "inputs": [told]}
    about = SimpleNamespace(title="", ref="RP-1", frozen_on=frozen, sha256="ef" if frozen else "")
    return review_pack(SimpleNamespace(get=lambda *key: None), about, shown, {"k": "a note"}, "House")  # type: ignore[arg-type]


def test_a_pack_has_the_periods_of_a_trend_side_by_side_while_they_fit():
    points = [{"at": f"Q{n}", "value": str(n), "status": ""} for n in range(ABREAST)]
    report = pack({"name": "Errors", "target": "3", "points": points}, "2025-12-30")
    section = report.sections[-1]
    assert section.chart is not None
    assert section.table is not None
    assert section.table.rows == [["Figure", *(str(n) for n in range(ABREAST))]]
    assert section.sentences == ("Target: 3",)
    assert (report.title, report.foot) == ("RP-1", "SHA-256: ef")
    assert "Covers the beginning to 2025-12-31. Frozen on 2025-12-30" in report.about
    assert report.sections[1].sentences == ["Note: a note"]


def test_a_trend_of_words_or_of_many_periods_stands_line_by_line():
    points = [{"at": f"Q{n}", "value": "high", "status": "red"} for n in range(ABREAST + 1)]
    section = pack({"name": "Mood", "target": "", "points": points}).sections[-1]
    assert section.chart is None
    assert section.table is not None
    assert len(section.table.rows) == ABREAST + 1
    few = pack({"name": "Mood", "target": "", "points": points[:2]}).sections[-1]
    assert few.table is not None
    assert few.table.rows[1] == ["Status", "red", "red"]


def test_word_files_have_the_tables_without_the_drawings():
    chart = charts.Chart("<svg/>", "alt")
    report = Report(
        "T", "O", "2025-12-31", "A", [Section("S", chart=chart, table=Table(("A",), (1,), [["x"]]))]
    )
    (section,) = worded(report)["sections"]
    assert section["chart"] is None
    assert section["table"]["rows"] == [["x"]]


def process(text: str | bytes, matter: dict[str, Any]) -> bytes:
    """What the process of its own makes, made here, without its limits."""
    given = template(text) if isinstance(text, str) else text
    return fill_template.answer({"matter": matter, "day": "2025-12-31"}, given)[1]


def test_the_process_writes_the_document():
    assert (
        words(process("{% for one in some %}{{ loop.index }}{{ one.a }}{% endfor %}", {"some": [{"a": "x"}]}))
        == "1x"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ b }}", "it asks for something that the report does not have: 'b' is undefined"),
        ("{{ a.c }}", "it asks for something that the report does not have: there is no c"),
        ("{{ 2 * 3 }}", "it asks for more than a template may: the sign * is not for templates"),
        ("{{ a.keys() }}", "it asks for more than a template may"),
        ("{{ [].append(1) }}", "it asks for more than a template may"),
        ("{% if %}", "its placeholders cannot be read: Expected an expression"),
        (b"no archive", "it is no Word document that can be filled"),
    ],
)
def test_the_process_ends_with_one_sentence(text: Any, why: str):
    with pytest.raises(Unread) as refused:
        process(text, {"a": {}})
    assert str(refused.value).startswith(why)


def test_a_lack_of_memory_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch):
    def full(*given: Any) -> bytes:
        raise MemoryError

    monkeypatch.setattr(fill_template, "fill", full)
    with pytest.raises(Unread, match=r"^filling it takes too much memory$"):
        process("x", {})
