"""Words, families and settings of passages."""

from __future__ import annotations

from tonetop.assistant.judging.families import Vocabulary
from tonetop.assistant.judging.setting import Outline
from tonetop.assistant.judging.words import plain, words_of

FAMILIES = """
# a remark
[top]
board; chief * officer; council

[policy 2]
policy ~ approved; strateg*; approv* plan*

[policy 1]
policy
"""


def test_marks_of_markdown_and_html_are_not_words() -> None:
    raw = "- **Decision:** the [board](https://example.org/x) *approved* <b>it</b> | `yes` |"
    assert plain(raw) == "Decision: the board approved it yes"


def test_the_sign_of_possession_is_left_out_and_sentences_are_counted() -> None:
    words, sentences = words_of("The board's plan. Let's go!")
    assert words == ["the", "board", "plan", "let's", "go"]
    assert sentences == [0, 0, 0, 1, 1]


def test_a_family_is_found_where_its_entries_begin() -> None:
    known = Vocabulary(FAMILIES).known(["the", "board", "and", "the", "council", "met"])
    assert known.places == [[1, 4]]


def test_worth_counts_an_entry_with_words_between_once_and_little_more_when_it_recurs() -> None:
    vocabulary = Vocabulary(FAMILIES)
    assert vocabulary.known(["policy", "was", "at", "last", "approved"]).worth == {"policy": 3.0}
    assert vocabulary.known(["policy", "we", "have", "long", "since", "not", "approved"]).worth == {
        "policy": 1.0
    }
    assert vocabulary.known(["strategy", "strategies"]).worth == {"policy": 3.0}
    assert vocabulary.known(["approve", "plans", "now"]).worth == {"policy": 2.0}


TEXT = """# Minutes of the board

## Decisions

Present at the table:

- Ann: we approve the plan.
- Ben: I agree.

Ann: It is decided.

We go on.
"""


def test_a_passage_knows_its_title_headings_lead_and_speaker() -> None:
    outline = Outline(TEXT)
    start = TEXT.index("- Ben")
    setting = outline.setting(start, start + 14)
    assert setting.title == "Minutes of the board"
    assert setting.headings == ("Minutes of the board", "Decisions")
    assert setting.lead == "Present at the table:"
    later = TEXT.index("Ann: It")
    assert outline.setting(later, later + 18).speaker == "Ann"
    after = TEXT.index("We go on")
    assert outline.setting(after, after + 9).speaker == "Ann", "a speech goes on until another begins"


def test_front_matter_is_no_heading() -> None:
    text = "---\ntitle: A page\n---\n\nWords here.\n"
    assert Outline(text).setting(text.index("Words"), len(text)).headings == ()
