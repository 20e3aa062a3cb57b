"""Sample records of any register, made from its shape, so that every register gets the same tests."""

from __future__ import annotations

from typing import Any

from tonetop.core.shape import Field
from tonetop.standard import schema

DAY = "2025-03-14"
NOT_FILLED = ("recorded_on", "signed")
"""Fields that the clock and a signature fill."""

BY_ACTS = {
    "Evidence": (
        *("state", "state_by", "state_on", "state_reason", "resubmit_by"),
        *("hold_since", "hold_by", "hold_reason", "disposed_on", "disposed_by", "disposal_reason"),
    ),
    "Confirmation": ("content",),
    "EvidenceFile": ("evidence", "sha256", "size"),
    "PrivacyAssessment": (
        *("state", "submitted_by", "submitted_on", "dpo", "dpo_advised_on", "dpo_advice"),
        *("decided_by", "decided_on", "decision_reason"),
    ),
}
"""Fields that people set by acts of their own."""
WORDED = {
    "GateRule": {"condition": 'subject.name == "=A \\"quoted\\" über"'},
    "AISystem": {"stage": "idea", "state": "planned"},
    "OwnPeriod": {"days": 3650},
    "UseJudgement": {"prohibited": False},
    "RiskCriteria": {
        "matrix": ["low low medium high"] * 4,
        **{f"{level}_by": "top-management" for level in ("low", "medium", "high", "critical")},
    },
    "SystemPart": {"hashes": [f"SHA-256:{'ab' * 32}"]},
}
"""Fields that take no text but one of a form of their own."""


def bare(type: str) -> dict[str, Any]:
    """A record of a type with nothing but what tells it apart."""
    shape = schema.shapes()[type]
    return {name: "x1" if name == "id" else _value(shape.fields[name]) for name in shape.required()}


def full(type: str) -> dict[str, Any]:
    """A record of a type with every field filled that one may fill; references lead to the bare records."""
    shape = schema.shapes()[type]
    names = {"id": "x2"} if shape.has_id else {}
    left = NOT_FILLED + BY_ACTS.get(type, ())
    filled = {name: _value(judge) for name, judge in shape.fields.items() if name not in left}
    return names | filled | WORDED.get(type, {})


def targets() -> list[tuple[str, dict[str, Any]]]:
    """One bare record of every type that can be referred to."""
    return [(type, bare(type)) for type, shape in schema.shapes().items() if shape.has_id]


def _value(judge: Field) -> Any:
    fixed: dict[str, Any] = {
        "sha256": "ab" * 32,
        "date": DAY,
        "period": "2025-Q1",
        "boolean": True,
        "number": 0.25,
        "number_or_text": 0.9,
        "reference": "x1",
        "references": ["x1"],
        "texts": ["Å, b", "c"],
        "amounts": {"contact": 90, "höhe": 1.5},
        "limits": ["communication", "money<=500"],
    }
    if judge.kind in fixed:
        return fixed[judge.kind]
    if judge.kind == "word":
        return judge.words[0]
    if judge.kind == "words":
        return list(judge.words[:2])
    if judge.kind == "inputs":
        return {judge.words[0]: ["x1"]}
    return f'=A "quoted", {judge.name} über'
