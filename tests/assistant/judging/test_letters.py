"""What a leader writes in their own name is told by grammar: what they say was done is done; saying why is an act."""

from __future__ import annotations

import pytest

from tonetop.assistant.judging.document import Document, Judged
from tonetop.assistant.judging.judge import judge
from tonetop.core.passage import Passage


def judged(words: str, letter: bool = True) -> Judged:
    document = Document(
        "a.txt", words, "executive-communication", "2025-02-02", "Why AI matters", letter=letter
    )
    return judge(document, [Passage(0, len(words), words)])[0]


@pytest.mark.parametrize(
    ("words", "duty"),
    [
        ("I want to tell you personally why following our AI policy matters: people trust us.", "LD-4"),
        ("I expect everyone here to speak up about an AI system that harms somebody.", "LD-4"),
        ("I have appointed Karim Osei as our AI lead; he reports to me and may stop any deployment.", "LD-6"),
    ],
)
def test_what_a_leader_says_and_says_to_have_done_is_their_act(words: str, duty: str) -> None:
    told = judged(words)
    assert (duty in told.duties, told.standing, told.actor, told.backed) == (True, "act", "top", True)
    assert judged(words, letter=False).actor != "top"


def test_what_is_not_about_ai_or_only_the_head_of_a_letter_stays_as_it_was_judged() -> None:
    for words in ("I want to say why the new canteen matters.", "To: all\nFrom: A\nSubject: Why AI matters"):
        assert judged(words) == judged(words, letter=False)
