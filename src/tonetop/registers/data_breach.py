"""Personal data breaches: what happened, when it was known, whom it was told by when (Art. 33 and 34 GDPR)."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Number, Prose, Reference, References, Text, Texts, Word, Words
from tonetop.records.models import Record
from tonetop.standard.terms.clocks import notify_by


class DataBreach(Record):
    """Personal data breaches: what happened, when it was known, whom it was told by when."""

    requirement = "A.8.4"
    prefix = "PDB"
    group = "Prove"
    own_dates = ("aware_on",)
    columns = ("ref", "title", "aware_on", "risk", "owner", "authority_told_on", "closed_on")
    deadline = Deadline(
        "aware_on", "owner", done=("authority_told_on", "no_notice_reason"), reckoned=notify_by
    )

    title = Text("Title")
    happened_on = Day("Happened on")
    aware_on = Day("Known on", "The day on which the organisation knew of it; the 72 hours begin then.")
    aware_at = Text("Known at", "The time of that day, such as 14:30, in the organisation's time zone.")
    kinds = Words("confidentiality", "integrity", "availability", label="What was breached")
    description = Prose("What happened")
    subject_categories = Texts("Subject categories")
    data_categories = Texts("Data categories")
    people = Number("How many people", "Roughly.")
    records = Number("How many records", "Roughly.")
    consequences = Prose("Likely consequences")
    measures = Prose("Measures")
    risk = Word("unlikely", "risk", "high", label="Risk to people")
    authority_told_on = Day("Authority told on")
    authority_reference = Text("Its reference")
    delay_reason = Prose("Why later than 72 hours")
    no_notice_reason = Prose("Why the authority need not be told", "Where a risk to people is unlikely.")
    people_told_on = Day("People told on", "Where the risk to them is high (Art. 34).")
    people_not_told_reason = Prose("Why people need not be told")
    vendor = Reference("Vendor", label="At which vendor")
    activities = References("ProcessingActivity", label="Activities")
    systems = References("Asset", "AISystem", label="Systems")
    incident = Reference("Incident", label="Incident")
    owner = Reference("Person", label="Owner")
    evidence_refs = References("Evidence", label="Evidence")
    closed_on = Day("Closed on")
