"""Handing over: everything that a leaver holds goes to another in one step, and the past stays theirs."""

from __future__ import annotations

import pytest

from tests.work.asking import account, ask, hold, last, today
from tonetop.core import cadence
from tonetop.records.intake import Refused
from tonetop.records.write import Overtaken, latest
from tonetop.work.assess import assess, position
from tonetop.work.hand_over import digest, hand_over, held
from tonetop.work.permission import Forbidden

__all__ = ["today"]
pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def holdings(today: str) -> str:
    """What the clerk holds, with some that is done; gives the day."""
    before = cadence.shift(today, -100)
    role = {"person": "clerk", "assigned_by": "ceo", "assigned_on": before, "accepted_on": before}
    hold(
        ("AISystem", {"id": "AI-1", "name": "Vera", "owner": "clerk"}),
        ("AISystem", {"id": "AI-2", "name": "Flow", "owner": "lead"}),
        ("AISystem", {"id": "AI-3", "name": "Scan", "owner": "clerk", "retired_on": before}),
        ("Action", {"id": "A-1", "owner": "clerk", "status": "open"}),
        ("Action", {"id": "A-2", "owner": "clerk", "status": "closed", "closed_on": before}),
        ask("ASK-1", "see", "AI-2", "clerk"),
        ask("ASK-2", "see", "AI-1", "clerk", closed_on=today),
        ("RoleAssignment", {"id": "RA-1", "role": "reporting", "authority": "May stop a release", **role}),
        ("RoleAssignment", {"id": "RA-2", "role": "deputy", "delegated_from": "ceo", **role}),
        ("RoleAssignment", {"id": "RA-3", "role": "other", "valid_to": before, **role}),
        ("RoleAssignment", {"id": "RA-4", "role": "aims-lead", **role, "person": "lead", "deputy": "clerk"}),
        ("Communication", {"id": "COM-1", "speaker": "clerk", "sent_on": before}),
    )
    return today


def seen() -> str:
    """The hash of what the clerk holds today."""
    return digest(held(assess().facts, "clerk"))


def test_what_is_held_is_owned_asked_or_in_force_and_what_is_done_is_left_out(holdings: str) -> None:
    found = [(one.row.id, one.field) for one in held(assess().facts, "clerk")]
    expected = [("AI-1", "owner"), ("A-1", "owner"), ("ASK-1", "asked_of")]
    roles = [("RA-1", "person"), ("RA-2", "person"), ("RA-4", "deputy")]
    assert sorted(found) == sorted([*expected, *roles])


def test_everything_goes_to_the_other_in_one_step_and_the_past_stays(holdings: str) -> None:
    count = hand_over(account("lead", "governance-lead"), "clerk", "deputy", seen())
    assert count == 6
    assert last("AISystem", "AI-1").owner == "deputy" and last("AISystem", "AI-3").owner == "clerk"
    assert last("Action", "A-1").owner == "deputy" and last("Action", "A-2").owner == "clerk"
    assert last("Ask", "ASK-1").asked_of == "deputy" and last("Communication", "COM-1").speaker == "clerk"
    assert last("RoleAssignment", "RA-1").valid_to == holdings
    fresh = last("RoleAssignment", "RA-5")
    assert (fresh.person, fresh.role, fresh.authority) == ("deputy", "reporting", "May stop a release")
    assert (fresh.assigned_by, fresh.assigned_on, fresh.accepted_on) == ("lead", holdings, None)
    assert last("RoleAssignment", "RA-2").valid_to == holdings
    assert last("RoleAssignment", "RA-4").deputy == "deputy"
    assert latest("RoleAssignment", "RA-6") is None


def test_what_changed_since_it_was_shown_is_not_handed_over(holdings: str) -> None:
    shown, before = seen(), position()
    hold(("AISystem", {"id": "AI-4", "name": "New", "owner": "clerk"}))
    with pytest.raises(Overtaken, match="look at it again"):
        hand_over(account("lead", "governance-lead"), "clerk", "deputy", shown)
    assert position() == before + 1


def test_it_goes_to_somebody_else_who_is_there_and_only_by_those_who_manage(holdings: str) -> None:
    lead = account("lead", "governance-lead")
    for leaver, heir, said in (
        ("stranger", "deputy", "no person of the register"),
        ("clerk", "clerk", "somebody else"),
        ("clerk", "stranger", "somebody else"),
    ):
        with pytest.raises(Refused, match=said):
            hand_over(lead, leaver, heir, seen())
    with pytest.raises(Refused, match="nothing to hand over"):
        hand_over(lead, "cfo", "deputy", digest(()))
    with pytest.raises(Forbidden):
        hand_over(account("ceo"), "clerk", "deputy", seen())
