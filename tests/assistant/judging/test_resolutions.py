"""What minutes say their own body resolved is its act, whatever is spoken of; what it did not resolve is not."""

from __future__ import annotations

import pytest

from tonetop.assistant.judging.document import Document, Judged
from tonetop.assistant.judging.judge import judge
from tonetop.core.passage import Passage


def judged(words: str, **about: object) -> Judged:
    about = {
        "kind": "management-review-minutes",
        "date": "2026-09-09",
        "title": "Minutes of the board",
    } | about
    return judge(Document("m.md", words, **about), [Passage(0, len(words), words)])[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "duty"),
    [
        ("The Committee appointed Ina Okoro as AI governance lead with authority to stop a release.", "LD-6"),
        ("The Board of Regents approved EUR 20,000 for the AI management system.", "LD-3"),
        ("RESOLVED, that the trustees adopt the AI principles as presented.", "LD-1"),
        ("Council directed the manager to integrate AI impact assessments into procurement.", "LD-2"),
        ("The Board accepted the residual risk of the AI claims model.", "LD-5"),
    ],
)
def test_what_a_body_resolved_is_its_act(words: str, duty: str) -> None:
    told = judged(words)
    assert (duty in told.duties, told.standing, told.actor, told.backed) == (True, "act", "top", True)


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("The Board did not approve the AI budget.", {}),
        ("It was agreed to look at the AI budget next year.", {}),
        ("The committee resolved to consider an AI policy.", {}),
        ("Motion to appoint an AI lead; the motion was tabled after the Board approved the agenda.", {}),
        ("The Board approved the parking plan.", {}),
        ("The Committee appointed Ina Okoro as AI lead.", {"people": {"bo lind": "delegate"}}),
        ("The Committee appointed Ina Okoro as AI lead.", {"agenda": True}),
        ("The Committee appointed Ina Okoro as AI lead.", {"kind": "user-documentation"}),
    ],
)
def test_what_was_not_resolved_or_by_another_or_of_something_else_is_not_shown_as_an_act_for_ai(
    words: str, about: dict[str, object]
) -> None:
    told = judged(words, **about)
    assert not (told.backed and told.about_ai)
