"""Evidence: what proves a fact, with its own date, its hash and where it lies.

sha256 is that of its first file; further ones are EvidenceFile. State, hold and disposal are acts of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tonetop.records.cadences import Deadline, Every
from tonetop.records.fields import Day, Number, Prose, Reference, References, Sha256, Text, Texts, Word
from tonetop.records.models import Record
from tonetop.standard.catalogue import vocabulary

NOT_READY, READY, APPROVED, FLAGGED, NOT_APPLICABLE = (
    "not-ready",
    "ready",
    "approved",
    "flagged",
    "not-applicable",
)
ACTED = (
    *("state", "state_by", "state_on", "state_reason", "resubmit_by"),
    *("hold_since", "hold_by", "hold_reason", "disposed_on", "disposed_by", "disposal_reason"),
)
STATES = (NOT_READY, READY, APPROVED, FLAGGED, NOT_APPLICABLE)


class Evidence(Record):
    """Evidence: what proves a fact, with its own date, its hash and where it lies."""

    requirement = "7.5"
    prefix = "EV"
    group = "Prove"
    own_dates = ("occurred_on",)
    declared = ("recorded_on",)
    columns = ("ref", "title", "kind", "occurred_on", "recorded_on", "sha256")
    deadline = (
        Deadline("resubmit_by", "owner", over=(NOT_READY, READY, APPROVED, NOT_APPLICABLE)),
        Deadline("expires_on", "owner", done=("disposed_on",), over=(NOT_APPLICABLE,)),
    )
    review = Every(months_field="review_months", since="state_on")

    kind = Word(*vocabulary("evidence_kinds"), label="Kind")
    title = Text("Title")
    occurred_on = Day("Occurred on", "The day of what it proves, not of its upload.")
    recorded_by = Reference("Person", label="Recorded by")
    source_system = Text("Source system")
    uri = Text("Address")
    sha256 = Sha256("SHA-256")
    links = References("any", label="Links")
    retain_until = Day("Retain until")
    classification = Text("Classification")
    period_from = Day("Proves from", "The first day of the period that it proves something about.")
    period_to = Day("Proves until", "The last day of that period.")
    requirements = Texts(
        "Requirements", "Clauses, controls, duties or checks that it is kept for, such as LD-1."
    )
    owner = Reference("Person", label="Owner")
    expires_on = Day("Expires on", "From when it proves nothing any more, as a certificate does.")
    review_months = Number("Looked at again every so many months")
    state = Word(*STATES, label="State", help="Set by acts of named people on its page.")
    state_by = Reference("Person", label="State set by")
    state_on = Day("State set on")
    state_reason = Prose("Reason of the state", "What is asked for again, or why it is not applicable.")
    resubmit_by = Day("Asked for again by")
    hold_since = Day(
        "Legal hold since", "While it is held, nothing of it is withdrawn, erased or disposed of."
    )
    hold_by = Reference("Person", label="Held by")
    hold_reason = Text("Reason of the hold")
    disposed_on = Day("Disposed of on")
    disposed_by = Reference("Person", label="Disposed of by")
    disposal_reason = Text("Reason of the disposal")

    @classmethod
    def clean_values(cls, values: Mapping[str, Any]) -> Iterable[str]:
        """A period that ends before it begins proves nothing."""
        begins, ends = values.get("period_from"), values.get("period_to")
        if begins and ends and ends < begins:
            yield f"the period it proves ends on {ends}, before it begins on {begins}"

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """State, hold and disposal; and the file, once people judge the piece by it."""
        return (*ACTED, "sha256") if getattr(last, "state", None) else ACTED

    def held_back(self) -> str:
        """Why nothing of it goes while a legal hold stands."""
        if self.hold_since is None:
            return ""
        return f"it is under legal hold since {self.hold_since}; the hold has to be lifted first"
