"""Decisions: what was decided, by whom, why, about what, and who carries it out by when."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Number, Prose, Reference, References, Text, Word, Words
from tonetop.records.models import Record
from tonetop.standard.catalogue import review_inputs, vocabulary


class Decision(Record):
    """Decisions: what was decided, by whom, why, about what, and who carries it out by when."""

    requirement = "9.3.3"
    prefix = "D"
    group = "Steer"
    own_dates = ("decided_on",)
    columns = ("ref", "kind", "text", "decided_by", "decided_on", "owner", "due", "status")
    title_field = "text"
    doer = "decided_by"
    deadline = Deadline("due", "owner", over=("closed", "cancelled", "none-needed"))

    source = Reference("Meeting", label="Source")
    kind = Word(
        "resource",
        "improvement",
        "change",
        "risk-acceptance",
        "go",
        "no-go",
        "conditional-go",
        "direction",
        "policy",
        "objective",
        "override",
        "incentive-review",
        label="Kind",
    )
    text = Prose("Text")
    rationale = Prose("Rationale")
    principles_considered = Words(
        *vocabulary("principles"),
        label="Principles considered",
        help="Which principles of the AI policy were weighed.",
    )
    about = References("any", label="About", help="The records that the decision is about.")
    decided_by = Reference("Person", label="Decided by")
    decided_on = Day("Decided on")
    owner = Reference("Person", label="Owner")
    due = Day("Due")
    status = Word("open", "in-progress", "closed", "cancelled", "none-needed", label="Status")
    closed_on = Day("Closed on")
    input = Word(*review_inputs(), label="Input", help="The input of the management review that it answers.")
    amount = Number("Amount")
    currency = Text("Currency")
