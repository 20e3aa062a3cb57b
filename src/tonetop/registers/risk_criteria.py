"""Risk criteria: the versions of what counts as acceptable AI risk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tonetop.records.acting import has_word
from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Prose, Reference, References, Text, Texts, Word
from tonetop.records.models import Record
from tonetop.standard.risks import GRAVE, NOBODY, RANKS, TOP, misread


class RiskCriteria(Record):
    """Risk criteria: the versions of what counts as acceptable AI risk."""

    requirement = "6.1.1"
    prefix = "RC"
    group = "Govern"
    key = ("version",)
    own_dates = ("approved_on",)
    columns = ("ref", "version", "approved_by", "approved_on")
    title_field = "version"
    doer = "approved_by"
    review = Every(months=12, since="approved_on")
    succeeds = ()

    version = Text("Version")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
    contributors = References("Person", label="Contributors")
    method = Prose(
        "How it is judged",
        "What likely and grave mean here, so that two people come to one level.",
        personal=False,
    )
    matrix = Texts(
        "Matrix",
        "Four lines, the rare first, then possible, likely, certain; in each the levels for low, medium, high and "
        "critical severity. None: the one that comes with the product.",
    )
    low_by = Word(*RANKS, label="Low is accepted by")
    medium_by = Word(*RANKS, label="Medium is accepted by")
    high_by = Word(*RANKS, label="High is accepted by")
    critical_by = Word(*RANKS, label="Critical is accepted by")

    @classmethod
    def clean_values(cls, values: Mapping[str, Any]) -> Iterable[str]:
        """A matrix that cannot be read places nothing; grave risks are not accepted below top management."""
        wrong = misread(values.get("matrix"))
        if wrong:
            yield f"matrix: {wrong}"
        for level in GRAVE:
            rank = values.get(f"{level}_by")
            if rank and rank not in (TOP, NOBODY):
                yield f"{level} risks are accepted by top management or by nobody, not by {rank}"

    @classmethod
    def only_by_act(cls, values: Mapping[str, Any], last: Record | None, today: str) -> str:
        """What top management approved stays as it approved it; whoever wants otherwise writes another version."""
        stays = last is not None and has_word(last, "approved_by")
        return "approved criteria stay as they are; record another version of them" if stays else ""
