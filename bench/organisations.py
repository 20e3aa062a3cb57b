"""Plausible organisations of any size, written straight into the registers' tables (no ledger: only reading is measured)."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from django.db import connection

from tonetop.core import cadence
from tonetop.records.facts import columns
from tonetop.records.registry import registers

AS_OF = "2025-12-31"
SHARES = {
    "TrainingRecord": 0.30,
    "Evidence": 0.12,
    "Attendance": 0.12,
    "GatePassage": 0.10,
    "Person": 0.06,
    "Measurement": 0.06,
    "FieldInventory": 0.05,
    "Decision": 0.04,
    "Action": 0.04,
    "RiskAssessment": 0.02,
    "AISystem": 0.02,
    "Meeting": 0.02,
    "RiskTreatmentPlan": 0.01,
    "ImpactAssessment": 0.01,
    "DeletionRun": 0.01,
    "Asset": 0.005,
    "RetentionRule": 0.004,
    "ProcessingActivity": 0.002,
    "Communication": 0.002,
    "ResourceRequest": 0.002,
    "AIObjective": 0.001,
    "Concern": 0.001,
    "Incident": 0.001,
    "Finding": 0.001,
    "Improvement": 0.001,
    "RoleAssignment": 0.001,
}
"""Which part of an organisation's records is of which type; every type has at least eight."""

COURSES, UNITS = 5, 40


