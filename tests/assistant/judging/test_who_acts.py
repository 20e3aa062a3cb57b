"""Who speaks in minutes, and who is told to act: owner, speaker, subject, head of the list, section."""

from __future__ import annotations

import pytest

from tonetop.assistant.judging.acting import ACTING
from tonetop.assistant.judging.document import Document
from tonetop.assistant.judging.rows import cues, rows_of, speaking
from tonetop.assistant.judging.setting import Outline
from tonetop.assistant.judging.speech import standing_of
from tonetop.core.passage import Passage

PEOPLE = {"ada north": "top", "rémy lagrange": "top", "ada": "delegate", "carl west": "delegate"}
MINUTES = """# Board meeting

## Notes

- Travel grants
  - Carl West:
    - Wrote to the sponsors.
  - ANorth: We need a budget.
    - We allocated it last week.
  - Agreed to go on.

Remy: I will publish the policy.

It is on the table.

## Next

All said.
"""


def settled(text: str, passage: str, document: Document) -> str:
    """Who is told to act in a passage of a text."""
    start = text.index(passage)
    whole = Document(document.name, text, document.kind, people=document.people)
    (row,) = rows_of(whole, [Passage(start, start + len(passage), passage)], None).cues
    names = cues().names
    return next((one for one in ("top", "delegate", "we") if row[names.index(f"settled_{one}")]), "none")


def test_each_sign_of_who_acts_is_a_number_of_the_row() -> None:
    assert set(ACTING) <= set(cues().names)


@pytest.mark.parametrize(
    ("speaker", "standing"),
    [
        ("Ada", "top"),  # a member who also takes the notes is a member
        ("Remy", "top"),
        ("ANorth", "top"),
        ("West", "delegate"),
        ("Carl W", "delegate"),
        ("Nobody", ""),
    ],
)
def test_a_speaker_is_known_by_first_name_handle_or_without_accents(speaker: str, standing: str) -> None:
    assert standing_of(speaker, PEOPLE) == standing


@pytest.mark.parametrize(
    ("passage", "speaker"),
    [
        ("- Wrote to the sponsors", "Carl West"),
        ("- We allocated it", "ANorth"),
        ("- Agreed to go on", ""),
        ("It is on the table", "Remy"),
        ("All said", ""),
    ],
)
def test_a_speech_in_a_list_holds_what_is_indented_below_it_alone(passage: str, speaker: str) -> None:
    outline = Outline(MINUTES, PEOPLE)
    start = MINUTES.index(passage)
    assert outline.setting(start, start + len(passage)).speaker == speaker


def test_minutes_that_name_nobody_tell_the_words_of_members() -> None:
    assert speaking("Zoe", Document("minutes.md", "", "management-review-minutes")) == "top"
    assert speaking("Zoe", Document("minutes.md", "", people=PEOPLE)) == "unknown"
    assert speaking("", Document("minutes.md", "", people=PEOPLE)) == ""


POLICY = Document("policy.md", "", "policy-approval")
BOARD = Document("minutes.md", "", "management-review-minutes", people=PEOPLE)


@pytest.mark.parametrize(
    ("text", "passage", "who"),
    [
        ("# Policy\n\nThe board approved the plan.\n", "The board approved the plan.", "top"),
        (
            "# Policy\n\nThe plan was approved by the Chief Executive.\n",
            "The plan was approved by the Chief Executive.",
            "top",
        ),
        (
            "# Policy\n\nThe plan was drawn up by the security team.\n",
            "The plan was drawn up by the security team.",
            "delegate",
        ),
        ("# Policy\n\nAll staff must complete the course.\n", "All staff must complete the course.", "none"),
        ("# Policy\n\nWe review the plan.\n", "We review the plan.", "we"),
        (
            "# Policy\n\nTop management shows its commitment by:\n\n- Giving resources.\n",
            "- Giving resources.",
            "top",
        ),
        (
            "# Policy\n\nThe working group met. It wrote a plan.\n\nIt met again.\n",
            "It met again.",
            "delegate",
        ),
        (
            "# Policy\n\n| Action | Owner |\n|---|---|\n| Allocate money | CEO |\n",
            "| Allocate money | CEO |",
            "top",
        ),
        (
            "# Policy\n\n| Action | Owner |\n|---|---|\n| Write it | IT Lead |\n",
            "| Write it | IT Lead |",
            "delegate",
        ),
        (
            "# Charter template\n\nThe board approved [NAME OF POLICY].\n",
            "The board approved [NAME OF POLICY].",
            "none",
        ),
    ],
)
def test_whoever_acts_is_found_by_the_nearest_sign(text: str, passage: str, who: str) -> None:
    assert settled(text, passage, POLICY) == who


def test_minutes_tell_what_their_body_does_unless_another_speaks() -> None:
    assert settled("# Board\n\nDecided to go on.\n", "Decided to go on.", BOARD) == "top"
    staff = "# Board\n\n## Staff updates\n\nPublished the report.\n"
    assert settled(staff, "Published the report.", BOARD) == "delegate"
    carl = "# Board\n\nCarl: I published the report.\n"
    assert settled(carl, "Carl: I published the report.", BOARD) == "delegate"
    team = "# Board\n\nRémy: For the security team, we wrote the report.\n"
    assert settled(team, "Rémy: For the security team, we wrote the report.", BOARD) == "delegate"
