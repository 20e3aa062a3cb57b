"""What the records are asked about in words: each subject with how it is called, and what answers it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tonetop.work.audit_questions import QUESTIONS, Within, acts, meetings


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject: its key, its register, the words that name it (English and German), what answers within days."""

    key: str
    register: str
    asked: re.Pattern[str]
    within: Within


def _subject(key: str, register: str, words: str, within: Within) -> Subject:
    return Subject(key, register, re.compile(rf"\b(?:{words})\b", re.IGNORECASE), within)


def _prepared(key: str, register: str, words: str) -> Subject:
    return _subject(key, register, words, QUESTIONS[key].within)


SUBJECTS = (
    _prepared(
        "management-reviews",
        "Meeting",
        r"management[ -]reviews?|managementbewertung(?:en)?|managementreviews?",
    ),
    _prepared("risk-reviews", "Meeting", r"risk[ -]reviews?|risikoüberprüfung(?:en)?|risiko-?reviews?"),
    _subject(
        "policy-reviews",
        "PolicyReview",
        r"policy reviews?|reviews? of (?:the )?(?:ai )?polic(?:y|ies)|reviewed the (?:ai )?policy"
        r"|überprüfung(?:en)? der (?:ki-)?(?:politik|richtlinie)",
        acts("PolicyReview", "reviewed_on", [("reviewed_by", "reviewed")]),
    ),
    _prepared("policies", "PolicyVersion", r"(?:ai |ki-)?(?:polic(?:y|ies)|politik|richtlinien?)"),
    _prepared("residuals", "RiskTreatmentPlan", r"residual risks?|restrisik(?:o|en)"),
    _prepared("impacts", "ImpactAssessment", r"impact assessments?|folgenabschätzung(?:en)?"),
    _subject(
        "risk-assessments",
        "RiskAssessment",
        r"risk assessments?|risikobeurteilung(?:en)?|risikobewertung(?:en)?",
        acts("RiskAssessment", "performed_on", [("performed_by", "performed")]),
    ),
    _prepared(
        "requests",
        "ResourceRequest",
        r"(?:resource )?requests?(?: for resources)?|ressourcenantr(?:ag|äge)|anträge?",
    ),
    _prepared(
        "nonconformities", "Finding", r"non-?conformit(?:y|ies)|abweichung(?:en)?|nichtkonformität(?:en)?"
    ),
    _subject(
        "audits",
        "InternalAudit",
        r"internal audits?|interne[nrs]? audits?",
        acts("InternalAudit", "performed_on", [("lead_auditor", "audited")], "report_ref"),
    ),
    _subject(
        "budgets",
        "BudgetLine",
        r"budgets?|budget lines?|haushalt",
        acts("BudgetLine", "approved_on", [("approved_by", "approved")], "evidence_ref"),
    ),
    _subject(
        "objectives",
        "AIObjective",
        r"(?:ai )?objectives?|(?:ki-)?ziele?n?",
        acts("AIObjective", "approved_on", [("approved_by", "approved"), ("owner", "owns")]),
    ),
    _subject(
        "roles",
        "RoleAssignment",
        r"responsible|accountable|roles?|responsibilit(?:y|ies)|role assignments?|appointed"
        r"|rollen?|verantwortlich(?:keiten?)?",
        acts("RoleAssignment", "assigned_on", [("person", "holds"), ("assigned_by", "assigned")]),
    ),
    _subject(
        "incidents",
        "Incident",
        r"incidents?|vorfälle?n?|vorfall",
        acts("Incident", "occurred_on", [], "lessons_ref"),
    ),
    _subject(
        "gates",
        "GatePassage",
        r"gates?(?: passages?)?|waivers?|ausnahmegenehmigung(?:en)?",
        acts("GatePassage", "occurred_on", [("decided_by", "decided")]),
    ),
    _subject(
        "training",
        "TrainingMandate",
        r"trainings?(?: mandates?)?|schulung(?:en)?",
        acts("TrainingMandate", "mandated_on", [("mandated_by", "mandated")]),
    ),
    _subject("meetings", "Meeting", r"meetings?|sitzung(?:en)?", meetings()),
    _prepared(
        "communications",
        "Communication",
        r"communications?|spoke|speak|speech|announce(?:d|ments?)|mitteilung(?:en)?|gesprochen",
    ),
    _subject(
        "decisions",
        "Decision",
        r"decisions?|entscheidung(?:en)?|beschl(?:uss|üsse)",
        acts("Decision", "decided_on", [("decided_by", "decided"), ("owner", "owns")]),
    ),
)
"""The subjects, the closer word before the wider one."""
