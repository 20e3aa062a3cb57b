"""Persons, roles, training, attendance and what people are asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.organisations.maker import AS_OF, COURSES, UNITS, Maker
from tonetop.core import cadence


class People(Maker):
    """Persons, roles, training, attendance and what people are asked."""

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
