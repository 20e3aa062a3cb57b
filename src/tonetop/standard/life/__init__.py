"""The life of an AI system: its stages, which change follows which, and what each stage asks for (A.6)."""

from tonetop.standard.life.asked import Task, asked
from tonetop.standard.life.entering import left_behind, let_in, processes_of
from tonetop.standard.life.stages import GATED, MOVES, STAGES, STATE, stage_of

__all__ = [
    "GATED",
    "MOVES",
    "STAGES",
    "STATE",
    "Task",
    "asked",
    "left_behind",
    "let_in",
    "processes_of",
    "stage_of",
]
