"""Documents from the first text to its approval: who is asked about which text, and what lapses when it changes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.work.documenting import (
    AUTHOR,
    LEADER,
    OTHER,
    account,
    approve,
    approved,
    ask,
    begin,
    change,
    document,
    draft,
    facts,
    later,
    lead,
    refused,
)


def test_a_document_begins_as_a_draft_whose_text_is_a_kept_file(demo: Path):
    version = begin()
    row = document().current.row
    raw = b"# Policy\n\nWe decide by people.\n"
    assert (document().state, row.author, row.document) == ("draft", AUTHOR, "DOC-1")
    assert row.sha256 == hashlib.sha256(raw).hexdigest()
    assert (demo / "blobs" / row.sha256[:2] / row.sha256).read_bytes() == raw
    assert document().row.begun_on == "2025-12-31"
    assert version == row.id


def test_a_document_begins_in_an_empty_folder(folder: Path):
    from tonetop.work.write_document import begin_document

    begin_document(account("administrator"), {"title": "First"}, draft())
    assert document().current.row.author is None


def test_a_file_is_kept_whatever_it_is_under_a_plain_name(demo: Path):
    from tonetop.work.write_document import Upload

    version = begin()
    later_one = draft("not taken", "2", file=Upload("..\\x/Plan\x00.docx", [b"PK", b"\x03\x04"]))
    from tonetop.work.write_document import write_version

    row: Any = write_version(lead(), "DOC-1", later_one)
    assert row.file_name == "Plan.docx"
    assert row.media_type.endswith("wordprocessingml.document")
    assert row.supersedes == version
    odd: Any = write_version(lead(), "DOC-1", draft("", "3", file=Upload("page.html", [b"<script>"])))
    assert odd.media_type == "application/octet-stream"


def test_a_version_bears_a_name_of_its_own_and_a_text(demo: Path):
    begin()
    assert "already" in refused(later, "Text", "1")
    assert "name" in refused(later, "Text", " ")
    assert "write the text" in refused(later, " \n", "2")


def test_a_document_needs_a_title_and_somebody_who_may_write(demo: Path):
    from tonetop.work.write_document import begin_document

    assert "title" in refused(begin_document, lead(), {"title": " "}, draft())
    assert "does not write" in refused(begin_document, account("guest-auditor"), {"title": "X"}, draft())


def test_asking_puts_the_text_before_each_approver_with_day_and_reason(demo: Path):
    version = begin()
    asks = ask(version, LEADER, OTHER)
    assert [(one.asked_of, one.due, one.why) for one in asks] == [
        (LEADER, "2026-01-15", "The year turns"),
        (OTHER, "2026-01-15", "The year turns"),
    ]
    assert document().state == "in-review"
    assert document().current.row.review_asked_by == AUTHOR
    assert [one.person for one in document().current.open] == [LEADER, OTHER]


@pytest.mark.parametrize(
    ("people", "due", "said"),
    [
        ((AUTHOR,), "", "own text"),
        (("nobody",), "", "not in the register"),
        ((LEADER,), "2025-12-30", "from today on"),
        ((LEADER,), "soon", "from today on"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_written(
    demo: Path, people: tuple[str, ...], due: str, said: str
):
    from tonetop.work.assess import position

    version = begin()
    before = position()
    assert said in refused(lambda: ask(version, *people, due=due))
    assert position() == before


def test_nobody_and_no_reason_are_refused(demo: Path):
    from tonetop.work.ask_review import Asked, ask_review

    version = begin()
    assert "at least one" in refused(ask_review, lead(), version, Asked((), "Now"))
    assert "say why" in refused(ask_review, lead(), version, Asked((LEADER,), " "))
    assert "no such version" in refused(ask_review, lead(), "DV-99", Asked((LEADER,), "Now"))


def test_only_the_latest_version_is_put_before_anybody(demo: Path):
    version = begin()
    later()
    assert "came after" in refused(ask, version)


def test_asking_again_closes_the_earlier_ask_and_spares_who_approved(demo: Path):
    version = begin()
    ask(version, LEADER, OTHER)
    approve(version)
    assert [one.asked_of for one in ask(version, LEADER, OTHER)] == [OTHER]
    approve(version, OTHER)
    assert document().state == "approved"
    assert "approved this very text already" in refused(ask, version, LEADER, OTHER)


def test_everybody_asked_has_to_approve(demo: Path):
    version = begin()
    ask(version, LEADER, OTHER)
    approve(version)
    assert document().state == "in-review"
    approve(version, OTHER, "approved-with-comment")
    assert document().state == "approved"


def test_a_text_sent_back_waits_for_its_author(demo: Path):
    version = begin()
    ask(version)
    approve(version, word="sent-back")
    assert document().state == "draft"
    assert [one.person for one in document().current.sent_back] == [LEADER]


def test_an_approval_lapses_visibly_when_the_text_changes_and_holds_again_with_the_old_text(demo: Path):
    version = approved()
    assert change(version) is not None
    (answer,) = document().current.answers
    assert (document().state, answer.lapsed, answer.holds) == ("lapsed", True, False)
    change(version, "# Policy\n\nWe decide by people.")
    assert document().state == "approved"


def test_another_text_closes_what_was_asked_about_the_earlier_one(demo: Path):
    version = begin()
    ask(version)
    change(version)
    assert document().state == "draft"
    assert not [row for row in facts().rows("Ask") if row.about == (version,) and not row.closed_on]
    assert document().current.row.review_asked_on is None


def test_a_new_name_of_the_same_text_closes_nothing(demo: Path):
    from tonetop.work.revised import standing
    from tonetop.work.write_document import change_text

    version = begin()
    ask(version)
    same = draft("# Policy\n\nWe decide by people.", "0.9")
    change_text(lead(), version, same, standing("DocumentVersion", version).revision)
    assert (document().state, document().current.row.version) == ("in-review", "0.9")


def test_a_draft_that_another_changed_meanwhile_is_not_written_over(demo: Path):
    from tonetop.work.write_document import change_text

    version = begin()
    change(version)
    assert "changed since" in refused(change_text, lead(), version, draft("Third"), 1)


def test_answers_of_delegates_count_for_whom_they_were_given(demo: Path):
    from tonetop.records import write
    from tonetop.work.revised import new

    version = begin()
    ask(version)
    said = {"about": [version], "sha256": document().current.row.sha256, "answered_on": "2025-12-31"}
    handed = {"id": "APP-901", "answer": "delegated", "answered_by": LEADER, "delegated_to": "eke"}
    given = {"id": "APP-902", "answer": "approved", "answered_by": "eke"}
    write.save_all(new([("Approval", said | handed), ("Approval", said | given)]), write.By())
    assert document().state == "approved"
    assert document().current.answers[0].given.answered_by == "eke"


def test_a_comment_is_kept_with_the_text_that_it_is_about(demo: Path):
    from tonetop.work.comment_on import answer_comment, comment_on
    from tonetop.work.document_state import comments

    version = begin()
    text = document().current.row.sha256
    comment_on(account("executive", LEADER), version, "Say who decides. ")
    change(version)
    (said,) = facts().prepared(comments)[version]
    assert (said.said_by, said.text, said.sha256) == (LEADER, "Say who decides.", text)
    answer_comment(lead(), said.id, "Section 2 names them.")
    (said,) = facts().prepared(comments)[version]
    assert (said.answer, said.answered_by) == ("Section 2 names them.", AUTHOR)


def test_who_audits_and_who_is_nobody_does_not_comment(demo: Path):
    from tonetop.work.comment_on import answer_comment, comment_on

    version = begin()
    for who in (account("internal-auditor", "korpela"), account("guest-auditor"), account("administrator")):
        assert "ask the governance lead" in refused(comment_on, who, version, "Mine")
    assert "write what" in refused(comment_on, lead(), version, " ")
    assert "write what" in refused(answer_comment, lead(), "CMT-1", " ")
