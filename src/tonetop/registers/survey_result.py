"""Surveys: what people said when asked, and which meeting saw it."""

from __future__ import annotations

from tonetop.records.fields import Day, Number, Reference, References, Word
from tonetop.records.models import Record


class SurveyResult(Record):
    """Surveys: what people said when asked, and which meeting saw it."""

    requirement = "7.3"
    prefix = "SV"
    group = "Steer"
    own_dates = ("run_on",)
    columns = ("ref", "kind", "run_on", "population", "responses", "score")
    title_field = "kind"

    kind = Word("pulse", "awareness", "leaders-seen", "other", label="Kind")
    run_on = Day("Run on")
    population = Number("Population")
    responses = Number("Responses")
    score = Number("Score")
    target = Number("Target", signed=True)
    presented_in = Reference("Meeting", label="Presented in")
    presented_on = Day("Presented on")
    action_refs = References("Action", label="Actions")
