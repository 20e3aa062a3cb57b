"""Communications: who spoke about AI management, where, to how many, with what echo."""

from __future__ import annotations

from tonetop.records.fields import Day, Number, Reference, References, Sha256, Text, Texts, Word, Words
from tonetop.records.models import Record
from tonetop.standard.catalogue import vocabulary


class Communication(Record):
    """Communications: who spoke about AI management, where, to how many, with what echo."""

    requirement = "7.4"
    prefix = "COM"
    group = "Steer"
    own_dates = ("sent_on",)
    columns = ("ref", "kind", "speaker", "sent_on", "audience_size", "reached")
    title_field = "kind"
    doer = "speaker"

    kind = Word(
        "all-hands",
        "email",
        "newsletter",
        "intranet",
        "video",
        "external-statement",
        "stakeholder-meeting",
        label="Kind",
    )
    speaker = Reference("Person", label="Speaker")
    title = Text("Title")
    sent_on = Day("Sent on")
    themes = Words(*vocabulary("themes"), label="Themes")
    units = Texts("Units reached")
    audience_size = Number("Audience size", "How many people it was meant for.")
    reached = Number("Reached", "How many it reached.")
    artefact_ref = Reference("Evidence", label="Artefact")
    sha256 = Sha256("SHA-256")
    feedback_count = Number("Feedback count", "How many questions or answers came back.")
    feedback_answered = Number("Feedback answered")
    about = References("any", label="About")
