"""Whether a subject may pass the gates of a process, line by line; what is not known keeps a gate shut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.standard.gating import conditions, in_force, shortfalls, supplying, word
from tonetop.standard.gating.counting import counts
from tonetop.standard.gating.letting import let_through, named
from tonetop.standard.gating.rank import top
from tonetop.standard.gating.rules import MUST_HOLD, PROHIBITED, RANK, STOP, Rule, about, last_of, rules
from tonetop.standard.gating.values import (
    Records,
    belongs_to,
    functions,
    plain,
    records,
    spoken_of,
    supply,
    told_of,
    values,
)
from tonetop.standard.suppliers.lacking import Supplier
from tonetop.standard.terms import people

SUBJECTS = ("AISystem", "Asset", "Decision")
"""What comes to a gate."""
WAIVABLE = (MUST_HOLD, STOP)
"""What a waiver stands in for; a use that is prohibited is never waived, and rank is asked of the waiver too."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a gate looks at: whether it speaks for the subject (None: it cannot be told), why, and what to do.

    waived: whether it falls short, and a waiver stands in for it.
    """

    rule: str
    effect: str
    sentence: str
    holds: bool | None
    why: str
    records: tuple[Row, ...]
    act: str
    quotes: str = ""
    waived: bool = False

    @property
    def blocks(self) -> bool:
        """Whether the gate stays shut for it."""
        return self.holds is not True and not self.waived


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """One gate before one subject: whether it opens, its lines, the passage that counts, and who decides."""

    gate: Row
    lines: tuple[Line, ...]
    passage: Row | None
    decides: str

    @property
    def opens(self) -> bool:
        """Whether nothing keeps it shut."""
        return not any(line.blocks for line in self.lines)

    @property
    def guards(self) -> tuple[Line, ...]:
        """The prohibitions and stop conditions that are not so, of which nobody needs to read more."""
        return tuple(line for line in self.lines if line.effect in (PROHIBITED, STOP) and line.holds is True)

    @property
    def ready(self) -> bool:
        """Whether all but the passage itself, and the rank of whoever decides it, is there, so that a person can."""
        return not any(
            line.blocks
            for line in self.lines
            if line.rule != PASSAGE and (line.effect != RANK or line.holds is None)
        )

    @property
    def by_top(self) -> bool:
        """Whether a rule asks that top management decides."""
        return any(line.effect == RANK for line in self.lines)


@dataclass(frozen=True, slots=True)
class Verdict:
    """All gates of a process (of one kind, when asked) before one subject. No gate in force opens nothing."""

    process: Row
    subject: Row
    kind: str
    as_of: str
    gates: tuple[GateVerdict, ...]

    @property
    def opens(self) -> bool:
        """Whether the subject may pass: there are gates, and each opens."""
        return bool(self.gates) and all(one.opens for one in self.gates)

    @property
    def acts(self) -> tuple[tuple[str, str], ...]:
        """What is to be done before it opens, each once: the act, and the first gate that asks for it."""
        asked = [
            (line.act, one.gate.id) for one in self.gates for line in one.lines if line.blocks and line.act
        ]
        return tuple({act: (act, gate) for act, gate in reversed(asked)}.values())[::-1]

    @property
    def why(self) -> str:
        """The verdict in a sentence."""
        if not self.gates:
            asked = f" of kind {self.kind}" if self.kind else ""
            return f"{self.process.id} has no gate{asked} in force; without one nothing passes"
        shut = [one for one in self.gates if not one.opens]
        if not shut:
            return f"{self.subject.id} may pass: {len(self.gates)} of {len(self.gates)} gates are open"
        return f"{self.subject.id} may not pass: {len(shut)} of {len(self.gates)} gates are shut"


PARTED = ("GR-risk", "GR-residual", "GR-impact")
"""Shipped rules that ask several things at once, so that a line says which of them falls short."""
NAMED = 4
"""How many records a line names."""
PASSAGE = "passage"
"""What the line is called that tells how a person decided."""


def verdict(facts: Facts, process: Row, subject: Row, kind: str = "") -> Verdict:
    """Judge the gates that a process asks before a subject, as of the facts' day."""
    gates = [row for row in in_force.asked(facts, process.id) if kind in ("", row.kind)]
    return Verdict(process, subject, kind, facts.as_of, judged(facts, process, subject, gates))


