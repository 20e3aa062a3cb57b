"""Uses of AI systems: prohibited ones are known by their words, and of the rest a person says so in their own word."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standard.map_facts import CHIEF, CLERK
from tests.standard.test_gating import JUDGED, SYSTEM, WAIVED, blocking, judged
from tonetop.standard.gating.rules import shipped
from tonetop.standard.gating.uses import practice_of, practices


@pytest.mark.parametrize(
    ("use", "practice"),
    [
        *((name, name) for name in practices()),
        ("Social Scoring", "social-scoring"),
        ("  SOCIAL   scores of citizens", "social-scoring"),
        ("SocialScoring", "social-scoring"),
        ("socialscoring", "social-scoring"),
        ("scoring people by social conduct", "social-scoring"),
        ("Recognising emotions of employees", "emotion-at-work-or-school"),
        ("Emotionserkennung am Arbeitsplatz", "emotion-at-work-or-school"),
        ("predictive policing", "crime-prediction-by-profile"),
        ("Biometric classification of visitors", "biometric-categorisation"),
        ("real-time facial recognition", "live-remote-identification"),
        ("claims triage", ""),
        ("emotional design of cards", ""),
        ("manufacturing scrap", ""),
        ("Predicting policy lapse", ""),
        ("Real-time identification of failing pumps", ""),
        ("Real time face blur for privacy", ""),
        ("Scanner for exploitable vulnerabilities", ""),
        ("social rating of restaurants", ""),
        ("Detects manipulated decision logs", ""),
        ("Classroom booking without emotion", ""),
        ("Real-time identification of people in a crowd", "live-remote-identification"),
        ("live face recognition", "live-remote-identification"),
        ("Exploiting the vulnerabilities of age", "exploiting-vulnerability"),
        ("social rating of citizens", "social-scoring"),
        ("manipulating the decisions of voters", "subliminal-manipulation"),
        ("Emotion recognition in the classroom", "emotion-at-work-or-school"),
        ("", ""),
    ],
)
def test_a_prohibited_practice_is_known_by_words_and_their_forms(use: str, practice: str) -> None:
    assert practice_of(use) == practice


@pytest.mark.parametrize(
    ("said", "blocks"),
    [
        ([JUDGED], []),
        ([JUDGED | {"use": " SORTING "}], []),
        ([], ["GR-undecided"]),
        ([JUDGED | {"use": "sorting out"}], ["GR-undecided"]),
        ([JUDGED | {"system": "t"}], ["GR-undecided"]),
        ([JUDGED | {"entered_by": "clerk"}], ["GR-undecided"]),
        ([JUDGED | {"judged_on": "2026-01-01"}], ["GR-undecided"]),
        ([{name: value for name, value in JUDGED.items() if name != "prohibited"}], ["GR-undecided"]),
        ([JUDGED | {"prohibited": True}], ["GR-prohibited"]),
        ([JUDGED, JUDGED | {"id": "u2", "prohibited": True, "entered_by": "clerk"}], ["GR-prohibited"]),
    ],
)
def test_a_use_that_no_word_knows_waits_for_a_persons_word(
    said: list[dict[str, Any]], blocks: list[str]
) -> None:
    systems = [SYSTEM, SYSTEM | {"id": "t"}]
    found = judged(UseJudgement=said, AISystem=systems)
    assert blocking(found) == blocks
    assert blocking(judged(UseJudgement=said, AISystem=systems, GatePassage=[WAIVED])) == blocks
    line = next((line for line in found.gates[0].lines if line.rule == "GR-undecided"), None)
    assert line is not None
    assert line.why == ("it is so of sorting" if "GR-undecided" in blocks else "it is not so")


def test_the_owner_of_a_system_does_not_say_it_of_their_own() -> None:
    own = [SYSTEM | {"owner": "chief"}]
    assert blocking(judged(AISystem=own)) == ["GR-undecided", "GR-risk", "GR-rank"], "nor its risks"
    assert shipped()["GR-undecided"].effect == "prohibited-use"


COUNSEL = {"id": "counsel", "name": "C. Counsel", "unit_kind": "legal", "valid_from": "2020-01-01"}
HIT = "Social scoring of cards"
MEANT = SYSTEM | {"uses": [HIT]}
ALLOWED = JUDGED | {"use": HIT}
FOUND = JUDGED | {"id": "u2", "prohibited": True, "judged_on": "2025-10-01", "judged_by": "clerk"}


@pytest.mark.parametrize(
    ("said", "blocks"),
    [
        ([], ["GR-prohibited"]),
        ([ALLOWED], []),
        ([ALLOWED | {"judged_by": "counsel", "entered_by": "counsel"}], ["GR-prohibited"]),
        ([ALLOWED | {"judged_by": "clerk", "entered_by": "clerk"}], ["GR-prohibited"]),
        ([ALLOWED | {"entered_by": "clerk"}], ["GR-prohibited"]),
        ([ALLOWED, FOUND | {"use": HIT}], []),
        ([ALLOWED, FOUND | {"use": HIT, "judged_on": "2025-11-01"}], ["GR-prohibited"]),
        ([ALLOWED, FOUND | {"use": HIT, "recorded_on": "2025-12-01"}], ["GR-prohibited"]),
    ],
)
def test_over_a_word_that_hits_stands_top_managements_later_word_alone(
    said: list[dict[str, Any]], blocks: list[str]
) -> None:
    people = [CHIEF, CLERK, COUNSEL]
    assert blocking(judged(Person=people, UseJudgement=said, AISystem=[MEANT])) == blocks


@pytest.mark.parametrize(
    ("by", "entered", "blocks"),
    [("clerk", None, ["GR-undecided"]), ("counsel", None, []), ("counsel", "counsel", ["GR-undecided"])],
)
def test_of_other_uses_somebody_of_the_rank_says_it(by: str, entered: str | None, blocks: list[str]) -> None:
    own = COUNSEL | ({"entered_by": entered} if entered else {})
    said = [JUDGED | {"judged_by": by, "entered_by": by}]
    assert blocking(judged(Person=[CHIEF, CLERK, own], UseJudgement=said)) == blocks
