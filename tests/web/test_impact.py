"""An impact assessment group by group, filled cell by cell until it is approved."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import House
from tests.web.test_privacy import text

AT = "/impact/ia-open/"
SAID = {"affected": "claimants", "respect": "trust", "level": "high", "explanation": "Nobody answers"}


@pytest.fixture
def opened(own: House) -> House:
    """The demo with an assessment that is not approved yet."""
    made = own["process-owner"].post(
        "/registers/ImpactAssessment/new/",
        {
            "id": "ia-open",
            "system": "AI-5",
            "performed_on": "2025-12-30",
            "affected_groups": "claimants\nclaim handlers",
        },
    )
    assert made.status_code == 302
    return own


def say(house: House, who: str = "process-owner", at: str = AT, **said: str) -> Any:
    return house[who].post(at, SAID | said, follow=True)


def test_what_nobody_looked_at_shows_and_is_filled_cell_by_cell(opened: House) -> None:
    assert "8 respects of groups were not looked at yet." in text(opened["process-owner"].get(AT))
    said = text(say(opened, measures="A person calls back", level_after="low"))
    assert "It is on record." in said
    assert "7 respects of groups were not looked at yet." in said
    assert "The gravest that remains: low" in said
    assert "before measures high" in said
    say(opened, level="none", explanation="")
    assert "7 respects" in text(opened["process-owner"].get(AT))
    page = text(opened["process-owner"].get(f"{AT}?group=claimants&respect=trust"))
    assert "claimants: trust" in page


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"affected": " "}, "Name the group that is affected"),
        ({"respect": "karma"}, "Choose in which respect"),
        ({"level": ""}, "Say how grave it is"),
        ({"likelihood": "maybe"}, "Choose how likely it is"),
        ({"explanation": ""}, "Say why it is as grave as this"),
        ({"level_after": "worse"}, "Choose how grave it is after the measures"),
        ({"level_after": "low"}, "Say which measures make it less grave"),
    ],
)
def test_what_is_missing_is_said_and_what_was_written_stays(
    opened: House, said: dict[str, str], problem: str
) -> None:
    answer = say(opened, **said)
    assert answer.status_code == 400
    assert problem in text(answer)


def test_an_approved_assessment_is_closed_and_guests_only_look(opened: House) -> None:
    answer = say(opened, at="/impact/ia-healthrate/")
    assert answer.status_code == 400
    assert "begin a new assessment of the system" in text(answer)
    assert opened["guest-auditor"].post(AT, SAID).status_code == 403
    page = text(opened["guest-auditor"].get("/impact/ia-healthrate-2/?group=chronically ill&respect=rights"))
    assert "Whoever cannot pay loses cover" in page
    assert "Every group was looked at in every respect that is asked." in page
    assert opened["executive"].get("/impact/none/").status_code == 404
