"""Facts for the tests of the maps: two people, one policy, goal and objective, and the demo's steady year."""

from __future__ import annotations

from functools import cache
from typing import Any

from tonetop.core.facts import Facts
from tonetop.standard import demo, facts_file

CHIEF = {"id": "chief", "name": "A. Chief", "is_top_management": True, "valid_from": "2020-01-01"}
CLERK = {"id": "clerk", "name": "B. Clerk", "valid_from": "2020-01-01"}
POLICY = {
    "id": "pol",
    "kind": "ai",
    "approved_by": "chief",
    "approved_on": "2025-01-10",
    "principles": ["fairness", "privacy"],
}
GOAL = {"id": "sg", "title": "Be trusted", "concerns_ai": True, "approved_on": "2024-06-01"}
OBJECTIVE = {
    "id": "o",
    "title": "Answer soon",
    "metric": "days",
    "target": 5,
    "strategy_goals": ["sg"],
    "policy_principles": ["fairness"],
    "approved_on": "2025-01-20",
}
MEASURED = {"kpi": "o", "measured_on": "2025-12-01", "value": 4, "status": "green"}
PROOF = {"id": "ev", "kind": "objective-kpi", "occurred_on": "2025-12-02", "links": ["o"]}


def facts(as_of: str = "2025-12-31", **records: list[dict[str, Any]]) -> Facts:
    return facts_file.take({"Person": [CHIEF, CLERK], **records}).facts(as_of)


def whole(**changed: list[dict[str, Any]]) -> Facts:
    """A way from strategy to evidence on which nothing is missing, but for what is changed."""
    there = {"PolicyVersion": [POLICY], "StrategyGoal": [GOAL], "AIObjective": [OBJECTIVE]}
    return facts(**(there | {"Measurement": [MEASURED], "Evidence": [PROOF]} | changed))


def ids(rows: Any) -> list[str]:
    return [row.id for row in rows]


@cache
def _story() -> Any:
    return facts_file.take(demo.story("steady"))


def year(as_of: str) -> Facts:
    """The demo's steady year as of a day."""
    found: Facts = _story().facts(as_of)
    return found
