"""What all makers of plausible records share: how many there are of each type, days, and who is who."""

from __future__ import annotations

import random

from tonetop.core import cadence

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


class Maker:
    """Counts and draws for an organisation of about `size` records, the same for the same size."""

    def __init__(self, size: int) -> None:
        self.random = random.Random(size)
        self.counts = {type: max(8, int(size * share)) for type, share in SHARES.items()}

    def _day(self, back: int = 1000, since: int = 0) -> str:
        return cadence.shift(AS_OF, -self.random.randint(since, back))

    def _person_id(self) -> str:
        return f"p{self.random.randrange(self.counts['Person'])}"

    def _leader(self) -> str:
        return f"p{self.random.randrange(6)}"

    def _one(self, type: str, prefix: str) -> str:
        return f"{prefix}{self.random.randrange(self.counts[type])}"
