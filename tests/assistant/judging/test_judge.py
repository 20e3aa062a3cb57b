"""Judging made-up passages: what is told as done, promised or missing, by whom; and what must not fool it."""

from __future__ import annotations

import numpy as np
import pytest

from tonetop.assistant.judging.document import Document, Judged
from tonetop.assistant.judging.judge import judge
from tonetop.assistant.judging.requirements import control_texts
from tonetop.core.passage import Passage

MINUTES = Document(
    "minutes/2026-01.md",
    "",
    "management-review-minutes",
    "2026-01-14",
    "Minutes of the board of directors",
    {"ada north": "top", "carl west": "delegate"},
)
STATEMENT = Document("statement.md", "", "policy-publication", "2026-02", "AI transparency statement")


def judged(passage: str, document: Document = STATEMENT, before: str = "") -> Judged:
    """The judgement of one passage that stands after some words in a document."""
    text = f"# {document.title}\n\n{before}{passage}\n"
    start = text.index(passage)
    whole = Document(
        document.name,
        text,
        document.kind,
        document.date,
        document.title,
        document.people,
        document.placeholder,
        document.agenda,
    )
    return judge(whole, [Passage(start, start + len(passage), passage)])[0]


@pytest.mark.parametrize(
    ("passage", "document", "duty"),
    [
        (
            "The Chief Executive Officer appointed the Chief Information Officer as the accountable official for AI.",
            STATEMENT,
            "LD-6",
        ),
        (
            "On 3 March 2026 the Board of Directors approved the AI policy and its objectives.",
            MINUTES,
            "LD-1",
        ),
        (
            "Motion carried unanimously: the council allocated a budget of $40,000 for AI governance.",
            MINUTES,
            "LD-3",
        ),
    ],
)
def test_a_dated_or_named_act_of_top_management_is_an_act(
    passage: str, document: Document, duty: str
) -> None:
    told = judged(passage, document)
    assert (told.standing, told.actor) == ("act", "top")
    assert duty in told.duties


@pytest.mark.parametrize(
    "passage",
    [
        "We will establish an AI policy and it should be approved by the board next year.",
        "Action item: draft the AI policy that is to be created, to be approved at the next meeting.",
        "The secretary will present a proposal for an AI policy to be adopted by the council in autumn.",
        "The council must approve the AI policy before it is published.",
    ],
)
@pytest.mark.parametrize("document", [MINUTES, STATEMENT])
def test_a_policy_that_is_to_be_created_is_never_an_act(passage: str, document: Document) -> None:
    told = judged(passage, document)
    assert told.standing in {"commitment", "gap"}
    assert not told.backed


@pytest.mark.parametrize(
    "passage",
    [
        "[YOUR_ORGANISATION_NAME] has adopted an AI policy, which the board approved on [DATE].",
        "The policy was approved by [insert name of executive] on ________.",
    ],
)
def test_a_blank_is_a_gap_however_it_is_worded(passage: str) -> None:
    told = judged(passage)
    assert (told.standing, told.placeholder, told.backed) == ("gap", True, False)


def test_what_a_template_asks_waits_to_be_filled_in() -> None:
    template = Document(
        "template.md", "", "org-structure", title="Committee charter template", placeholder=True
    )
    told = judged("A description of what authority the committee has, and what is expected of it.", template)
    assert (told.standing, told.placeholder) == ("gap", True)


def test_a_bare_agenda_tells_no_act() -> None:
    agenda = Document("agenda.md", "", "management-review-minutes", title="Council agenda", agenda=True)
    told = judged("- Budget approved by council (10 minutes)", agenda)
    assert told.standing != "act"
    assert not told.backed


@pytest.mark.parametrize(
    "passage",
    [
        "There is no AI policy yet, and nobody has been appointed; the work is overdue and blocked.",
        "We have not reviewed the AI risks; the review is overdue because of a lack of staff.",
    ],
)
def test_what_is_missing_or_late_is_a_gap(passage: str) -> None:
    assert judged(passage).standing == "gap"


@pytest.mark.parametrize(
    "passage",
    [
        "Click the button to open the settings page, then enter your user name and password.",
        "Photographs of the venue can be found on the conference website, for example of the main hall.",
    ],
)
def test_instructions_and_descriptions_show_no_duty(passage: str) -> None:
    told = judged(passage)
    assert (told.duties, told.standing) == ((), "none")


def test_who_speaks_in_minutes_decides_whose_act_it_is() -> None:
    act = "We have allocated $20,000 for the programme; it was approved last week."
    assert judged(f"Ada: {act}", MINUTES, "Carl: Hello all.\n\nAda: Hello.\n\n").actor == "top"
    assert judged(f"Carl: {act}", MINUTES, "Carl: Hello all.\n\nAda: Hello.\n\n").actor != "top"


def test_the_date_is_the_one_that_a_passage_names_else_the_documents() -> None:
    assert judged("The board met on 3 March 2026.", MINUTES).date == "2026-03-03"
    assert judged("The board met.", MINUTES).date == "2026-01-14"
    assert judged("The board met on 3 March 2026 and on 4 March 2026.", MINUTES).date == "2026-01-14"
    assert judged("The board met.", Document("a.md", "")).date is None


def test_clauses_follow_from_duties_and_words() -> None:
    assert "7.1" in judged("The council allocated a budget of $40,000 for AI governance.", MINUTES).clauses


def test_controls_come_from_meaning_alone() -> None:
    passage = "On 3 March 2026 the Board of Directors approved the AI policy."
    document = Document("a.md", passage)
    anchors = np.eye(len(control_texts()), 384, dtype=np.float32)
    vectors = anchors[:1]
    (told,) = judge(document, [Passage(0, len(passage), passage)], vectors, anchors)
    assert told.controls == (next(iter(control_texts())),)
    (without,) = judge(document, [Passage(0, len(passage), passage)])
    assert without.controls == ()


def test_the_same_input_gives_the_same_output_alone_or_among_others() -> None:
    texts = [
        "The board approved the policy.",
        "We will hire two people.",
        "Nothing was decided, and it is late.",
    ]
    whole = "\n\n".join(texts)
    passages = [Passage(whole.index(text), whole.index(text) + len(text), text) for text in texts]
    document = Document("a.md", whole)
    together = judge(document, passages)
    assert together == [judge(document, [passage])[0] for passage in passages]
    assert judge(document, []) == []
    assert all(0.0 <= told.confidence <= 1.0 for told in together)


def test_a_deadline_is_not_the_day_of_an_act() -> None:
    told = judged("The board directed the director to close both findings by 30 September 2026.", MINUTES)
    assert told.date == "2026-01-14"
    assert judged("The mandate holds from 1 February 2026.", MINUTES).date == "2026-01-14"


def test_what_shows_a_duty_and_names_ai_is_about_ai() -> None:
    vote = "Motion to approve $20,000 for the {} programme; 4 in favour, 0 against. Motion carried."
    assert judged(vote.format("AI governance"), MINUTES).about_ai
    assert not judged(vote.format("spring gala"), MINUTES).about_ai
