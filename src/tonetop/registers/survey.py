"""Surveys: which questions were asked of whom and when; answers are counted, and kept with nobody's name."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Number, Reference, Text, Texts, Word
from tonetop.records.models import Record


class Survey(Record):
    """Surveys: which questions were asked of whom and when; answers are counted, and kept with nobody's name."""

    requirement = "7.3"
    prefix = "SUR"
    group = "Steer"
    own_dates = ("opened_on",)
    columns = ("ref", "title", "kind", "opened_on", "closes_on", "result")
    deadline = Deadline("closes_on", "opened_by", done=("result",))

    title = Text("Title")
    kind = Word("pulse", "awareness", "leaders-seen", "other", label="Kind")
    questions = Texts("Questions")
    audience = Texts("Audience", "Units that are asked, or all.")
    population = Number("How many are asked")
    target = Number("Target")
    threshold = Number("Fewest answers shown", "A unit with fewer answers is shown with none.")
    opened_by = Reference("Person", label="Opened by")
    opened_on = Day("Opened on")
    closes_on = Day("Closes on")
    result = Reference("SurveyResult", label="Result")
