"""Goals, policy, objectives, meetings, decisions, means and messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.organisations.maker import AS_OF, UNITS, Maker
from tonetop.core import cadence


class Steering(Maker):
    """Goals, policy, objectives, meetings, decisions, means and messages."""

    def _strategygoal(self) -> Iterator[dict[str, Any]]:
        for n in range(8):
            yield {
                "id": f"sg{n}",
                "title": f"Goal {n}",
                "status": "active",
                "concerns_ai": n < 4,
                "approved_on": self._day(700, 400),
            }

    def _policyversion(self) -> Iterator[dict[str, Any]]:
        yield {
            "id": "pol1",
            "kind": "ai",
            "version": "1",
            "principles": ["fairness", "transparency"],
            "approved_by": "p0",
            "approved_on": cadence.shift(AS_OF, -200),
            "signature_ref": "ev0",
            "public": False,
        }

    def _aiobjective(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["AIObjective"]):
            yield {
                "id": f"o{n}",
                "title": f"Objective {n}",
                "level": "top" if n % 4 == 0 else "unit",
                "parent": f"o{n - n % 4}" if n % 4 else None,
                "metric": "share",
                "target": 0.9,
                "due": self._day(0, -300),
                "owner": self._person_id(),
                "resources": "team",
                "evaluation_method": "quarterly",
                "strategy_goals": [f"sg{n % 8}"],
                "policy_principles": ["fairness"],
                "approved_by": "p0",
                "approved_on": self._day(360, 300),
                "status": "active",
            }

    def _measurement(self) -> Iterator[dict[str, Any]]:
        objectives = self.counts["AIObjective"]
        for n in range(self.counts["Measurement"]):
            day = cadence.shift(AS_OF, -(n // objectives) - n % 20)
            yield {
                "kpi": f"o{n % objectives}",
                "value": n % 100 / 100,
                "measured_on": day,
                "status": ("green", "amber", "red")[n % 7 // 3],
                "presented_in": self._one("Meeting", "m"),
                "presented_on": day,
            }

    def _meeting(self) -> Iterator[dict[str, Any]]:
        kinds = ("steering", "risk-review", "management-review", "board", "one-to-one", "strategy")
        inputs = (
            "previous_actions",
            "context_changes",
            "interested_party_changes",
            "performance_audits",
            "improvement_opportunities",
        )
        for n in range(self.counts["Meeting"]):
            day = self._day(1000)
            given = {name: ["o0"] for name in inputs} if n % 6 == 2 else {}
            if n % 6 == 1:
                given = {"top_ai_risks": [self._one("RiskAssessment", "r") for _ in range(8)]}
            yield {
                "id": f"m{n}",
                "kind": kinds[n % 6],
                "planned_on": day,
                "held_on": day,
                "minutes_ref": self._one("Evidence", "ev"),
                "minutes_approved_by": "p0",
                "minutes_approved_on": cadence.shift(day, 10),
                "inputs": given,
            }

    def _decision(self) -> Iterator[dict[str, Any]]:
        kinds = ("direction", "improvement", "go", "objective", "no-go", "resource", "risk-acceptance")
        for n in range(self.counts["Decision"]):
            day = self._day(1000)
            yield {
                "id": f"d{n}",
                "source": self._one("Meeting", "m"),
                "kind": kinds[n % 7],
                "rationale": "weighed",
                "principles_considered": ["fairness"],
                "about": [self._one("AIObjective", "o"), self._one("AISystem", "s")],
                "decided_by": self._leader(),
                "decided_on": day,
                "owner": self._person_id(),
                "due": cadence.shift(day, 60),
                "status": "closed" if n % 3 else "open",
                "closed_on": cadence.shift(day, 40) if n % 3 else None,
            }

    def _action(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["Action"]):
            due = self._day(1000, -60)
            done = n % 20 != 0
            yield {
                "id": f"a{n}",
                "decision": self._one("Decision", "d"),
                "owner": self._person_id(),
                "due": due,
                "status": "closed" if done else "open",
                "closed_on": cadence.shift(due, -5) if done else None,
                "cause": "priority",
                "effective": "yes" if done else None,
                "effectiveness_checked_on": cadence.shift(due, 1) if done else None,
            }

    def _resourcerequest(self) -> Iterator[dict[str, Any]]:
        kinds = ("money", "people", "skills", "time", "tool", "compute")
        for n in range(self.counts["ResourceRequest"]):
            day = self._day(400, 100)
            yield {
                "id": f"rr{n}",
                "kind": kinds[n % 6],
                "purpose": "operate",
                "amount": 100,
                "currency": "EUR",
                "requested_by": f"p{6 + n % 8}",
                "requested_on": day,
                "needed_by": cadence.shift(day, 60),
                "granted": 90,
                "shortfall_rationale": "phased",
                "decided_by": "p1",
                "decided_on": cadence.shift(day, 20),
                "first_used_on": cadence.shift(day, 50),
            }

    def _budgetline(self) -> Iterator[dict[str, Any]]:
        yield {
            "period": "2025",
            "purpose": "AIMS",
            "approved": 1000,
            "spent": 900,
            "approved_by": "p1",
            "approved_on": "2024-12-10",
            "evidence_ref": "ev1",
        }

    def _staffallocation(self) -> Iterator[dict[str, Any]]:
        for role in ("conformity", "reporting", "aims-lead", "unit-manager"):
            yield {"role": role, "fte_required": 4, "fte_filled": 4, "period": "2025", "approved_by": "p0"}

    def _communication(self) -> Iterator[dict[str, Any]]:
        kinds = ("all-hands", "newsletter", "intranet", "video", "email")
        for n in range(self.counts["Communication"]):
            yield {
                "id": f"c{n}",
                "kind": kinds[n % 5],
                "speaker": self._leader(),
                "sent_on": self._day(1000),
                "themes": ["effectiveness", "conforming-to-aims", "policy", "speak-up"],
                "units": [f"Unit {(n + i) % UNITS}" for i in range(10)],
                "audience_size": 1000,
                "reached": 900,
                "artefact_ref": self._one("Evidence", "ev"),
                "feedback_count": 10,
                "feedback_answered": 9,
            }

    def _improvement(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["Improvement"]):
            day = self._day(600)
            yield {
                "id": f"im{n}",
                "title": f"Improvement {n}",
                "source": f"i{n}",
                "sponsor": "p0",
                "funded": True,
                "approved_on": day,
                "completed_on": cadence.shift(day, 90),
                "benefit_measured": True,
            }
