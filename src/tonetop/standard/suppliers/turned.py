"""Whether somebody's no about a supplier was turned into a better word by whoever answers for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from tonetop.core.facts import Facts, Row
from tonetop.standard.gating import word
from tonetop.standard.gating.hanging import answerable, hanging, supplies
from tonetop.standard.gating.names import firm_key
from tonetop.standard.suppliers import COUNTS, NO, NOT_APPLICABLE, ended

OUTCOMES = {"not-suitable": 0.0, "suitable-with-conditions": 0.5, "suitable": 1.0}
RISKS = {"high": 0.0, "medium": 0.5, "low": 1.0}
Step = tuple[str | None, float | None]
"""Who entered an answer, an outcome or a risk, and its number; None where nothing is said."""
ANSWERED = {**COUNTS, NOT_APPLICABLE: 1.0}


def turned(facts: Facts, vendor: Row) -> bool:
    """Whether a no, an outcome of not suitable or a high risk that one person said was turned by an interested one.

    Who answers for the vendor, for what hangs on it, or for a process through which that goes; the one who said it may
    say otherwise, and so may anybody else. A nameless entry turns no named person's word. What was said of a vendor
    that it follows is said of it too, and who says no risk any more says otherwise than who said a high one.
    """
    before = former(facts, vendor)
    they = partial(_interested, facts, vendor, before)
    versions = [*before, *facts.written(vendor)]
    silent = bool(before and vendor.outcome and not vendor.risk)
    outcomes = _turns(((one.entered_by, OUTCOMES.get(one.outcome)) for one in versions), they)
    risks = _turns(_risks(versions), they, silent=silent)
    said = facts.prepared(answers)
    told: dict[str, list[Step]] = {}
    for ident in dict.fromkeys((*(one.id for one in before), vendor.id)):
        for question, steps in said.get(ident, {}).items():
            told.setdefault(question, []).extend(steps)
    return outcomes or risks or any(_turns(steps, they) for steps in told.values())


def former(facts: Facts, vendor: Row) -> list[Row]:
    """What was written of the vendors that this one follows, in order of writing.

    Those that bore its name before it came on record and do so no more: ended, withdrawn or called otherwise. Two that
    stand side by side are two vendors, of which gates ask both.
    """
    found, key = list[Row](), firm_key(vendor.name)
    for version in facts.prepared(namesakes).get(key, ()):
        if version.id == vendor.id:
            break
        if not _bears(facts, version.id, key):
            found.append(version)
    return found


def _bears(facts: Facts, ident: str, key: str) -> bool:
    """Whether a vendor stands under a name on the facts' day."""
    row = facts.get("Vendor", ident)
    return row is not None and not ended(facts, row) and firm_key(row.name) == key


def namesakes(facts: Facts) -> Mapping[str, list[Row]]:
    """By the key of a name, all that was written by the day of vendors that ever bore it; a preparation."""
    history, names, own = facts.history("Vendor"), dict[str, dict[str, None]](), dict[str, list[Row]]()
    for one in history.versions:
        if (one.effective_on or history.recorded(one) or "") <= facts.as_of and not one.withdrawn_on:
            own.setdefault(one.id, []).append(one)
            if firm_key(one.name):
                names.setdefault(firm_key(one.name), {})[one.id] = None
    order = {ident: place for place, ident in enumerate(own)}
    return {
        key: [version for ident in sorted(idents, key=order.__getitem__) for version in own[ident]]
        for key, idents in names.items()
    }


def _risks(versions: Iterable[Row]) -> Iterator[Step]:
    """The risks said of vendors; a field that was emptied says that there is none."""
    said = set[str]()
    for one in versions:
        if one.risk or one.id in said:
            said.add(one.id)
            yield one.entered_by, RISKS.get(one.risk, 1.0)


def answers(facts: Facts) -> Mapping[str, Mapping[str, list[Step]]]:
    """Who entered which answers, as numbers, by vendor and question, in the order of their writing; a preparation.

    Those of withdrawn records too: a new record in the place of a no says otherwise like a new version.
    """
    found: dict[str, dict[str, list[Step]]] = {}
    history = facts.history("SupplierAnswer")
    for one in history.versions:
        begun = (one.effective_on or history.recorded(one) or "") <= facts.as_of
        if begun and one.vendor and one.question and not one.withdrawn_on:
            said = found.setdefault(one.vendor, {}).setdefault(one.question, [])
            said.append((one.entered_by, ANSWERED.get(one.answer or "")))
    return found


def _turns(steps: Iterable[Step], they: Callable[[], frozenset[str | None]], *, silent: bool = False) -> bool:
    """Whether the worst that somebody said was followed by better words that do not count beside it.

    silent: whether a record of its own took its place that says nothing of it.
    """
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
    return held == COUNTS[NO] and (silent or last != held)


def _interested(facts: Facts, vendor: Row, before: Iterable[Row]) -> frozenset[str | None]:
    key = firm_key(vendor.name)
    sources = facts.prepared(hanging).sources.get(key, {}).values()
    idents = {ident for row in sources for ident, name in supplies(row) if name == key}
    owners = {
        *(one.owner for one in before),
        *word.ever(facts, vendor, "owner"),
        *(row.owner for row in sources if row.owner),
    }
    return frozenset((None, *owners, *(one for ident in idents for one in answerable(facts, ident))))
