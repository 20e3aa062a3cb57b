"""The reports in German: each form says so, names its sections in German, and leaves nothing of ours in English."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

import pypdfium2
import pytest
from django.test import Client
from django.utils import translation
from python_calamine import CalamineWorkbook

from tests.web.conftest import House
from tests.work.templating import words
from tonetop.records import tongue
from tonetop.work.reports import samples
from tonetop.work.reports.report import Report
from tonetop.work.reports.voice import ENGLISH

pytestmark = pytest.mark.slow

REPORTS = {
    "/reports/board": ("Vier Antworten", "Fallstricke", "Führung und KI auf einen Blick"),
    "/reports/dossier": ("Wer wie viel tat", "Nachweis des Engagements"),
    "/reports/applicability": ("Erklärung zur Anwendbarkeit", "Kontrollen aus Anhang A"),
    "/report": ("Abschnitte", "Fallstricke"),
    "/audit/of/audit-2025-a/report": ("Auditbericht", "Feststellungen"),
}
"""By address, what a report in German says."""
ENGLISH_LEFT = re.compile(
    r"\b(?:as of|Backed|Not backed|No data|Why|Result|Pitfalls|Finding|Clause|Duty|Absent|In person|Control|"
    r"recorded|leaders|Evidence|Lapses|Rests on|Next:|is backed|top management)\b"
)
KINDS = ("board", "readiness", "applicability", "dossier", "pack")
ISO = re.compile(r"(?<![\w/-])\d{4}-\d{2}-\d{2}(?![\w/-])")


@pytest.fixture
def reader(house: House) -> Client:
    session = house["administrator"].session
    session["language"] = "de"
    session.save()
    return house["administrator"]


@pytest.fixture
def german() -> Iterator[None]:
    with translation.override("de"):
        yield


def read(form: str, data: bytes) -> str:
    """All that a file says, without the ends of its lines and the hyphens there."""
    if form == "docx":
        return words(data)
    if form == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_index(place).to_python() for place in range(len(book.sheet_names))]
        return "\n".join([*book.sheet_names, *(str(cell) for rows in sheets for row in rows for cell in row)])
    pages = pypdfium2.PdfDocument(data)
    return " ".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", " ")


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize("address", REPORTS)
def test_a_report_is_in_the_language_of_whoever_asks(reader: Client, address: str, form: str) -> None:
    answer = reader.get(f"{address}.{form}")
    assert answer.status_code == 200
    said = read(form, answer.content)
    if (address, form) == ("/report", "xlsx"):
        assert "Führung 5.1" in said
    assert [part for part in REPORTS[address] if part not in said] == []
    assert "Stand 31.12.2025" in said or "31.12.2025" in said
    assert not re.search(r"\bas of\b", said)


def test_each_form_says_in_which_language_it_is(reader: Client) -> None:
    assert b"/Lang(de)" in reader.get("/reports/board.pdf").content
    with ZipFile(io.BytesIO(reader.get("/reports/board.docx").content)) as file:
        assert "<dc:language>de</dc:language>" in file.read("docProps/core.xml").decode()
        assert 'w:val="de-DE"' in file.read("word/styles.xml").decode()
        assert "<w:autoHyphenation/>" in file.read("word/settings.xml").decode()
    page = reader.get("/report.html").content.decode()
    assert '<html lang="de">' in page
    assert "Fallstrick und die Anzeichen, die vorliegen" in page


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_ours_in_a_report_is_german(german: None, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tonetop.work.reports.dossier._foot", lambda voice: "")
    monkeypatch.setattr("tonetop.work.reports.dossier._lines", lambda done: {})
    report = samples._report(kind)
    own = set(_own_words())
    ours = [text for text in _texts(report) if text not in own]
    assert report.voice.language == "de"
    assert [text for text in ours if ENGLISH_LEFT.search(_without(text, own))] == []
    assert [text for text in ours if ISO.search(text)] == []


def _texts(report: Report) -> Iterator[str]:
    yield from (report.title, report.about, report.foot, report.matter()["stood"])
    for section in report.sections:
        yield from (section.heading, *section.sentences, *(text for pair in section.figures for text in pair))
        for row in (section.table.heads, *section.table.rows) if section.table else ():
            yield from (line for cell in row for line in cell.split("\n"))


def _own_words() -> Iterator[str]:
    """What the demo's people wrote."""
    facts = samples._judged().facts
    for type in facts.shapes:
        for row in facts.rows(type):
            values = (getattr(row, name, None) for name in facts.shapes[type].fields)
            yield from (value for value in values if isinstance(value, str) and " " in value)


def _without(text: str, own: set[str]) -> str:
    for each in sorted((each for each in own if each in text), key=len, reverse=True):
        text = text.replace(each, "")
    return text


def test_numbers_and_days_stand_in_the_form_of_the_language(german: None) -> None:
    from tonetop.work.reports.reader import reader as voice_of

    voice = voice_of()
    assert voice.number(1234567.5) == "1\u00a0234\u00a0567,5"
    assert voice.day("2025-10-21") == "21.10.2025"
    assert voice.month("2025-10-21") == "10.2025"
    assert voice.day("no day") == "no day"
    assert voice.said("Evidence in date: policy-approval; missing: policy") != "Evidence in date"
    assert ENGLISH.number(1234567.5) == "1 234 567.5"
    assert ENGLISH.day(None) == ""


def test_in_english_a_report_needs_no_other_voice() -> None:
    from tonetop.work.reports.reader import reader as voice_of

    with translation.override("en"):
        assert voice_of() is ENGLISH


def test_what_people_wrote_stays_as_they_wrote_it(german: None) -> None:
    wrote = "The policy is renewed before the end of October, after an incident"
    assert tongue.told(f"decided: {wrote}") == f"entschied: {wrote}"
    assert tongue.told(f"Decided: {wrote}") == f"Entschied: {wrote}"


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("money: 790,000 of 870,000 EUR granted (90.8 %)", "Geld: 790\u00a0000 von 870\u00a0000 EUR bewilligt"),
        ("Failing: LD-1.1; without data: LD-2.1", "Nicht gestützt: LD-1.1; ohne Daten: LD-2.1"),
        ("No evidence of policy, all-hands is recorded", "Kein Nachweis ist eingetragen für: "),
        ("Nothing is recorded of meetings or AI risks", "Noch ohne Eintrag: "),
        ("The one audit since the last review is here", "Das eine Audit seit der letzten Managementbewertung ist hier"),
        ("All 2 audits since the last review are here", "Alle 2 Audits seit der letzten Managementbewertung sind hier"),
        ("One change is recorded", "Eine Änderung ist eingetragen"),
        ("2 changes are recorded", "2 Änderungen sind eingetragen"),
    ],
)  # fmt: skip
def test_a_composed_sentence_is_recognised(german: None, english: str, told: str) -> None:
    assert tongue.told(english).startswith(told)


def test_the_catalogue_is_searched_in_german_and_in_english(reader: Client) -> None:
    for asked in ("Managementbewertung", "management review"):
        page = reader.get("/search/", {"q": asked}).content.decode()
        assert "/requirements/9.3/" in page or ">9.3<" in page
