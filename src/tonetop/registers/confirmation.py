"""Confirmations: a doer's own word that an act which somebody else entered was theirs, or was not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonetop.records.fields import Day, Number, Prose, Reference, Text, Word
from tonetop.records.models import Record


class Confirmation(Record):
    """Confirmations: a doer's own word that an act which somebody else entered was theirs, or was not."""

    requirement = "5.1"
    prefix = "CNF"
    group = "Steer"
    key = ("register", "record", "version", "person")
    own_dates = ("confirmed_on",)
    columns = ("ref", "record", "person", "answer", "confirmed_on")
    title_field = "answer"
    doer = "person"
    in_files = ("content",)

    register = Text("Register")
    record = Text("Record")
    version = Number("Version")
    person = Reference("Person", label="Person")
    answer = Word("mine", "not-mine", label="Answer")
    comment = Prose("Comment")
    confirmed_on = Day("Confirmed on")
    content = Text(
        "Content",
        "In exports: a hash of what the words were given for, by which a restore finds it again.",
        personal=True,
    )

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """Nobody else changes what a person said; they say otherwise themselves, in their inbox."""
        return ("answer", *cls.in_files) if last is not None else cls.in_files

    @classmethod
    def only_by_act(cls, values: Mapping[str, Any], last: Record | None, today: str) -> str:
        """A denial stays: without it the act would count as theirs again."""
        held: Any = last
        goes = held is not None and values.get("withdrawn_on") and held.answer != "mine"
        return "a denial stays until the person says otherwise themselves" if goes else ""
