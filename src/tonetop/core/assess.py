"""Judging: conditions that decide and explain, checks made of them, the day a result lapses, and how results add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from tonetop.core.cadence import shift
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment

PASS, PARTIAL, FAIL, NO_DATA, NOT_APPLICABLE = "pass", "partial", "fail", "no-data", "not-applicable"
HORIZON = 1830
"""Days ahead within which a lapse is looked for (catalogue: aggregation.expires_on)."""
RELIED = 500
"""How many records one condition names; its sentence tells the whole number."""


Records = Iterable[Row] | Callable[[], Iterable[Row]]


class Node(NamedTuple):
    """One condition as evaluated: whether it holds, the sentence of what was found, the records relied on, its parts.

    The sentence states what is there and is true whether the condition holds or not. records: the rows, or what
    gives them once they are told. act: the one act that would turn it, where the condition knows better than its check.
    """

    holds: bool
    why: str
    records: Records = ()
    parts: tuple[Node, ...] = ()
    act: str | None = None

    def relied(self) -> tuple[Row, ...]:
        """The first of the records relied on, each once, those of the parts apart."""
        rows = self.records() if callable(self.records) else self.records
        return tuple({(row.type, row.id): row for row in islice(rows, RELIED)}.values())


def every(*parts: Node, why: str = "All of these hold") -> Node:
    """A condition that holds when all its parts do."""
    return Node(all(part.holds for part in parts), why, parts=parts)


def some(*parts: Node, why: str = "At least one of these holds") -> Node:
    """A condition that holds when one of its parts does."""
    return Node(any(part.holds for part in parts), why, parts=parts)


def at_least(share: float | None, limit: float, why: str, records: Records = ()) -> Node:
    """A share that reaches its limit; a share of nothing is not looked at and holds (catalogue: limits)."""
    return Node(share is None or share >= limit, why, records)


@dataclass(frozen=True, slots=True)
class Case:
    """What a check found on a day: its fail condition and its pass condition; neither means partial."""

    fail: Node
    passes: Node


Of = Sequence[Any]
"""The set a check is about; empty means not-applicable."""


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A check: the set it is about, its conditions, and the act that would turn it when no condition names one.

    facts: record types of which one record makes it judged (the catalogue's `facts` without its `helpers`);
    called: what people call those records.
    """

    id: str
    judge: Callable[[Moment, Of], Case]
    of: Callable[[Moment], Of] | None
    act: str
    facts: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    about: str = ""

    def __call__(self, facts: Facts) -> Result:
        """The check as a preparation of facts: its whole result."""
        return judge(self, facts)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a check on one day, with the evaluation tree it comes from."""

    result: str
    tree: Node


@dataclass(frozen=True, slots=True)
class Result:
    """A verdict as told: result, sentence, records relied on, the day it lapses, the act that would change it."""

    result: str
    why: str
    tree: Node
    records: tuple[Row, ...] = ()
    expires_on: str | None = None
    next_act: str | None = None


def outcome(check: Check, now: Moment) -> tuple[str, Case | None]:
    """The result of a check on the moment's day, in the one order of the catalogue (aggregation.order).

    With the case it comes from; None where none was looked at.
    """
    if not any(map(now.facts.holds, check.facts)):
        return NO_DATA, None
    of = check.of(now) if check.of else (None,)
    if not of:
        return NOT_APPLICABLE, None
    case = check.judge(now, of)
    if case.fail.holds:
        return FAIL, case
    return (PASS if case.passes.holds else PARTIAL), case


def verdict(check: Check, now: Moment) -> Verdict:
    """The outcome of a check on the moment's day, with its sentence and tree."""
    result, case = outcome(check, now)
    if case is None and result == NO_DATA:
        return Verdict(result, Node(False, f"Nothing is recorded of {_listed(check.called)}"))
    if case is None:
        return Verdict(result, Node(True, f"There are no {check.about or 'records that this is about'}"))
    deciding = case.fail if result == FAIL else case.passes
    why = _reason(deciding, result != PARTIAL)
    return Verdict(result, Node(result == PASS, why, parts=(case.fail, case.passes)))


