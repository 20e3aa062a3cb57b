"""The rules of gates: those that come with the product, and the organisation's own, which take their place by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard import plain_yaml
from tonetop.standard.gating import conditions, whose, word
from tonetop.standard.gating.rank import top

MUST_HOLD, PROHIBITED, STOP, RANK = "must-hold", "prohibited-use", "stop-condition", "approval-rank"
EFFECTS = (MUST_HOLD, PROHIBITED, STOP, RANK)
"""What a rule does: its condition must hold; must never hold; stops while it holds; asks for rank while it holds."""
ASKS = ("effect", "condition", "gates", "process", "in_force_since", "in_force_until")
"""The fields of a rule that say what it asks, of which gates, and when."""
KINDS = ("risk-assessment", "impact-assessment", "policy-check", "deployment-approval")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: for gates of which kinds (empty: all) of which process (empty: any), what it asks, and what to do.

    quotes: the words of the policy that it applies. record: the organisation's record, None for a shipped rule; kept:
    whether that is how it was approved, and its record says otherwise since, or is withdrawn.
    """

    id: str
    gates: tuple[str, ...]
    process: str
    effect: str
    sentence: str
    condition: str
    act: str
    quotes: str = ""
    policy: str = ""
    record: Row | None = None
    kept: bool = False

    def concerns(self, gate: Row, *, last: bool = False) -> bool:
        """Whether the rule is about a gate; last: whether it is the last of a process, in the order of `KINDS`.

        The rank that deployment asks is asked at the last gate, so that no process is without it.
        """
        here = (
            not self.gates
            or gate.kind in self.gates
            or (last and self.effect == RANK and KINDS[-1] in self.gates)
        )
        return here and self.process in ("", gate.process)


def rules(facts: Facts) -> list[Rule]:
    """The rules in force on the facts' day: shipped ones that no own rule replaces, then the organisation's own.

    An own rule that has ended still replaces the shipped one of its id: so a shipped rule is set aside on record. One
    that top management did not approve is asked beside the shipped rule, not in its place; and what top management
    approved is asked until they approve what takes its place, whatever its record says since, or were it withdrawn.
    """
    now, aside, held = Moment(facts), replaced(facts), facts.prepared(approved)
    own = [
        _own(row) for row in facts.rows("GateRule") if _asks(now, row) and not _is_same(row, held.get(row.id))
    ]
    last = {row.id: facts.number(row) for row in facts.rows("GateRule")}
    for ident, (number, row) in held.items():
        if _asks(now, row):
            own.append(_own(row, kept=last.get(ident) != number))
    own.sort(key=lambda rule: (rule.id, rule.kept))
    return [*(rule for id, rule in shipped().items() if id not in aside), *own]


def replaced(facts: Facts) -> dict[str, Row]:
    """The approved rules that take the place of shipped ones, ended ones too, by id; none whose record is withdrawn."""
    now = Moment(facts)
    found = {ident: row for ident, (_, row) in facts.prepared(approved).items() if ident in shipped()}
    return {
        ident: row
        for ident, row in found.items()
        if facts.get("GateRule", ident) is not None and row.in_force_since and now.reached(row.in_force_since)
    }


def approved(facts: Facts) -> dict[str, tuple[int, Row]]:
    """By id, the version of each own rule that top management approved last, with its number; a preparation."""
    found: dict[str, tuple[int, Row]] = {}
    versions: dict[str, list[Row]] = {}
    for version in facts.history("GateRule").versions:
        versions.setdefault(version.id, []).append(version)
    for ident, rows in sorted(versions.items()):
        for number, row in enumerate(rows, 1):
            if (
                not row.withdrawn_on
                and (row.effective_on or "") <= facts.as_of
                and _approved(facts, row, number)
            ):
                found[ident] = (number, row)
    return found


def _asks(now: Moment, row: Row) -> bool:
    """Whether a rule is asked on the day: one without a first day is a draft."""
    return (
        bool(row.in_force_since) and now.reached(row.in_force_since) and not now.reached(row.in_force_until)
    )


def _is_same(row: Row, held: tuple[int, Row] | None) -> bool:
    """Whether a record as it stands asks what was approved, so that it is not asked twice."""
    return held is not None and all(getattr(row, name) == getattr(held[1], name) for name in ASKS)


def _approved(facts: Facts, row: Row, number: int) -> bool:
    """Whether top management approved a version of a rule that another wrote, by the facts' day, in their own word."""
    by, day = row.approved_by, row.approved_on
    ranked = Moment(facts).reached(day) and top(facts, by, day)
    said = ranked and word.of_version(facts, row, row, number) and not word.denied(facts, row)
    return said and by not in whose.writers(facts, row, number) and not whose.nameless(facts, row, number)


def _own(row: Row, *, kept: bool = False) -> Rule:
    return Rule(
        row.id,
        tuple(row.gates or ()),
        row.process or "",
        row.effect or "",
        row.sentence or row.id,
        row.condition or "",
        row.act or "",
        row.quotes or "",
        row.policy or "",
        row,
        kept,
    )


@cache
def shipped() -> Mapping[str, Rule]:
    """The rules that come with the product, by id."""
    text = resources.files(__package__).joinpath("rules.yaml").read_bytes()
    told: Any = plain_yaml.read(text)
    return {id: _shipped(id, one) for id, one in told.items()}


def _shipped(id: str, told: Mapping[str, Any]) -> Rule:
    condition = " ".join(told["condition"].split())
    conditions.judge(condition)
    return Rule(
        id, tuple(told.get("gates", ())), "", told["effect"], told["sentence"], condition, told["act"]
    )


def last_of(gates: Sequence[Row]) -> str:
    """The id of the last of a process's gates, in the order of `KINDS`; empty where there is none."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    found = max(gates, key=lambda row: (order.get(row.kind, -1), row.id), default=None)
    return str(found.id) if found is not None else ""


def about(found: Iterable[Rule], gate: Row, *, last: bool = False) -> list[Rule]:
    """The rules that are about a gate, in the order of `EFFECTS` from the gravest down."""
    order = (PROHIBITED, STOP, MUST_HOLD, RANK)
    concerned = [rule for rule in found if rule.concerns(gate, last=last)]
    return sorted(concerned, key=lambda rule: order.index(rule.effect) if rule.effect in order else -1)
