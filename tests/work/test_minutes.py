"""The minutes of a management review: written when all is there, put before the chair, told of the sittings."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.work.reviewing import DECISION, PRESENT, YES, chair, finished, lead
from tonetop.records import blobs, log
from tonetop.records.intake import Refused
from tonetop.records.write import latest
from tonetop.work import minutes
from tonetop.work.answer import answer
from tonetop.work.assess import assess
from tonetop.work.change_record import change_record
from tonetop.work.freeze_review import open_sitting
from tonetop.work.gather_review import build, pack_of, plan_sitting
from tonetop.work.hold_review import attend, conclude, decide


def test_the_minutes_wait_for_what_is_wanting_and_never_for_their_own_author(demo: Path):
    pack: Any = build(lead())
    with pytest.raises(Refused, match="no sitting was held yet"):
        minutes.write_minutes(lead(), pack.ref)
    open_sitting(lead(), pack.ref, pack.meetings[0], ["context_changes"])
    with pytest.raises(Refused, match="nobody is recorded as chair.*the verdict is not complete"):
        minutes.write_minutes(lead(), pack.ref)
    attend(lead(), pack.ref, pack.meetings[0], PRESENT)
    conclude(lead(), pack.ref, {"suitable": "yes"})
    assert pack_of(pack.ref).suitable == "yes"
    conclude(lead(), pack.ref, YES)
    with pytest.raises(Refused, match="so somebody else writes them"):
        minutes.write_minutes(chair(), pack.ref)
    with pytest.raises(Refused, match="not written yet"):
        minutes.docx(pack.ref)


def test_the_minutes_are_a_document_that_the_chair_is_asked_to_approve(demo: Path):
    pack, _ = finished()
    version: Any = minutes.write_minutes(lead(), pack.ref)
    pdf = blobs.read(version.sha256)
    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf
    assert b"pdfaid" in pdf
    assert (version.author, version.approvers, version.version) == ("haddad", ("solvang",), "1")
    assert pack_of(pack.ref).minutes == version.ref
    asks = [row for row in assess().facts.rows("Ask") if version.ref in (row.about or ())]
    assert [(row.kind, row.asked_of, row.due) for row in asks] == [("approve", "solvang", "2026-01-14")]
    with pytest.raises(Refused, match="are written already"):
        plan_sitting(lead(), pack.ref)


def test_the_minutes_bear_the_signed_head_as_a_code_to_be_scanned(demo: Path):
    import os

    import pypdfium2

    from tonetop.work.drawn_code import code

    pack, _ = finished()
    version: Any = minutes.write_minutes(lead(), pack.ref)
    pdf = blobs.read(version.sha256)
    said = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "whoever scans it into a file" in " ".join(said.split())
    assert code("a") == code("a") != code("b")
    if os.environ.get("TONETOP_LOOK"):
        Path(os.environ["TONETOP_LOOK"]).write_bytes(pdf)


def test_the_document_to_write_on_in_says_what_the_pdf_says_whatever_came_since(demo: Path):
    pack, meeting = finished()
    minutes.write_minutes(lead(), pack.ref)
    made = minutes.docx(pack.ref)
    text = _text(made)
    for said in (
        "Buy the viewer",
        "Rehn: too dear",
        "Ingrid Solvang",
        "none, checked by Leila Haddad on",
        "1 200 EUR",
    ):
        assert said in text
    head = log.checkpoints(1)[0]
    assert head.root in text
    assert f"first {head.size} entries" in text
    decide(lead(), pack.ref, meeting, DECISION | {"text": "Said too late"})
    conclude(lead(), pack.ref, YES, "another dissent")
    assert minutes.docx(pack.ref) == made


def _text(file: bytes) -> str:
    document = docx.Document(io.BytesIO(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_minutes_sent_back_are_written_anew_as_a_new_version(demo: Path):
    pack, meeting = finished()
    first: Any = minutes.write_minutes(lead(), pack.ref)
    answer(chair(), "DocumentVersion", first.ref, "sent-back", comment="The second decision is missing")
    decide(lead(), pack.ref, meeting, DECISION | {"text": "The second decision"})
    second: Any = minutes.write_minutes(lead(), pack.ref, due="2026-01-05")
    assert (second.version, second.supersedes, second.document) == ("2", first.ref, first.document)
    assert "The second decision" in _text(minutes.docx(pack.ref))
    third: Any = minutes.write_minutes(lead(), pack.ref)
    asks = {row.about[0]: row.closed_on for row in assess().facts.rows("Ask") if first.document and row.about}
    assert (asks[second.ref], asks[third.ref]) == ("2025-12-31", None)


def test_what_the_chair_approved_is_told_of_every_sitting_with_the_minutes_as_evidence(demo: Path):
    pack, meeting = finished()
    version: Any = minutes.write_minutes(lead(), pack.ref)
    with pytest.raises(Refused, match="has not approved"):
        minutes.enter_approval(lead(), pack.ref)
    answer(chair(), "DocumentVersion", version.ref, "approved")
    with pytest.raises(Refused, match="the minutes are approved"):
        minutes.write_minutes(lead(), pack.ref)
    sitting: Any = latest("Meeting", meeting)
    assert (sitting.minutes_approved_by, sitting.minutes_approved_on) == ("solvang", "2025-12-31")
    proof: Any = latest("Evidence", sitting.minutes_ref)
    assert (proof.kind, proof.sha256) == ("management-review-minutes", version.sha256)
    assert set(proof.links) == {meeting, pack.ref, version.ref}
    assert assess().checks["LD-5.2"].result == "pass"
    with pytest.raises(Refused, match="entered already"):
        minutes.enter_approval(lead(), pack.ref)
    for act in (
        lambda: attend(lead(), pack.ref, meeting, PRESENT),
        lambda: decide(lead(), pack.ref, meeting, DECISION),
        lambda: conclude(lead(), pack.ref, YES),
    ):
        with pytest.raises(Refused, match="what they say stays"):
            act()


def test_a_chair_who_takes_the_approval_back_takes_it_from_the_sittings_too(demo: Path):
    pack, meeting = finished()
    version: Any = minutes.write_minutes(lead(), pack.ref)
    answer(chair(), "DocumentVersion", version.ref, "approved")
    proof = latest("Meeting", meeting).minutes_ref  # type: ignore[union-attr]
    answer(chair(), "DocumentVersion", version.ref, "sent-back", comment="One decision is wrong")
    sitting: Any = latest("Meeting", meeting)
    assert (sitting.minutes_approved_by, sitting.minutes_approved_on, sitting.minutes_ref) == (
        None,
        None,
        None,
    )
    assert latest("Evidence", proof).withdrawn_on == "2025-12-31"  # type: ignore[union-attr]
    assert minutes.write_minutes(lead(), pack.ref).version == "2"  # type: ignore[attr-defined]


def test_an_approval_that_came_otherwise_is_entered_afterwards(demo: Path):
    pack, meeting = finished()
    version: Any = minutes.write_minutes(lead(), pack.ref)
    given = {"id": "APP-9", "about": [version.ref], "answer": "approved", "sha256": version.sha256}
    change_record(lead(), "Approval", given | {"answered_by": "solvang", "answered_on": "2025-12-31"})
    minutes.enter_approval(lead(), pack.ref)
    assert latest("Meeting", meeting).minutes_approved_by == "solvang"  # type: ignore[union-attr]


def test_an_approval_of_an_earlier_version_does_not_count(demo: Path):
    pack, _ = finished()
    first: Any = minutes.write_minutes(lead(), pack.ref)
    second: Any = minutes.write_minutes(lead(), pack.ref)
    assert second.ref != first.ref
    answer(chair(), "DocumentVersion", first.ref, "approved")
    assert minutes.approval(pack_of(pack.ref), assess().facts) is None
