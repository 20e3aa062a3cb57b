"""For whose decision a gate waits: all else is there, and nobody has decided, or what was decided does not hold."""

from __future__ import annotations

from tonetop.core.facts import Facts
from tonetop.standard.gating import rank, word
from tonetop.standard.gating.letting import deciders, may_decide
from tonetop.standard.gating.verdict import GateVerdict


def waits(facts: Facts, found: GateVerdict) -> bool:
    """Whether a gate lacks a decision and nothing else; a no is one, and so is what its doer has yet to confirm."""
    if found.opens or not found.ready:
        return False
    passage = found.passage
    if passage is None:
        return True
    unsaid = not word.own(facts, passage) and not word.denied(facts, passage)
    return passage.outcome != "rejected" and not (unsaid and _may(facts, found, passage.decided_by))


def waits_for(facts: Facts, found: GateVerdict) -> tuple[str, ...]:
    """Whom a gate asks for a decision, by id; nobody where it does not wait for one.

    They are whom it names, and top management where a rule asks for it or it names nobody: that top management may
    decide at any gate does not make it asked at each.
    """
    if not waits(facts, found):
        return ()
    named = () if found.by_top else deciders(facts, found.gate, facts.as_of)
    return named or facts.prepared(tops)


def tops(facts: Facts) -> tuple[str, ...]:
    """Who is top management at gates on the facts' day; a preparation of facts."""
    return tuple(row.id for row in facts.rows("Person") if rank.top(facts, row.id, facts.as_of))


def _may(facts: Facts, found: GateVerdict, person: str | None) -> bool:
    ranked = not found.by_top or rank.top(facts, person, facts.as_of)
    return ranked and may_decide(facts, found.gate, person, facts.as_of)
