"""A check's reason tree in the order in which people read it: first what decided, each part under its heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tonetop.core.assess import FAIL, PASS, Node, Result


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a tree; faults: whether its conditions speak against the check when they hold."""

    heading: str
    node: Node
    faults: bool

    def mark(self, node: Node) -> str:
        """The mark of a condition of this side: a fault found or not, a need met or not."""
        if self.faults:
            return "▲" if node.holds else "○"
        return "✓" if node.holds else "✕"

    def tone(self, node: Node) -> str:
        """How a condition looks: `pass` for what speaks for the check, `fail` for what speaks against it."""
        if self.faults:
            return "fail" if node.holds else "no-data"
        return "pass" if node.holds else "fail"


def reasons(result: Result) -> Iterator[Part]:
    """The sides of a tree, what decided first; none where nothing was looked at."""
    if not result.tree.parts:
        return
    fail, passes = result.tree.parts
    if result.result == FAIL:
        yield Part("What makes it fall short", fail, True)
        yield Part("What a pass needs", passes, False)
        return
    heading = "What it rests on" if result.result == PASS else "What is there, and what a pass still needs"
    yield Part(heading, passes, False)
    yield Part("What would have made it fail, and was not found", fail, True)
