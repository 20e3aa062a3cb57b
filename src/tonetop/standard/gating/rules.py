"""The rules of gates: those that come with the product, and the organisation's own, which take their place by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.standard import plain_yaml
from tonetop.standard.gating import conditions, word
from tonetop.standard.gating.rank import top
from tonetop.standard.gating.whose import by_another

MUST_HOLD, PROHIBITED, STOP, RANK = "must-hold", "prohibited-use", "stop-condition", "approval-rank"
EFFECTS = (MUST_HOLD, PROHIBITED, STOP, RANK)
"""What a rule does: its condition must hold; must never hold; stops while it holds; asks for rank while it holds."""
KINDS = ("risk-assessment", "impact-assessment", "policy-check", "deployment-approval")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: for gates of which kinds (empty: all) of which process (empty: any), what it asks, and what to do.

    quotes: the words of the policy that it applies. record: the organisation's record, None for a shipped rule.
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

    def concerns(self, gate: Row) -> bool:
        """Whether the rule is about a gate."""
        return (not self.gates or gate.kind in self.gates) and self.process in ("", gate.process)


def rules(facts: Facts) -> list[Rule]:
    """The rules in force on the facts' day: shipped ones that no own rule replaces, then the organisation's own.

    An own rule that has ended still replaces the shipped one of its id: so a shipped rule is set aside on record. One
    that top management did not approve is asked beside the shipped rule, not in its place.
    """
    now, aside = Moment(facts), replaced(facts)
    own = [row for row in _begun(facts) if not now.reached(row.in_force_until)]
    return [*(rule for id, rule in shipped().items() if id not in aside), *map(_own, own)]


def replaced(facts: Facts) -> dict[str, Row]:
    """The organisation's records that take the place of shipped rules, ended ones too, by id."""
    return {row.id: row for row in _begun(facts) if row.id in shipped() and _approved(facts, row)}


def _begun(facts: Facts) -> list[Row]:
    now = Moment(facts)
    return [row for row in facts.rows("GateRule") if row.in_force_since and now.reached(row.in_force_since)]


def _approved(facts: Facts, row: Row) -> bool:
    """Whether top management approved a rule that another wrote, by the facts' day and in their own word."""
    ranked = Moment(facts).reached(row.approved_on) and top(facts, row.approved_by, row.approved_on)
    return ranked and word.given(facts, row) and by_another(facts, row)


def _own(row: Row) -> Rule:
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


def about(found: Iterable[Rule], gate: Row) -> list[Rule]:
    """The rules that are about a gate, in the order of `EFFECTS` from the gravest down."""
    order = (PROHIBITED, STOP, MUST_HOLD, RANK)
    concerned = [rule for rule in found if rule.concerns(gate)]
    return sorted(concerned, key=lambda rule: order.index(rule.effect) if rule.effect in order else -1)
