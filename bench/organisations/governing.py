"""Processes, gates, AI systems, risks, impact, audits and incidents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.organisations.maker import AS_OF, UNITS, Maker
from tonetop.core import cadence


class Governing(Maker):
    """Processes, gates, AI systems, risks, impact, audits and incidents."""

    def _businessprocess(self) -> Iterator[dict[str, Any]]:
        for n, kind in enumerate(("procurement", "product-development", "operations", "hr")):
            yield {"id": f"bp{n}", "name": kind, "kind": kind, "owner": f"p{40 * n}", "touches_ai": True}

    def _processgate(self) -> Iterator[dict[str, Any]]:
        kinds = ("risk-assessment", "impact-assessment", "policy-check")
        for n in range(12):
            yield {
                "id": f"g{n}",
                "process": f"bp{n // 3}",
                "kind": kinds[n % 3],
                "owner": f"p{40 * (n + 1)}",
                "mandatory": True,
                "in_force_since": "2022-01-01",
            }

    def _gatepassage(self) -> Iterator[dict[str, Any]]:
        systems = self.counts["AISystem"]
        for n in range(self.counts["GatePassage"]):
            system = n // 3 % systems
            outcome = "conditional" if n % 30 == 7 else "waived" if n % 40 == 9 else "passed"
            day = self._day(1000)
            yield {
                "id": f"gp{n}",
                "gate": f"g{3 * (system % 4) + n % 3}",
                "subject": f"s{system}",
                "occurred_on": day,
                "outcome": outcome,
                "decided_by": f"p{n % 46}",
                "waiver_reason": "pilot" if outcome == "waived" else None,
                "waiver_cause": "other" if outcome == "waived" else None,
                "waiver_expires_on": cadence.shift(day, 90) if outcome == "waived" else None,
            }

    def _aisystem(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["AISystem"]):
            yield {
                "id": f"s{n}",
                "name": f"System {n}",
                "our_role": "user",
                "owner": self._person_id(),
                "org_unit": f"Unit {n % UNITS}",
                "process": f"bp{n % 4}",
                "state": "live",
                "high_impact": n % 10 == 0,
                "personal_data": n % 3 == 0,
                "go_live_on": self._day(1500),
            }

    def _riskcriteria(self) -> Iterator[dict[str, Any]]:
        yield {
            "version": "1",
            "approved_by": "p0",
            "approved_on": self._day(300),
            "contributors": ["p0", "p9"],
        }

    def _riskassessment(self) -> Iterator[dict[str, Any]]:
        levels = ("low", "medium", "medium", "low", "low", "low", "low", "low", "low", "high")
        for n in range(self.counts["RiskAssessment"]):
            day = self._day(1000)
            yield {
                "id": f"r{n}",
                "subject": f"s{n % self.counts['AISystem']}",
                "performed_on": day,
                "performed_by": self._person_id(),
                "inherent": "high",
                "residual": levels[n % 10],
                "status": "approved",
                "reviewed_by": ["p0"],
                "reviewed_on": cadence.shift(day, 5),
            }

    def _risktreatmentplan(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["RiskTreatmentPlan"]):
            yield {
                "id": f"tp{n}",
                "risk": f"r{n}",
                "option": "reduce",
                "owner": self._person_id(),
                "approved_by": "p2",
                "approved_on": self._day(300),
                "residual_accepted_by": "p2",
                "residual_accepted_on": self._day(300),
            }

    def _impactassessment(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["ImpactAssessment"]):
            yield {
                "id": f"ia{n}",
                "system": f"s{n}",
                "performed_on": self._day(1000),
                "approved_by": "p1",
                "approved_on": self._day(1000),
            }

    def _soaentry(self) -> Iterator[dict[str, Any]]:
        yield {
            "control": "A.2.2",
            "applicable": True,
            "justification": "needed",
            "status": "implemented",
            "approved_on": "2025-01-01",
        }

    def _internalaudit(self) -> Iterator[dict[str, Any]]:
        for n in range(4):
            yield {
                "id": f"au{n}",
                "performed_on": cadence.shift(AS_OF, -60 - 120 * n),
                "reported_to": ["p0"],
                "reported_on": cadence.shift(AS_OF, -50 - 120 * n),
                "independence_declared": True,
            }

    def _finding(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["Finding"]):
            day = self._day(800)
            yield {
                "id": f"f{n}",
                "audit": f"au{n % 4}",
                "clause": f"{4 + n % 7}.1",
                "grade": "minor" if n % 3 else "ofi",
                "raised_on": day,
                "due": cadence.shift(day, 90),
                "closed_on": cadence.shift(day, 60),
                "verified_on": cadence.shift(day, 80),
            }

    def _incident(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["Incident"]):
            day = self._day(1000)
            yield {
                "id": f"i{n}",
                "system": self._one("AISystem", "s"),
                "severity": "low" if n % 9 else "high",
                "occurred_on": day,
                "notified_to": ["p0"],
                "notified_on": cadence.shift(day, 1),
                "decision": "d0",
                "lessons_ref": "ev2",
            }
