"""What waits at the gates beside deadlines: live AI systems that never passed them, and days of going live gone by."""

from __future__ import annotations

from collections.abc import Iterator

from tonetop.core import cadence
from tonetop.core.facts import Facts
from tonetop.records.due import Due
from tonetop.standard.life.entering import never_asked, on_record_since
from tonetop.standard.life.stages import PLANNED

LET_IN, LAUNCH = "let-in", "launch"
DAYS = 14
"""How long a live system that never passed its gates waits to be assessed before that is overdue."""


def gates_due(facts: Facts) -> list[Due]:
    """What waits for the owners of AI systems as of the facts' day, the earliest first; a preparation of facts."""
    return sorted((*_never_asked(facts), *_launches(facts)))


def _never_asked(facts: Facts) -> Iterator[Due]:
    for row in never_asked(facts):
        on = cadence.shift(on_record_since(facts, row) or facts.as_of, DAYS)
        yield Due(on, row.type, row.id, LET_IN, (row.owner,) if row.owner else ())


def _launches(facts: Facts) -> Iterator[Due]:
    """Planned systems whose day of going live is over, though nobody took them through their gates."""
    for row in facts.rows("AISystem"):
        if row.state == PLANNED and row.go_live_on and row.go_live_on < facts.as_of:
            yield Due(row.go_live_on, row.type, row.id, LAUNCH, (row.owner,) if row.owner else ())
