"""Who may do what: deny by default; guests and auditors look, owners write what is theirs to write."""

from __future__ import annotations

from tonetop.records.models import Account
from tonetop.records.write import By

PRIVACY = frozenset(
    (
        "ProcessingActivity",
        "RetentionRule",
        "DeletionRun",
        "FieldInventory",
        "PrivacyNotice",
        "Asset",
        "Evidence",
    )
)
AUDIT = frozenset(
    ("AuditProgramme", "InternalAudit", "AuditAnswer", "AuditSample", "Interview", "Finding", "Evidence")
)
WORK = frozenset(
    (
        "AISystem",
        "BusinessProcess",
        "ProcessGate",
        "GatePassage",
        "RiskAssessment",
        "RiskTreatmentPlan",
        "ImpactAssessment",
        "Incident",
        "Concern",
        "Action",
        "ResourceRequest",
        "Measurement",
        "Asset",
        "Evidence",
    )
)
WRITES = {"dpo": PRIVACY, "internal-auditor": AUDIT, "process-owner": WORK}
"""Registers by role; administrators, governance leads and executives write all, guests none."""


class Forbidden(Exception):
    """The account may not do this; the message says what and who may."""


def may_write(account: Account, type: str) -> bool:
    """Whether an account may write records of a type."""
    if account.role in ("administrator", "governance-lead", "executive"):
        return True
    return type in WRITES.get(account.role, ())


def writer(account: Account, type: str) -> By:
    """Who enters a change, once it is settled that they may. Raises Forbidden."""
    if not may_write(account, type):
        raise Forbidden(f"your role, {account.role}, does not write {type}; ask the governance lead")
    return By(f"account-{account.pk}", account.person or None, "password")


def manager(account: Account) -> By:
    """Who changes settings or imports, once it is settled that they may. Raises Forbidden."""
    if account.role not in ("administrator", "governance-lead"):
        raise Forbidden(f"your role, {account.role}, does not do this; ask the governance lead")
    return By(f"account-{account.pk}", account.person or None, "password")
