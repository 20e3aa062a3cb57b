"""Item ratings: how heavy and how hard a requirement is for this organisation, where it sees it otherwise."""

from __future__ import annotations

from tonetop.records.fields import Day, Prose, Reference, Text, Word
from tonetop.records.models import Record


class ItemRating(Record):
    """Item ratings: how heavy and how hard a requirement is for this organisation, where it sees it otherwise."""

    requirement = "4.4"
    prefix = "IR"
    group = "Govern"
    key = ("item",)
    own_dates = ("rated_on",)
    columns = ("ref", "item", "impact", "complexity", "rated_by", "rated_on")
    title_field = "item"
    doer = "rated_by"

    item = Text("Requirement", "The id of a clause, control or duty, such as 5.1, A.2.2 or LD-1.")
    impact = Word("low", "medium", "high", label="Impact")
    complexity = Word("low", "medium", "high", label="Complexity")
    reason = Prose("Reason")
    rated_by = Reference("Person", label="Rated by")
    rated_on = Day("Rated on")
