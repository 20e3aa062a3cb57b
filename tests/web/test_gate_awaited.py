"""What waits at gates for somebody's decision: in their inbox, in what is due, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import House
from tests.web.test_inbox import hold
from tests.web.test_reading import text

WAITS = "Deployment approval waits for your decision on HealthRate pricing model"
GATE = "/gates/of/AISystem:AI-2/?process=proc-product"


def system(ref: str, day: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """A planned system of the process that develops products, owned by who leads it."""
    plain = {
        "id": ref,
        "name": f"Pilot {ref}",
        "process": "proc-product",
        "state": "planned",
        "owner": "thun",
    }
    return "AISystem", {**plain, "go_live_on": day, **more}


def whose(ref: str, day: str | None = None) -> set[str]:
    """Whom the gates ask to decide on a system, as of a day."""
    from tonetop.work.assess import assess
    from tonetop.work.gates_due import awaited

    return {
        person for one in assess(day).facts.prepared(awaited) if one.system.id == ref for person in one.whose
    }


def test_a_gate_that_lacks_only_a_decision_waits_in_the_inbox_of_who_decides(own: House):
    page = own["executive"].get("/inbox/")
    assert WAITS in text(page) and f'href="{GATE}#gate-build-deploy"' in page.content.decode()
    assert "By 15 Jan 2026" in text(page)
    for role in ("process-owner", "governance-lead"):
        assert WAITS not in text(own[role].get("/inbox/"))
    own["executive"].post(
        "/gates/of/AISystem:AI-2/decide/",
        {"gate": "gate-build-deploy", "process": "proc-product", "outcome": "passed"},
    )
    assert WAITS not in text(own["executive"].get("/inbox/"))


def test_it_is_due_on_the_day_of_going_live_for_who_decides_and_leads_to_the_gates(own: House):
    said = "waits at its gates for a decision"
    page = own["executive"].get("/due/")
    assert said in text(page) and f'href="{GATE}"' in page.content.decode()
    assert said not in text(own["process-owner"].get("/due/"))
    assert said in text(own["process-owner"].get("/due/?all&shown=500"))


def test_a_no_is_an_answer_and_asks_no_more(own: House):
    assert "solvang" in whose("AI-2")
    own["executive"].post(
        "/gates/of/AISystem:AI-2/decide/",
        {"gate": "gate-build-deploy", "process": "proc-product", "outcome": "rejected"},
    )
    assert whose("AI-2") == set()


@pytest.mark.parametrize(("day", "asked"), [("2026-03-01", True), ("2026-03-02", False)])
def test_a_gate_asks_from_sixty_days_before_going_live(own: House, day: str, asked: bool):
    hold(system("AI-2", day, name="HealthRate pricing model", uses=["premium-pricing"], stage="trial",
                our_role="developer", org_unit="Product & Data", high_impact=True, personal_data=True))  # fmt: skip
    assert ("solvang" in whose("AI-2")) is asked


def test_a_gate_asks_still_when_the_day_of_going_live_is_over(own: House):
    assert "solvang" in whose("AI-2", "2026-01-20")


def test_an_ask_about_the_same_system_is_answered_beside_it(own: House):
    ask = {"id": "ASK-70", "kind": "decide", "about": ["AI-2"], "asked_of": "solvang", "asked_by": "haddad"}
    hold(("Ask", ask | {"asked_on": "2025-12-21", "why": "Rename it?"}))
    page = text(own["executive"].get("/inbox/"))
    assert WAITS in page and "Rename it?" in page
    answer = text(own["executive"].get("/answer/AISystem/AI-2/"))
    assert "Rename it?" in answer and WAITS not in answer


def test_pages_ask_the_database_as_often_however_many_systems_go_live(own: House):
    from tonetop.work.assess import forget

    def asks() -> dict[str, int]:
        counts = {}
        for address in ("/inbox/", "/", "/due/"):
            own["executive"].get(address)
            forget()
            with CaptureQueriesContext(connection) as asked:
                own["executive"].get(address)
            counts[address] = len(asked)
        return counts

    before = asks()
    hold(*(system(f"AI-{number}", "2026-01-10") for number in range(70, 82)))
    assert asks() == before
