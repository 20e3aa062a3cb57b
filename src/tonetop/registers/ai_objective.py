"""AI objectives: what the organisation wants of its AI, and how it will know."""

from __future__ import annotations

from tonetop.records.cadences import Deadline, Every
from tonetop.records.fields import Day, NumberOrText, Prose, Reference, References, Text, Word, Words
from tonetop.records.models import Record
from tonetop.standard.catalogue import vocabulary


class AIObjective(Record):
    """AI objectives: what the organisation wants of its AI, and how it will know."""

    requirement = "6.2"
    prefix = "OBJ"
    group = "Steer"
    own_dates = ("approved_on",)
    columns = ("ref", "title", "level", "owner", "due", "status")
    doer = "approved_by"
    review = Every(months=12, since="approved_on")
    deadline = Deadline("due", "owner", over=("achieved", "cancelled"))

    title = Text("Title")
    level = Word("top", "unit", label="Level")
    parent = Reference("AIObjective", label="Parent")
    metric = Text("Metric", "How progress is measured.")
    baseline = NumberOrText("Baseline")
    target = NumberOrText("Target")
    due = Day("Due")
    owner = Reference("Person", label="Owner")
    resources = Prose("Resources", "With what means the objective is reached.")
    evaluation_method = Text("Evaluation method", "How and when the result is judged.")
    strategy_goals = References("StrategyGoal", label="Strategy goals")
    policy_principles = Words(*vocabulary("principles"), label="Policy principles")
    approved_by = Reference("Person", label="Approved by")
    approved_on = Day("Approved on")
    status = Word("active", "achieved", "cancelled", label="Status")
