"""The stages of an AI system's life, the state that each belongs to, and the changes that are allowed."""

from __future__ import annotations

from typing import Any

STAGES = ("idea", "development", "trial", "operation", "suspended", "retired")
IDEA, DEVELOPMENT, TRIAL, OPERATION, SUSPENDED, RETIRED = STAGES
PLANNED, LIVE = "planned", "live"
STATE = {
    **dict.fromkeys((IDEA, DEVELOPMENT, TRIAL), PLANNED),
    **dict.fromkeys((OPERATION, SUSPENDED), LIVE),
    RETIRED: "retired",
}
"""The state of the catalogue by stage; a suspended system counts as live, for it may come back any day."""
MOVES = {
    IDEA: (DEVELOPMENT, TRIAL, RETIRED),
    DEVELOPMENT: (TRIAL, IDEA, RETIRED),
    TRIAL: (OPERATION, DEVELOPMENT, RETIRED),
    OPERATION: (SUSPENDED, RETIRED),
    SUSPENDED: (OPERATION, DEVELOPMENT, RETIRED),
    RETIRED: (),
}
"""Where a system may go from each stage; what was retired comes back as a new system."""
GATED = (OPERATION,)
"""Stages which a system enters only when every gate of its process lets it through."""
_UNTOLD = {"planned": DEVELOPMENT, "live": OPERATION, "retired": RETIRED}


def stage_of(system: Any) -> str:
    """The stage of a system; where nobody named one, that which its state most likely means; empty for neither."""
    stage: str | None = system.stage
    if stage and STATE.get(stage) == system.state:
        return stage
    return _UNTOLD.get(system.state or "", "")
