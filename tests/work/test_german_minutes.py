"""The minutes of a review in German, as PDF and Word; and what was frozen in older words."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
from django.utils import translation

from tests.work.reviewing import chair, finished, lead
from tests.work.templating import words
from tonetop.core import canonical
from tonetop.records import blobs
from tonetop.records.write import latest
from tonetop.work import minutes, minutes_voice
from tonetop.work.answer import answer
from tonetop.work.freeze_review import snapshot
from tonetop.work.reports import samples

GERMAN = (
    "Protokoll: ",
    "Managementbewertung nach ISO/IEC 42001, 9.3 · umfasst ",
    " bis 31.12.2025",
    "Wer dabei war",
    "Sitzung vom 31.12.2025",
    "im Raum",
    "Was entschieden wurde",
    "Verantwortliche Person: ",
    "Fällig: ",
    "Geld: 1 200 EUR",
    "Entschieden von Ingrid Solvang",
    "Das Urteil",
    "Ja",
    "Abweichende Meinung: Rehn: too dear",
    "Was vorlag",
    "Eingefroren am 31.12.2025, bevor etwas entschieden wurde",
    "keine, geprüft von Leila Haddad am 31.12.2025: the next one is in May",
    "vollständig",
    "Beleg",
    "Deren signierte Wurzel ist",
)
ENGLISH_LEFT = re.compile(
    r"\b(?:Who was there|Sitting of|in the room|What was decided|Owner|Due|Decided by|Dissent|Frozen on|complete|"
    r"checked by|entries of|Their signed|every|recorded|Question|Answer|Taken up|not yet|chair)\b"
)


@pytest.fixture
def german() -> Iterator[None]:
    with translation.override("de"):
        yield


def read(pdf: bytes) -> str:
    """What a PDF says, without the ends of its lines and the hyphens there."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return re.sub(r"\s+", " ", re.sub(r"[\u00ad\ufffe\u0002]\s*", "", " ".join(pages)))


def test_the_minutes_are_in_the_language_of_who_writes_and_of_who_reads_them(
    demo: Path, german: None
) -> None:
    pack, _ = finished()
    version: Any = minutes.write_minutes(lead(), pack.ref)
    pdf, made = blobs.read(version.sha256), minutes.docx(pack.ref)
    assert b"/Lang(de)" in pdf
    with ZipFile(io.BytesIO(made)) as file:
        assert "<dc:language>de</dc:language>" in file.read("docProps/core.xml").decode()
        assert "<w:autoHyphenation/>" in file.read("word/settings.xml").decode()
    for text in (read(pdf), words(made).replace("\u00a0", " ")):
        assert [part for part in GERMAN if part not in text] == []
        assert ENGLISH_LEFT.findall(text) == []
        assert not re.search(r"(?<![\w/-])\d{4}-\d{2}-\d{2}(?![\w/-])", text)
    with translation.override("en"):
        assert "Decided by Ingrid Solvang" in words(minutes.docx(pack.ref))
    answer(chair(), "DocumentVersion", version.ref, "approved")
    proof: Any = latest("Evidence", latest("Meeting", pack.meetings[0]).minutes_ref)  # type: ignore[union-attr]
    assert proof.title == f"Protokoll: {pack.title}"


def test_a_note_that_somebody_wrote_stays_as_it_was_written(german: None) -> None:
    told = samples.sample("minutes")
    assert told["inputs"][0]["note"] == "none overdue"
    assert told["inputs"][0]["seen"] == "21.10.2025"
    assert [one["money"] for one in told["decisions"]] == ["1\u00a0200 EUR", ""]
    assert set(told["words"]) == set(minutes_voice.WORDS)


def test_what_was_frozen_in_older_words_is_read_in_those_of_today(demo: Path, german: None) -> None:
    pack, _ = finished()
    kept = json.loads(blobs.read(pack.sha256))
    table = {"caption": "Concerns", "columns": [["day", "Raised"], ["day", "Held"]], "lines": []}
    kept["inputs"][0] |= {"tables": [table], "trends": [{"name": "Raised", "target": "", "points": []}]}
    pack.sha256 = blobs.store([canonical.dumps(kept)], "application/json").sha256
    shown = snapshot(pack)["inputs"][0]
    heads = [translation.gettext(head) for _, head in shown["tables"][0]["columns"]]
    assert heads == ["Gemeldet am", "Stattgefunden am"]
    assert shown["trends"][0]["name"] == "Newly raised"
