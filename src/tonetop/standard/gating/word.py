"""Whether a record is the word of the person whom it names: entered by them, confirmed, or denied."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups
from tonetop.core.shape import BUILT_IN

SAID = {
    "GatePassage": "decided_by",
    "GateRule": "approved_by",
    "ProcessGate": "released_by",
    "Asset": "released_by",
    "SystemPart": "released_by",
    "UseJudgement": "judged_by",
    "RiskAssessment": "approved_by",
    "RiskTreatmentPlan": "residual_accepted_by",
    "ImpactAssessment": "approved_by",
    "RiskCriteria": "approved_by",
    "PolicyVersion": "approved_by",
    "RoleAssignment": "delegated_from",
    "AISystem": "impact_judged_by",
}
"""The records of gates that are a person's word, with the field that names them."""
BESIDE = {
    "RiskAssessment": ("reviewed_by", "reviewed_on"),
    "RiskTreatmentPlan": ("owner", "due", "done_on"),
    "RoleAssignment": ("accepted_on", "in_goals", "body", "deputy", "appointed_in", "valid_to"),
    "AISystem": (
        "name",
        "our_role",
        "owner",
        "org_unit",
        "process",
        "state",
        "stage",
        "go_live_on",
        "retired_on",
    ),
}
"""What may be entered later without making another thing of what somebody gave their word on; of others nothing."""
PROMISED = {"RiskTreatmentPlan": "due", "RoleAssignment": "valid_to"}
"""Days that may only become earlier beneath a word: who accepts what remains until then accepts no longer wait."""


def _record(row: Row) -> Sequence[tuple[str, str]]:
    return ((row.register, row.record),) if row.register in SAID and row.record else ()


def _order(row: Row) -> tuple[int, str, str]:
    return row.version or 0, row.confirmed_on or "", row.person or ""


said_of = Groups("Confirmation", _record, _order)
"""What people said of records that name them, by type and id, the latest version last."""


def denied(facts: Facts, record: Row) -> bool:
    """Whether the person named last said that this was not theirs; that it was, only they themselves can say."""
    said = [row for row in _said(facts, record) if row.answer == "not-mine" or row.entered_by == row.person]
    return bool(said) and said[-1].answer == "not-mine"


def own(facts: Facts, record: Row, day: str = "") -> bool:
    """Whether the person named entered the record, or said themselves of this very version that it was theirs.

    A confirmation that another entered for them is no word of theirs, nor is one of an earlier version, unless nothing
    but what `BESIDE` names was changed since, and no day of `PROMISED` is later. day: on which the record given holds.
    """
    number = facts.number(record, day)
    if of_version(facts, record, record, number):
        return True
    beside = BESIDE.get(record.type)
    if beside is None or number < 2:
        return False
    earlier = list(enumerate(facts.written(record)[: number - 1], start=1))
    for place, version in reversed(earlier):
        if matter(version._asdict(), beside) != matter(record._asdict(), beside):
            return False
        if of_version(facts, record, version, place):
            return not _is_put_off(version, record)
    return False


def _is_put_off(version: Row, record: Row) -> bool:
    """Whether what somebody gave their word on is promised for a later day now, or for none."""
    name = PROMISED.get(record.type)
    was, now = (getattr(version, name), getattr(record, name)) if name else (None, None)
    return bool(was) and (not now or now > was)


def given(facts: Facts, record: Row) -> bool:
    """Whether whoever a record names gave their word on it as it stands, and does not deny it."""
    return bool(getattr(record, SAID[record.type])) and own(facts, record) and not denied(facts, record)


def said_on(facts: Facts, record: Row) -> str:
    """The day of the last own word on a record as it stands: confirmed, or entered; empty where nobody says when."""
    own_words = [row for row in _said(facts, record) if row.answer == "mine" and row.entered_by == row.person]
    number = facts.number(record)
    days = [row.confirmed_on or "" for row in own_words if row.version == number]
    return max(days, default="") or record.recorded_on or ""


def author(facts: Facts, record: Row) -> str:
    """Who entered the first version of a record; empty where nobody of the register did."""
    return str(next(iter(facts.written(record))).entered_by or "")


def ever(facts: Facts, record: Row, field: str) -> frozenset[str]:
    """Everybody whom a field of a record names now, or named in any version before."""
    return frozenset(filter(None, (getattr(version, field) for version in facts.written(record))))


def of_version(facts: Facts, record: Row, version: Row, number: int) -> bool:
    """Whether the person whom the record names gave their word on the version of that number."""
    person = getattr(record, SAID[record.type])
    if version.entered_by and version.entered_by == person:
        return True
    said = [row for row in _said(facts, record) if row.version == number][-1:]
    return any(row.answer == "mine" and row.entered_by == row.person for row in said)


def content(type: str, values: Mapping[str, object]) -> str:
    """The SHA-256, in hexadecimal, of what a version says to whoever gives their word on it; as JSON, keys sorted."""
    told = {name: value for name, value in matter(values, BESIDE.get(type, ())).items() if value is not None}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def matter(values: Mapping[str, object], beside: Collection[str]) -> dict[str, object]:
    """What a version says, without what tells of its entry and what may be entered beside it."""
    left = {*BUILT_IN, *beside}
    return {name: value or None for name, value in values.items() if name not in left}


def _said(facts: Facts, record: Row) -> list[Row]:
    person = getattr(record, SAID[record.type])
    return [row for row in facts.part(said_of, (record.type, record.id)) or () if row.person == person]
