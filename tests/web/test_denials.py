"""Who denied that an act was theirs is not overruled by anybody else: not by another answer, not by its withdrawal."""

from __future__ import annotations

import pytest

from tests.web.conftest import House

PASSAGE = {
    "id": "gp-x",
    "gate": "gate-buy-risk",
    "subject": "AI-3",
    "occurred_on": "2025-12-31",
    "outcome": "passed",
    "decided_by": "bright",
}
WORD = "/api/v1/registers/Confirmation/GatePassage/gp-x/1/bright"
SAID = {
    "register": "GatePassage",
    "record": "gp-x",
    "version": 1,
    "person": "bright",
    "confirmed_on": "2025-12-31",
}


@pytest.fixture
def denied(own: House) -> House:
    """A passage that a process owner entered, and then said was not theirs."""
    from tonetop.records.models import Account
    from tonetop.work.confirm import confirm

    sent = own["process-owner"].post("/api/v1/registers/GatePassage", PASSAGE, "application/json")
    assert sent.status_code == 201
    owner = Account.objects.get(role="process-owner")
    confirm(owner, "GatePassage", "gp-x", "not-mine", "somebody used my account")
    return own


def test_nobody_else_says_that_it_was_theirs_after_all(denied: House) -> None:
    answer = denied["governance-lead"].put(WORD, SAID | {"answer": "mine"}, "application/json")
    assert answer.status_code == 400
    assert "set by an act of its own" in answer.json()["detail"]


def test_nobody_takes_the_denial_away(denied: House) -> None:
    answer = denied["governance-lead"].delete(WORD)
    assert answer.status_code == 400
    assert "stays until the person says otherwise" in answer.json()["detail"]


def test_they_themselves_may_say_otherwise(denied: House) -> None:
    from tonetop.records.models import Account
    from tonetop.work.confirm import confirm

    owner = Account.objects.get(role="process-owner")
    assert confirm(owner, "GatePassage", "gp-x", "mine").answer == "mine"  # type: ignore[attr-defined]
