"""The map from strategy to evidence as a drawing: five columns of boxes, and a strand of lines for each objective."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.translation import gettext, ngettext

from tonetop.core.facts import Row
from tonetop.standard.maps.alignment import EVIDENCE, GOAL, MEASUREMENT, METRIC, Alignment, Strand
from tonetop.web.environment import address
from tonetop.web.wording import day, plainly, words

WIDTH, TOP, STEP, BOX = 1160, 8, 82, 66
GOALS, PRINCIPLES, OBJECTIVES, KPIS, PROOFS = (0, 206), (272, 132), (470, 246), (776, 180), (1016, 144)
"""Where each column begins and how wide it is."""
PORT, GAP, LETTER = 16, 14, 7.1
GOAL_TALL, PRINCIPLE_TALL = 82, 44
SHOWN = 24
"""How many objectives are drawn; the table below shows more."""
MARKS = {"green": "✓", "amber": "◐", "red": "✕"}


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its place, its lines of text (the last is small print), where it leads, and how it stands."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    print: str
    address: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Strands:
    """The drawing: boxes, lines as (path, look), and its height."""

    boxes: list[Box]
    lines: list[tuple[str, str]]
    height: int


@dataclass(slots=True)
class Node:
    """A goal or principle on its way into the drawing: what it shows, and the rows whose strands pass it."""

    name: str
    text: str
    print: str
    address: str
    rows: list[int]
    y: int = 0
    height: int = 0

    def port(self, row: int) -> float:
        """Where the strand of a row passes."""
        first = self.y + (self.height - PORT * (len(self.rows) - 1)) / 2
        return first + PORT * self.rows.index(row)


def strands(found: Alignment, shown: Sequence[Strand], goals: Sequence[Row]) -> Strands:
    """The drawing of some strands (the first of them) with the goals that are looked at."""
    order = {goal.id: place for place, goal in enumerate(found.goals)}
    drawn = sorted(shown, key=lambda one: (min((order[g.id] for g in one.goals), default=99), one.principles))
    drawn = drawn[:SHOWN]
    left = [_goal(goal, drawn) for goal in goals[:SHOWN]]
    middle = [_principle(word, drawn, found) for word in found.principles]
    middle.sort(key=lambda node: sum(node.rows) / len(node.rows) if node.rows else len(drawn))
    height = max(_tall(left, GOAL_TALL), _tall(middle, PRINCIPLE_TALL), STEP * len(drawn)) + 2 * TOP
    _place(left, GOAL_TALL, height)
    _place(middle, PRINCIPLE_TALL, height)
    lines = [line for row, strand in enumerate(drawn) for line in _lines(strand, row, left, middle)]
    boxes = [
        *(_node(node, GOALS, 3) for node in left),
        *(_node(node, PRINCIPLES, 1) for node in middle),
        *(box for row, strand in enumerate(drawn) for box in _row(strand, TOP + row * STEP)),
    ]
    return Strands(boxes, lines, height)


def _goal(goal: Row, drawn: Sequence[Strand]) -> Node:
    rows = [row for row, strand in enumerate(drawn) if any(own.id == goal.id for own in strand.goals)]
    small = (
        gettext("changed %(day)s") % {"day": day(goal.changed_on)} if goal.changed_on else goal.period or ""
    )
    return Node(goal.id, goal.title or goal.id, small, address("record", "StrategyGoal", goal.id), rows)


def _principle(word: str, drawn: Sequence[Strand], found: Alignment) -> Node:
    rows = [row for row, strand in enumerate(drawn) if word in strand.principles]
    policy = found.policy.id if found.policy else ""
    return Node(word, words(word), "", address("record", "PolicyVersion", policy), rows)


def _tall(nodes: Iterable[Node], least: int) -> int:
    heights = [max(least, PORT * len(node.rows) + 22) for node in nodes]
    return sum(heights) + GAP * max(0, len(heights) - 1)


def _place(nodes: Sequence[Node], least: int, height: int) -> None:
    y = (height - _tall(nodes, least)) // 2
    for node in nodes:
        node.y, node.height = y, max(least, PORT * len(node.rows) + 22)
        y += node.height + GAP


def _node(node: Node, column: tuple[int, int], most: int) -> Box:
    x, width = column
    small, look = (node.print, "") if node.rows else (gettext("no objective"), "loose")
    text = _wrapped(node.text, width, most)
    return Box(x, node.y, width, node.height, text, small, node.address, look)


def _row(strand: Strand, y: int) -> list[Box]:
    """The boxes of one objective: itself, its indicator, its evidence."""
    row = strand.objective
    leads = address("record", "AIObjective", row.id)
    missing = [gettext("no goal")] if GOAL in strand.lacks else []
    missing += [gettext("no principle")] if not strand.principles else []
    small, look = ", ".join(missing), "loose" if missing else ""
    x, width = OBJECTIVES
    first = Box(x, y, width, BOX, _wrapped(row.title or row.id, width, 2), small, leads, look)
    return [first, _indicator(strand, y), _proof(strand, y)]


def _indicator(strand: Strand, y: int) -> Box:
    row, latest, (x, width) = strand.objective, strand.latest, KPIS
    text = row.metric if METRIC not in strand.lacks else gettext("No metric or no target")
    leads, small = address("record", "AIObjective", row.id), gettext("never measured")
    if latest is not None:
        leads = address("record", "Measurement", latest.id)
        small = f"{MARKS.get(latest.status, '')} {plainly(latest.value)} · {day(latest.measured_on)}".strip()
    loose = METRIC in strand.lacks or MEASUREMENT in strand.lacks
    small += f" · {gettext('too old')}" if latest is not None and MEASUREMENT in strand.lacks else ""
    return Box(x, y, width, BOX, _wrapped(text, width, 2), small, leads, "loose" if loose else "")


def _proof(strand: Strand, y: int) -> Box:
    (x, width), count = PROOFS, len(strand.evidence)
    if EVIDENCE in strand.lacks:
        leads = address("record", "AIObjective", strand.objective.id)
        return Box(x, y, width, BOX, (gettext("None"),), gettext("nothing names it"), leads, "loose")
    last = strand.evidence[0]
    text = ngettext("%(n)s piece of evidence", "%(n)s pieces of evidence", count) % {"n": count}
    small = gettext("last %(day)s") % {"day": day(last.occurred_on)}
    return Box(x, y, width, BOX, _wrapped(text, width, 2), small, address("record", "Evidence", last.id))


def _wrapped(text: str, width: int, lines: int) -> tuple[str, ...]:
    return tuple(wrap(text, int((width - 20) / LETTER), max_lines=lines, placeholder="…")) or (text,)


def _lines(
    strand: Strand, row: int, left: Sequence[Node], middle: Sequence[Node]
) -> Iterable[tuple[str, str]]:
    """The lines of one strand: goals to principles to the objective (or past the principles), and on to the right."""
    y = TOP + row * STEP + BOX / 2
    look = "whole" if not strand.lacks else "part"
    goals = [node for node in left if row in node.rows]
    pursued = [node for node in middle if row in node.rows]
    for node in pursued:
        for goal in goals:
            yield _curve(sum(GOALS), goal.port(row), PRINCIPLES[0], node.port(row)), look
        yield _curve(sum(PRINCIPLES), node.port(row), OBJECTIVES[0], y), look
    for goal in () if pursued else goals:
        yield _curve(sum(GOALS), goal.port(row), OBJECTIVES[0], y), look
    yield _curve(sum(OBJECTIVES), y, KPIS[0], y), "part" if METRIC in strand.lacks else look
    if strand.latest is not None and strand.evidence:
        yield _curve(sum(KPIS), y, PROOFS[0], y), look


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    half = (x + to_x) / 2
    return f"M{x:g} {y:g}C{half:g} {y:g} {half:g} {to_y:g} {to_x:g} {to_y:g}"
