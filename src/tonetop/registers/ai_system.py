"""AI systems: what is built, provided or used, where it stands, and whom it may affect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_noop

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Reference, Text, Texts, Word, YesNo
from tonetop.records.models import Record
from tonetop.standard.life.stages import LIVE, PLANNED, STAGES, STATE

SETTLED = ("stage", "state", "retired_on")
"""What only a change of stage sets, once anything is said of where a system stands."""
NOW = gettext_noop(
    "a system that goes live now is taken to operation on its page, past the gates; "
    "one that is live says since which day before today"
)

AHEAD = gettext_noop("a planned system goes live on a day ahead; of one that is live say so, and since when")


class AISystem(Record):
    """AI systems: what is built, provided or used, where it stands, and whom it may affect."""

    requirement = "4.1"
    prefix = "AI"
    group = "Govern"
    columns = ("ref", "name", "our_role", "owner", "org_unit", "state", "high_impact")
    title_field = "name"
    also = ("impact_judged_by",)
    review = Every(months=12)

    name = Text("Name")
    our_role = Word("developer", "provider", "user", label="Our role")
    owner = Reference("Person", label="Owner")
    org_unit = Text("Unit")
    process = Reference("BusinessProcess", label="Process")
    state = Word(
        "planned", "live", "retired", label="State", help="Changed with its stage, by an act on its own page."
    )
    stage = Word(*STAGES, label="Stage", help="Changed by an act on its own page, which asks the gates.")
    high_impact = YesNo(
        "High impact", "Whether it may weigh on people's rights, safety, health or livelihood."
    )
    impact_judged_by = Reference(
        "Person",
        label="Not high in the word of",
        help="Who may waive gates and is not its owner; without their own word gates take its impact for high.",
    )
    uses = Texts(
        "Uses",
        help="Each use by itself: gates know prohibited ones by their words, and a person says so of the rest.",
    )
    personal_data = YesNo("Personal data")
    go_live_on = Day("Live since or from")
    retired_on = Day("Retired on")

    @classmethod
    def clean_values(cls, values: Mapping[str, Any]) -> Iterable[str]:
        """State and stage must not contradict each other."""
        stage, state = values.get("stage"), values.get("state")
        if stage and state and STATE[stage] != state:
            yield f"the stage {stage} belongs to the state {STATE[stage]}, not to {state}"

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """Where it stands, once that was said, and since when it is live: a change of stage asks the gates."""
        before: Any = last
        if before is None or not (before.state or before.stage):
            return ()
        told = bool(before.go_live_on) and before.state != PLANNED
        return (*SETTLED, "go_live_on") if told else SETTLED

    @classmethod
    def never_begins(cls, values: Mapping[str, Any], today: str) -> str:
        """A system comes on record as live when it was live before; what goes live now is taken through its gates."""
        day, state = values.get("go_live_on"), STATE.get(values.get("stage") or "", values.get("state"))
        return NOW if state == LIVE and day and day >= today else ""

    @classmethod
    def only_by_act(cls, values: Mapping[str, Any], last: Record | None, today: str) -> str:
        """The day of going live, where it is another than before, fits where the system stands.

        Lists from elsewhere hold plans that went by; a file brings them as they are, and they are due at once.
        """
        day, before = values.get("go_live_on"), getattr(last, "go_live_on", None)
        if not day or (last is not None and before == day):
            return ""
        state = STATE.get(values.get("stage") or "", values.get("state"))
        return AHEAD if state == PLANNED and day < today else cls.never_begins(values, today)
