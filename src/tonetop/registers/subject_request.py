"""Requests of data subjects: which right somebody uses, by when it is answered (Art. 12(3) GDPR), and how it was."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, References, Text, Word
from tonetop.records.models import Record
from tonetop.standard.terms.clocks import answer_by


class SubjectRequest(Record):
    """Requests of data subjects: which right somebody uses, by when it is answered, and how it was."""

    requirement = "A.7.2"
    prefix = "DSR"
    group = "Prove"
    own_dates = ("received_on",)
    columns = ("ref", "right", "received_on", "owner", "extended_on", "answered_on", "outcome")
    title_field = "right"
    doer = "answered_by"
    deadline = Deadline("received_on", "owner", done=("answered_on",), reckoned=answer_by)

    right = Word(
        *("access", "rectification", "erasure", "restriction", "portability", "objection"),
        *("human-decision", "withdrawal-of-consent", "other"),
        label="Right",
    )
    requester = Text(
        "Whose request", "A number or word of your own, such as a ticket; no name is needed.", personal=True
    )
    received_on = Day("Received on")
    channel = Text("Came by")
    owner = Reference("Person", label="Owner")
    activities = References("ProcessingActivity", label="Activities")
    systems = References("Asset", "AISystem", label="Systems searched")
    identified_on = Day("Identity shown on")
    extended_on = Day("Extension told on", "Within the first month; two more months follow (Art. 12(3)).")
    extension_reason = Prose("Why it takes longer")
    answered_on = Day("Answered on")
    answered_by = Reference("Person", label="Answered by")
    outcome = Word("granted", "partly-granted", "refused", "no-data-held", "taken-back", label="Outcome")
    refusal_reason = Prose("Why it was refused")
    evidence_refs = References("Evidence", label="Evidence")
