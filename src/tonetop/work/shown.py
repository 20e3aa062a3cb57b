"""What exactly was shown of a record: its version and a hash of its matter, so that an answer belongs to that alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tonetop.core import canonical
from tonetop.records.ledgered import composed, packed
from tonetop.records.models import Record
from tonetop.records.registry import registers
from tonetop.records.titles import titles
from tonetop.records.write import latest

ANSWERS: dict[str, tuple[str, ...]] = {
    "RiskAssessment": ("reviewed_by", "reviewed_on", "approved_by", "approved_on", "status"),
    "RiskTreatmentPlan": ("approved_by", "approved_on", "residual_accepted_by", "residual_accepted_on"),
    "ResourceRequest": (
        *("granted", "decided_by", "decided_on", "shortfall_rationale", "first_used_on"),
        *("consequence", "consequence_accepted_by", "consequence_accepted_on", "escalated_on"),
    ),
    "Meeting": ("minutes_approved_by", "minutes_approved_on", "minutes_ref"),
    "Measurement": ("presented_in", "presented_on"),
    "AIObjective": ("approved_by", "approved_on"),
    "StrategyGoal": ("approved_by", "approved_on"),
    "RiskCriteria": ("approved_by", "approved_on"),
    "ImpactAssessment": ("approved_by", "approved_on"),
    "PolicyVersion": ("approved_by", "approved_on"),
}
"""By type, the fields that an answer fills: no part of what is asked, or an answer would undo itself."""
ENTRY = ("recorded_on", "entered_by", "effective_on")
"""Built-in fields that tell of the entry and not of the matter."""


WITHIN = {"Measurement": "kpi"}
"""By type without an id of its own, the field that names the record under which an answer about it is filed."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was put before somebody: the record's type and id, its version, and the hash of its matter."""

    type: str
    ref: str
    revision: int
    sha256: str


def shown(row: Record) -> Shown:
    """What is shown when this version of a record is shown."""
    return Shown(row.__class__.__name__, row.ref, row.revision, digest(row))


def digest(row: Record) -> str:
    """The hash, in hexadecimal: of a document's version that of its text, else SHA-256 of the record's matter.

    The matter is the type and the plain form in canonical JSON (RFC 8785), without what answers fill, without the
    fields of its entry, and without personal values, which are told to the ledger as commitments alone.
    """
    text = getattr(row, "sha256", None) if row.__class__.__name__ == "DocumentVersion" else None
    return str(text) if text else sha256(canonical.dumps(matter(row))).hexdigest()


def matter(row: Record) -> dict[str, Any]:
    """What of a record an answer is about, as canonical JSON holds it."""
    type = row.__class__.__name__
    left = {*ENTRY, *ANSWERS.get(type, ()), *row.personal()}
    kept = {name: packed(composed(value)) for name, value in row.plain().items() if name not in left}
    return {"type": type, "record": kept}


def subject(row: Record) -> str:
    """The id by which asks and answers name a record; of a measurement that of its objective, the hash tells which."""
    return str(getattr(row, WITHIN.get(row.__class__.__name__, "ref")))


def names(approval: Any, row: Record) -> bool:
    """Whether an approval (a record or a row of facts) names this version's matter, of a record not withdrawn."""
    return bool(approval.sha256) and not row.withdrawn_on and approval.sha256 == digest(row)


def holds(approval: Any) -> bool:
    """Whether an approval still names what its record says today; False once the text or the record changed."""
    about = (approval.about or ())[:1]
    return any(names(approval, row) for ref in about for row in _named(ref))


def _named(ref: str) -> Iterator[Record]:
    """The records that an answer may have named by this id, as they were written last."""
    for title in titles([ref]).get(ref, ()):
        row = latest(title.type, title.ref)
        if row is not None:
            yield row
    for type, field in WITHIN.items():
        yield from registers()[type].objects.filter(**{field: ref, "until_on": None})