class Organisation:
    """Makes records of every type for an organisation of about `size` records, the same for the same size."""

    def __init__(self, size: int) -> None:
        self.random = random.Random(size)  # noqa: S311 - plausible data, not secrets
        self.counts = {type: max(8, int(size * share)) for type, share in SHARES.items()}

    def fill(self) -> int:
        """Write all records; gives how many."""
        written = 0
        with connection.cursor() as cursor:
            for type in registers():
                rows = [self._row(type, values) for values in self._records(type)]
                if rows:
                    names = ["revision", "from_on", "known_on", "seq", "source_data", *columns(type)]
                    marks = ", ".join(["%s"] * len(names))
                    named = ", ".join(f'"{name}"' for name in names)
                    table = registers()[type]._meta.db_table
                    cursor.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', rows)  # noqa: S608
                    written += len(rows)
        return written

    def _row(self, type: str, values: dict[str, Any]) -> list[Any]:
        shape = registers()[type].shape()
        own = shape.own_date(values) or ""
        known = values.get("recorded_on") or own
        cells = [shape.ident(values) if name == "ref" else _cell(values.get(name)) for name in columns(type)]
        return [1, own, known, 0, "{}", *cells]

    def _records(self, type: str) -> Iterator[dict[str, Any]]:
        make = getattr(self, f"_{type.lower()}", None)
        return make() if make else iter(())

    def _day(self, back: int = 1000, since: int = 0) -> str:
        return cadence.shift(AS_OF, -self.random.randint(since, back))

    def _person_id(self) -> str:
        return f"p{self.random.randrange(self.counts['Person'])}"

    def _leader(self) -> str:
        return f"p{self.random.randrange(6)}"

    def _one(self, type: str, prefix: str) -> str:
        return f"{prefix}{self.random.randrange(self.counts[type])}"

    def _person(self) -> Iterator[dict[str, Any]]:
        kinds = ("business", "legal", "it", "data", "hr", "risk")
        for n in range(self.counts["Person"]):
            yield {
                "id": f"p{n}",
                "name": f"Person {n}",
                "org_unit": f"Unit {n % UNITS}",
                "unit_kind": kinds[n % UNITS % 6],
                "is_top_management": n < 6,
                "valid_from": self._day(4000, 1100),
            }

    def _roleassignment(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["RoleAssignment"]):
            role = ("conformity", "reporting", "aims-lead")[n] if n < 3 else "unit-manager"
            day = self._day(360, 200)
            yield {
                "id": f"ra{n}",
                "role": role,
                "person": f"p{6 + n}",
                "authority": "may stop a release",
                "assigned_by": "p0",
                "assigned_on": day,
                "accepted_on": cadence.shift(day, 3),
                "in_goals": n % 10 != 0,
            }

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

    def _attendance(self) -> Iterator[dict[str, Any]]:
        meetings = self.counts["Meeting"]
        for n in range(self.counts["Attendance"]):
            person = f"p{n % 6}" if n < 2 * meetings else f"p{6 + n % (self.counts['Person'] - 6)}"
            yield {
                "meeting": f"m{n % meetings}",
                "person": person,
                "mode": "remote" if n % 5 == 0 else "present",
                "role": "chair" if n < meetings else "member",
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

    def _trainingmandate(self) -> Iterator[dict[str, Any]]:
        for n in range(COURSES):
            yield {
                "id": f"tm{n}",
                "course": f"Course {n}",
                "mandated_by": "p0",
                "mandated_on": cadence.shift(AS_OF, -200),
                "audience": ["all"],
                "due_on": cadence.shift(AS_OF, -60),
            }

    def _trainingrecord(self) -> Iterator[dict[str, Any]]:
        people = self.counts["Person"]
        for n in range(self.counts["TrainingRecord"]):
            yield {
                "person": f"p{n % people}",
                "course": f"Course {n // people % COURSES}",
                "completed_on": cadence.shift(AS_OF, -70 - n % 120 - n // (people * COURSES)),
            }

    def _surveyresult(self) -> Iterator[dict[str, Any]]:
        yield {
            "id": "sv1",
            "kind": "pulse",
            "run_on": self._day(300),
            "population": 1000,
            "responses": 700,
            "score": 70,
            "target": 65,
            "presented_in": "m2",
            "presented_on": AS_OF,
        }

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

    def _concern(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["Concern"]):
            day = self._day(1000)
            yield {
                "id": f"cn{n}",
                "raised_on": day,
                "channel": "line",
                "acknowledged_on": cadence.shift(day, 4),
                "outcome_shared_on": cadence.shift(day, 40),
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

    def _asset(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["Asset"]):
            yield {
                "id": f"as{n}",
                "name": f"Asset {n}",
                "hosting": ("saas", "cloud", "on-prem")[n % 3],
                "vendor": f"Vendor {n % 50}",
                "owner": self._person_id(),
                "holds_personal_data": n % 2 == 0,
                "ai_features": n % 9 == 0,
                "discovered_on": self._day(80),
                "ai_system": f"s{n % self.counts['AISystem']}",
                "data_categories": ["contact"],
            }

    def _processingactivity(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["ProcessingActivity"]):
            yield {
                "id": f"pa{n}",
                "name": f"Activity {n}",
                "controller": "We",
                "purposes": ["service"],
                "subject_categories": ["customers"],
                "data_categories": ["contact"],
                "recipients": [],
                "erasure_limits": {"contact": 365},
                "security_summary": "kept safe",
                "systems": [f"as{2 * n % self.counts['Asset']}"],
                "vendors": ["Vendor 1"],
                "evidence_refs": ["ev3"],
                "owner": self._person_id(),
                "last_reviewed_on": self._day(300),
            }

    def _retentionrule(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["RetentionRule"]):
            yield {
                "id": f"ret{n}",
                "data_category": "contact",
                "system": f"as{2 * n % self.counts['Asset']}",
                "period_days": 365,
                "enforcement": "automatic",
                "approved_by": "p0",
                "approved_on": self._day(700, 400),
            }

    def _deletionrun(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["DeletionRun"]):
            day = self._day(1000)
            yield {
                "id": f"dr{n}",
                "rule": f"ret{n % self.counts['RetentionRule']}",
                "run_on": day,
                "records_due": 10,
                "records_deleted": 10,
                "oldest_remaining_on": cadence.shift(day, -300),
            }

    def _fieldinventory(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["FieldInventory"]):
            yield {
                "system": f"as{2 * (n // 10) % self.counts['Asset']}",
                "field": f"field {n}",
                "data_category": "contact",
                "purpose": "service",
                "needed": "yes",
                "reviewed_on": self._day(300),
            }

    def _privacynotice(self) -> Iterator[dict[str, Any]]:
        yield {
            "id": "pn1",
            "version": "1",
            "published_on": self._day(300),
            "url": "https://example.org/privacy",
            "covers_ai": True,
            "purposes": ["service"],
            "last_checked_reachable_on": cadence.shift(AS_OF, -5),
        }

    def _evidence(self) -> Iterator[dict[str, Any]]:
        kinds = list(registers()["Evidence"].shape().fields["kind"].words)
        for n in range(self.counts["Evidence"]):
            day = self._day(1000)
            yield {
                "id": f"ev{n}",
                "kind": kinds[n % len(kinds)],
                "title": f"Evidence {n}",
                "occurred_on": day,
                "recorded_on": cadence.shift(day, n % 20),
                "recorded_by": self._person_id(),
                "sha256": f"{n:064x}",
            }


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, separators=(",", ":"))
    return value
