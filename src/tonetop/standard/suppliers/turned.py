"""Whether somebody's no about a supplier was turned into a better word by whoever answers for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from tonetop.core.facts import Facts, Row
from tonetop.standard.gating import word
from tonetop.standard.gating.hanging import answerable, hanging, name_key, supplies
from tonetop.standard.suppliers import COUNTS, NO, NOT_APPLICABLE

OUTCOMES = {"not-suitable": 0.0, "suitable-with-conditions": 0.5, "suitable": 1.0}
RISKS = {"high": 0.0, "medium": 0.5, "low": 1.0}
ANSWERED = {**COUNTS, NOT_APPLICABLE: 1.0}


def turned(facts: Facts, vendor: Row) -> bool:
    """Whether a no, an outcome of not suitable or a high risk that one person said was turned by an interested one.

    Who answers for the vendor, for what hangs on it, or for a process through which that goes; the one who said it may
    say otherwise, and so may anybody else. A nameless entry turns no named person's word.
    """
    they = partial(_interested, facts, vendor)
    versions = facts.written(vendor)
    outcomes = _turns(((one.entered_by, OUTCOMES.get(one.outcome)) for one in versions), they)
    risks = _turns(((one.entered_by, RISKS.get(one.risk)) for one in versions), they)
    said = facts.prepared(answers).get(vendor.id, {})
    return outcomes or risks or any(_turns(steps, they) for steps in said.values())


def answers(facts: Facts) -> Mapping[str, Mapping[str, list[tuple[str | None, float | None]]]]:
    """Who entered which answers, as numbers, by vendor and question, in the order of their writing; a preparation.

    Those of withdrawn records too: a new record in the place of a no says otherwise like a new version.
    """
    found: dict[str, dict[str, list[tuple[str | None, float | None]]]] = {}
    history = facts.history("SupplierAnswer")
    for one in history.versions:
        begun = (one.effective_on or history.recorded(one) or "") <= facts.as_of
        if begun and one.vendor and one.question and not one.withdrawn_on:
            said = found.setdefault(one.vendor, {}).setdefault(one.question, [])
            said.append((one.entered_by, ANSWERED.get(one.answer or "")))
    return found


def _turns(
    steps: Iterable[tuple[str | None, float | None]], they: Callable[[], frozenset[str | None]]
) -> bool:
    """Whether the worst that somebody said was followed by better words that do not count beside it."""
    held: float | None = None
    who: str | None = None
    last: float | None = None
    for by, value in steps:
        if value is None:
            continue
        better = held is not None and value > held
        if held is None or value < held or (better and (by == who or by not in they())):
            held, who = value, by
        last = value
    return held == COUNTS[NO] and last != held


def _interested(facts: Facts, vendor: Row) -> frozenset[str | None]:
    key = name_key(vendor.name)
    sources = facts.prepared(hanging).sources.get(key, {}).values()
    idents = {ident for row in sources for ident, name in supplies(row) if name == key}
    owners = {*word.ever(facts, vendor, "owner"), *(row.owner for row in sources if row.owner)}
    return frozenset((None, *owners, *(one for ident in idents for one in answerable(facts, ident))))
