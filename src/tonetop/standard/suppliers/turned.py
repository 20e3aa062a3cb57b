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
FORMS = frozenset(
    (
        *(
            "&",
            "ab",
            "ag",
            "and",
            "as",
            "bv",
            "co",
            "company",
            "corp",
            "corporation",
            "gmbh",
            "inc",
            "incorporated",
        ),
        *(
            "kg",
            "limited",
            "llc",
            "llp",
            "ltd",
            "nv",
            "oy",
            "plc",
            "sa",
            "sarl",
            "sas",
            "se",
            "spa",
            "srl",
            "ug",
            "und",
        ),
    )
)
"""Legal forms of companies, without dots, that make no other supplier."""
Step = tuple[str | None, float | None]
"""Who entered an answer, an outcome or a risk, and its number; None where nothing is said."""
ANSWERED = {**COUNTS, NOT_APPLICABLE: 1.0}


def turned(facts: Facts, vendor: Row) -> bool:
    """Whether a no, an outcome of not suitable or a high risk that one person said was turned by an interested one.

    Who answers for the vendor, for what hangs on it, or for a process through which that goes; the one who said it may
    say otherwise, and so may anybody else. A nameless entry turns no named person's word. What was said of a vendor
    of the same name before it, ended or withdrawn, is said of it too.
    """
    before = former(facts, vendor)
    they = partial(_interested, facts, vendor, before)
    versions = [*before, *facts.written(vendor)]
    silent = bool(before and vendor.outcome and not vendor.risk)
    outcomes = _turns(((one.entered_by, OUTCOMES.get(one.outcome)) for one in versions), they)
    risks = _turns(((one.entered_by, RISKS.get(one.risk)) for one in versions), they, silent=silent)
    said = facts.prepared(answers)
    told: dict[str, list[Step]] = {}
    for ident in dict.fromkeys((*(one.id for one in before), vendor.id)):
        for question, steps in said.get(ident, {}).items():
            told.setdefault(question, []).extend(steps)
    return outcomes or risks or any(_turns(steps, they) for steps in told.values())


def former(facts: Facts, vendor: Row) -> list[Row]:
    """What was written of vendors that bore the name of this one before it came on record, in order of writing."""
    found: list[Row] = []
    for version in facts.prepared(namesakes).get(firm_key(vendor.name), ()):
        if version.id == vendor.id:
            break
        found.append(version)
    return found


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


def firm_key(name: str | None) -> str:
    """A supplier's name without its legal form, as a new record is held against former ones."""
    words = name_key(name).replace(".", "").replace(",", " ").split()
    while len(words) > 1 and words[-1] in FORMS:
        words.pop()
    return " ".join(words)


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
    key = name_key(vendor.name)
    sources = facts.prepared(hanging).sources.get(key, {}).values()
    idents = {ident for row in sources for ident, name in supplies(row) if name == key}
    owners = {
        *(one.owner for one in before),
        *word.ever(facts, vendor, "owner"),
        *(row.owner for row in sources if row.owner),
    }
    return frozenset((None, *owners, *(one for ident in idents for one in answerable(facts, ident))))