def judge(check: Check, facts: Facts) -> Result:
    """The whole result of a check as of the facts' day."""
    now = Moment(facts)
    seen = verdict(check, now)
    lapses = expiry(check, facts, seen.result, now.next) if seen.result in (PASS, PARTIAL) else None
    found = Verdict(seen.result, told(seen.tree))
    act = None
    if found.result not in (PASS, NOT_APPLICABLE):
        act = _act(found) or check.act
    return Result(found.result, found.tree.why, found.tree, relied(found.tree), lapses, act)


def expiry(check: Check, facts: Facts, result: str, next_day: str | None) -> str | None:
    """The first day after as_of on which the result differs if nothing new is recorded; None within the horizon."""
    last = shift(facts.as_of, HORIZON)
    while next_day is not None and next_day <= last:
        now = Moment(facts, next_day)
        if outcome(check, now)[0] != result:
            return next_day
        next_day = now.next
    return None


def told(node: Node) -> Node:
    """A condition as it stays told, whatever becomes of the facts: with the first records that it relies on."""
    return node._replace(records=node.relied(), parts=tuple(map(told, node.parts)))


def relied(tree: Node) -> tuple[Row, ...]:
    """The records a tree relies on, each once, ordered by type, then id."""
    found: dict[tuple[str, str], Row] = {}
    stack = [tree]
    while stack:
        node = stack.pop()
        found.update(((row.type, row.id), row) for row in node.relied())
        stack.extend(node.parts)
    return tuple(found[key] for key in sorted(found))


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _reason(node: Node, holds: bool) -> str:
    """The sentences of the deciding parts: those that came out as asked."""
    if not node.parts:
        return node.why
    deciding = [_reason(part, holds) for part in node.parts if part.holds == holds]
    return "; ".join(dict.fromkeys(deciding)) or node.why


def _act(found: Verdict) -> str | None:
    """The act named by the first deciding condition, depth first."""
    if not found.tree.parts:
        return None
    fail, passes = found.tree.parts
    return _first_act(fail, True) if found.result == FAIL else _first_act(passes, False)


def _first_act(node: Node, holds: bool) -> str | None:
    if node.holds != holds:
        return None
    acts = (_first_act(part, holds) for part in node.parts)
    return next((act for act in acts if act), node.act)


def duty(results: Iterable[tuple[str, bool]]) -> str:
    """How a duty's checks, given as (result, is key), add up (catalogue: aggregation.duty)."""
    left = [(result, key) for result, key in results if result != NOT_APPLICABLE]
    if not left:
        return NOT_APPLICABLE
    if all(result == NO_DATA for result, _ in left):
        return NO_DATA
    if any(key and result in (FAIL, NO_DATA) for result, key in left):
        return FAIL
    return PASS if all(result == PASS for result, _ in left) else PARTIAL


def commitment(duties: Iterable[str]) -> str:
    """How the duties LD-1 to LD-8 add up to clause 5.1 (catalogue: aggregation.clause_5_1)."""
    left = [result for result in duties if result != NOT_APPLICABLE]
    if all(result == NO_DATA for result in left):
        return NO_DATA
    return next(
        worst for worst in (FAIL, PARTIAL, PASS) if worst in [FAIL if r == NO_DATA else r for r in left]
    )


@dataclass(frozen=True, slots=True)
class Signals:
    """What a pitfall found: its signals by letter (cleared ones left out) and whether it is raised."""

    signals: dict[str, Node]
    raised: bool


@dataclass(frozen=True, slots=True, eq=False)
class Pitfall:
    """A pitfall: which signals hold on a day, and when they raise it."""

    id: str
    judge: Callable[[Moment], Signals]

    def __call__(self, facts: Facts) -> Signals:
        """The pitfall as a preparation of facts."""
        found = self.judge(Moment(facts))
        return Signals({letter: told(node) for letter, node in found.signals.items()}, found.raised)
