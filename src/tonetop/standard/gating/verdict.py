"""Whether a subject may pass the gates of a process, line by line; what is not known keeps a gate shut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.standard.gating import conditions, in_force, shortfalls, supplying, word
from tonetop.standard.gating.counting import counts, unwritten
from tonetop.standard.gating.letting import let_through, named, refused_by_top
from tonetop.standard.gating.rank import top
from tonetop.standard.gating.rules import (
    MUST_HOLD,
    PROHIBITED,
    RANK,
    STOP,
    Rule,
    about,
    last_of,
    rules,
    shipped,
)
from tonetop.standard.gating.since import is_new
from tonetop.standard.gating.values import (
    Records,
    belongs_to,
    functions,
    plain,
    records,
    spoken_of,
    supply,
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
    """One gate before one subject: whether it opens, its lines, the passage that counts, and who decides.

    refused_by_top: whether a no of top management stands.
    """

    gate: Row
    lines: tuple[Line, ...]
    passage: Row | None
    decides: str
    refused_by_top: bool = False

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
        """Whether top management decides: a rule asks for it, or a no of theirs stands."""
        return self.refused_by_top or any(line.effect == RANK for line in self.lines)


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


BY_TOP = "GR-rank"
"""The shipped rule that says how top management decides."""
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
    new = partial(is_new, look.facts, look.subject, look.known)
    asked_now = passage or unwritten(look.gate.id, look.subject.id, look.facts.as_of)
    refused = refused_by_top(look.facts, look.gate, asked_now, own, new)
    act = next((rule.act for rule in ranks), shipped()[BY_TOP].act if refused else "")
    last = _passage(look, let_through(look.facts, look.gate, passage, own, new), passage, act)
    waived = passage is not None and passage.outcome == "waived" and last.holds is True
    lines = [_line(look, rule, passage, waived=waived) for rule in asked]
    said = (*(line for line in lines if line is not None), last)
    return GateVerdict(look.gate, said, passage, look.gate.owner or "", refused)


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
        return (
            outcome.holds,
            parts
            or (
                f"not so of {shortfalls.some(ids)}" if ids else shortfalls.rests_on([row.id for row in rows])
            ),
            _of(rows, ids),
        )
    if rule.effect in (PROHIBITED, STOP):
        if not outcome.holds:
            return True, "it is not so", rows
        ids = look.grounds[0].members(rule.condition, "exists")
        return False, f"it is so of {shortfalls.some(ids)}" if ids else "it is so", _of(rows, ids)
    return None, f"it cannot be told: the rule has the effect {rule.effect!r}", rows


def _short(look: _Look, rule: Rule) -> tuple[Supplier, ...]:
    """The suppliers that lack something, where a rule asks about suppliers."""
    if "suppliers" not in conditions.read_by(rule.condition):
        return ()
    return tuple(one for one in supply(look.facts, look.subject) if one.lacks)


def _parts(look: _Look, rule: Rule) -> str:
    """Which part of a shipped rule about risks or impacts falls short; empty for any other rule."""
    return "" if rule.record is not None else shortfalls.parts(rule.id, look.told, look.facts.as_of)


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


def _passage(look: _Look, lets: tuple[bool, str], passage: Row | None, decide: str) -> Line:
    """Whether a person let the subject through, and why; decide: the act where it is known whose decision it is."""
    holds, why = lets
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