def judged(facts: Facts, process: Row, subject: Row, gates: Sequence[Row]) -> tuple[GateVerdict, ...]:
    """The gates given, before a subject."""
    found, known = rules(facts), records(facts, subject)
    last = last_of(in_force.asked(facts, process.id))
    asked = [(gate, about(found, gate, last=gate.id == last)) for gate in gates]
    conditions_of = {rule.condition for _, some in asked for rule in some}
    read = {name for text in conditions_of for name in conditions.read_by(text)}
    told, calls = values(facts, subject, process, known, read), functions(facts)
    views = [{}, *({"subject": plain(row)} for row in belongs_to(facts, subject) if "subject" in read)]
    shared = tuple(conditions.Ground({**told, **view}, calls) for view in views)

    def over(gate: Row) -> tuple[conditions.Ground, ...]:
        if "gate" not in read:
            return shared
        return tuple(conditions.Ground({**told, **view, "gate": plain(gate)}, calls) for view in views)

    return tuple(_gate(_Look(facts, gate, subject, known, over(gate), told), some) for gate, some in asked)


@dataclass(frozen=True, slots=True)
class _Look:
    """What one gate is judged by: the grounds of the subject, and of each AI system that it belongs to."""

    facts: Facts
    gate: Row
    subject: Row
    known: Records
    grounds: tuple[conditions.Ground, ...]
    told: Mapping[str, Any]


def _gate(look: _Look, asked: Sequence[Rule]) -> GateVerdict:
    own = [row for row in look.known["passages"] if row.gate == look.gate.id]
    passage = counts(own)
    ranks = [rule for rule in asked if rule.effect == RANK and _line(look, rule, passage, waived=False)]
    last = _passage(look, passage, own, next((rule.act for rule in ranks), ""))
    waived = passage is not None and passage.outcome == "waived" and last.holds is True
    lines = [_line(look, rule, passage, waived=waived) for rule in asked]
    return GateVerdict(
        look.gate, (*(line for line in lines if line is not None), last), passage, look.gate.owner or ""
    )


def _outcome(look: _Look, rule: Rule) -> conditions.Outcome:
    """What a condition comes to: of a subject that belongs to AI systems, whatever keeps the gate shut soonest."""
    own, *others = [ground.evaluate(rule.condition) for ground in look.grounds]
    found = others if others and own.absent else [own, *others]
    order = (False, None, True) if rule.effect == MUST_HOLD else (True, None, False)
    return min(found, key=lambda one: order.index(one.holds))


def _line(look: _Look, rule: Rule, passage: Row | None, *, waived: bool) -> Line | None:
    """What a rule says of the subject; None where it asks for rank of nobody."""
    outcome = _outcome(look, rule)
    if rule.effect == RANK and outcome.holds is False:
        return None
    holds, why, rows = _told(look, rule, outcome, passage)
    stands_in = waived and holds is not True and rule.effect in WAIVABLE
    return Line(rule.id, rule.effect, rule.sentence, holds, why, rows, rule.act, rule.quotes, stands_in)


