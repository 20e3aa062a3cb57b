"""Delegating: an ask is handed on, and an answer given for another, only within what is recorded."""

from __future__ import annotations

from typing import Any

import pytest

from tests.work.asking import account, ask, delegation, hold, last, request, today
from tonetop.core import cadence
from tonetop.records.intake import Refused
from tonetop.work.answer import answer
from tonetop.work.permission import Forbidden

__all__ = ["today"]
pytestmark = pytest.mark.usefixtures("folder")


def test_a_delegation_in_force_hands_the_ask_on_with_its_reason(today: str) -> None:
    hold(
        request(),
        ask("ASK-1", "decide", "RR-1", "ceo", why="Needed by June", due=cadence.shift(today, 5)),
        delegation(today, "budget-approval", "money<=150"),
    )
    made: Any = answer(account("ceo"), "ResourceRequest", "RR-1", "delegated", delegate_to="deputy")
    assert (made.answer, made.delegated_to) == ("delegated", "deputy")
    assert last("Ask", "ASK-1").closed_on == today
    handed = last("Ask", "ASK-2")
    assert (handed.asked_of, handed.delegated_from, handed.kind) == ("deputy", "ceo", "decide")
    assert (handed.why, handed.due) == ("Needed by June", cadence.shift(today, 5))
    done: Any = answer(account("deputy", "process-owner"), "ResourceRequest", "RR-1", "approved")
    assert (done.on_behalf_of, done.rank) == ("ceo", "delegate of ceo")
    assert last("ResourceRequest", "RR-1").decided_by == "deputy"


@pytest.mark.parametrize("limits", [("risk-review",), ("budget-approval", "money<=99"), ()])
def test_a_delegation_that_does_not_reach_so_far_hands_nothing_on(
    today: str, limits: tuple[str, ...]
) -> None:
    hold(request(), delegation(today, *limits))
    with pytest.raises(Refused, match="no delegation from ceo to deputy"):
        answer(account("ceo"), "ResourceRequest", "RR-1", "delegated", delegate_to="deputy")


def test_a_delegate_decides_up_to_the_limit_and_not_for_work_of_whoever_delegated(today: str) -> None:
    hold(request(amount=500), delegation(today, "budget-approval", "money<=150"))
    deputy = account("deputy", "process-owner")
    with pytest.raises(Refused, match="no delegation"):
        answer(deputy, "ResourceRequest", "RR-1", "approved")
    answer(deputy, "ResourceRequest", "RR-1", "approved", amount=150, comment="All I may.")
    assert last("ResourceRequest", "RR-1").granted == 150
    hold(request(id="RR-2", requested_by="ceo"))
    with pytest.raises(Forbidden, match="own work"):
        answer(deputy, "ResourceRequest", "RR-2", "approved")


def test_what_was_delegated_goes_no_further_and_what_no_delegation_covers_stays(today: str) -> None:
    hold(
        request(),
        ("AISystem", {"id": "AI-1", "name": "Vera"}),
        ask("ASK-1", "decide", "AI-1", "ceo"),
        ask("ASK-2", "decide", "RR-1", "cfo", delegated_from="ceo"),
        delegation(today, "budget-approval"),
    )
    with pytest.raises(Refused, match="not delegated further"):
        answer(account("cfo"), "ResourceRequest", "RR-1", "delegated", delegate_to="deputy")
    ceo = account("ceo")
    with pytest.raises(Refused, match="none of them"):
        answer(ceo, "AISystem", "AI-1", "delegated", delegate_to="deputy")
    for nobody in ("", "stranger"):
        with pytest.raises(Refused, match="to whom"):
            answer(ceo, "AISystem", "AI-1", "delegated", delegate_to=nobody)
    answer(ceo, "AISystem", "AI-1", "delegated", delegate_to="cfo")
    assert last("Ask", "ASK-3").asked_of == "cfo"


def test_nothing_is_delegated_to_whoever_did_the_work(today: str) -> None:
    hold(request(requested_by="deputy"), delegation(today, "budget-approval"))
    with pytest.raises(Forbidden, match="own work"):
        answer(account("ceo"), "ResourceRequest", "RR-1", "delegated", delegate_to="deputy")
