"""Business processes: the normal work into which AIMS steps are built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from tonetop.records.cadences import Every
from tonetop.records.fields import Reference, Text, Word, YesNo
from tonetop.records.models import Record
from tonetop.records.registry import registers

GATED = gettext_noop("its gates are asked of what goes through it; have each of them released first")


class BusinessProcess(Record):
    """Business processes: the normal work into which AIMS steps are built."""

    requirement = "8.1"
    prefix = "BP"
    group = "Govern"
    columns = ("ref", "name", "kind", "owner", "touches_ai")
    title_field = "name"
    review = Every(months=12)

    name = Text("Name")
    kind = Word(
        "procurement", "product-development", "operations", "change", "hr", "incident", "other", label="Kind"
    )
    owner = Reference("Person", label="Owner")
    touches_ai = YesNo("Touches ai")

    @classmethod
    def only_by_act(cls, values: Mapping[str, Any], last: Record | None, today: str) -> str:
        """A process that is withdrawn would leave its gates behind, and with them whatever they keep back."""
        if last is None or last.withdrawn_on or not values.get("withdrawn_on"):
            return ""
        own: dict[str, Any] = {"process": last.ref, "mandatory": True, "until_on": None, "withdrawn_on": None}
        return GATED if registers()["ProcessGate"].objects.filter(**own).exists() else ""