def _told(
    look: _Look, rule: Rule, outcome: conditions.Outcome, passage: Row | None
) -> tuple[bool | None, str, tuple[Row, ...]]:
    if outcome.holds is None:
        return None, f"it cannot be told: {outcome.problem}", (look.subject,)
    rows = spoken_of(look.known, look.subject, conditions.read_by(rule.condition))
    if rule.effect == RANK:
        return _rank(look, passage)
    if rule.effect == MUST_HOLD:
        short = _short(look, rule) if outcome.holds is False else ()
        if short:
            ids = tuple(one.vendor.id for one in short if one.vendor is not None)
            return False, supplying.shortfalls(short), _of(rows, ids)
        ids = () if outcome.holds else look.grounds[0].members(rule.condition, "all")
        parts = "" if outcome.holds else _parts(look, rule)
        return outcome.holds, parts or (f"not so of {_some(ids)}" if ids else _rests_on(rows)), _of(rows, ids)
    if rule.effect in (PROHIBITED, STOP):
        if not outcome.holds:
            return True, "it is not so", rows
        ids = look.grounds[0].members(rule.condition, "exists")
        return False, f"it is so of {_some(ids)}" if ids else "it is so", _of(rows, ids)
    return None, f"it cannot be told: the rule has the effect {rule.effect!r}", rows


def _short(look: _Look, rule: Rule) -> tuple[Supplier, ...]:
    """The suppliers that lack something, where a rule asks about suppliers."""
    if "suppliers" not in conditions.read_by(rule.condition):
        return ()
    return tuple(one for one in supply(look.facts, look.subject) if one.lacks)


def _parts(look: _Look, rule: Rule) -> str:
    """Which part of a shipped rule about risks or impacts falls short; empty for any other rule."""
    told, today = look.told, look.facts.as_of
    if rule.record is not None or rule.id not in PARTED:
        return ""
    if rule.id == "GR-risk":
        return shortfalls.together(shortfalls.of_risks(told["risks"], told["ids"], today))
    if rule.id == "GR-residual":
        return shortfalls.together(shortfalls.of_residuals(told["risks"], told["treatments"], today))
    return shortfalls.together(shortfalls.of_impacts(told["impacts"], told["ids"], today))


def _rests_on(rows: Sequence[Row]) -> str:
    """What a condition read, in a sentence."""
    if not rows:
        return "nothing of the kind is on record"
    return f"read from {_some([row.id for row in rows])}"


def _some(ids: Sequence[str]) -> str:
    """A few ids, and how many more there are."""
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return f"{', '.join(ids[:NAMED])}{more}"


def _of(rows: tuple[Row, ...], ids: Sequence[str]) -> tuple[Row, ...]:
    """The records that a line names: those of the ids where some are said, else all."""
    return tuple(row for row in rows if row.id in ids) or rows


def _rank(look: _Look, passage: Row | None) -> tuple[bool | None, str, tuple[Row, ...]]:
    if passage is None:
        return False, "nobody has decided yet", ()
    by, day = passage.decided_by, passage.occurred_on
    if not word.own(look.facts, passage):
        return False, f"{named(look.facts, by)} has yet to confirm the decision of {day}", (passage,)
    if top(look.facts, by, day):
        return True, f"{named(look.facts, by)} was top management on {day}", (passage,)
    if people.top(look.facts, by, day):
        return False, f"{named(look.facts, by)} is top management by their own entry alone", (passage,)
    return False, f"{named(look.facts, by)} was not top management on {day}", (passage,)


def _passage(look: _Look, passage: Row | None, own: Sequence[Row], decide: str) -> Line:
    """Whether a person let the subject through; decide: the act where a rule says whose decision it is."""
    holds, why = let_through(look.facts, look.gate, passage, own, told_of(look.facts, look.known))
    twice = [type for type in SUBJECTS if look.facts.get(type, look.subject.id) is not None]
    if holds and len(twice) > 1:
        holds, why = (
            False,
            f"{look.subject.id} is {len(twice)} records, and it cannot be told which one passed",
        )
    act = (
        "" if holds else decide or f"Have {named(look.facts, look.gate.owner)} decide, and record the passage"
    )
    rows = () if passage is None else (passage,)
    return Line(PASSAGE, PASSAGE, "A person let it through", holds, why, rows, act)
