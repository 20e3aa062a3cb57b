"""The record of processing as people keep it: what an activity lacks, stands on, and waits to be confirmed for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Value

from tonetop.core.facts import Facts, Row
from tonetop.records.due import STANDS
from tonetop.records.registry import registers
from tonetop.standard.gating.names import name_key
from tonetop.standard.terms.processing import activities, links

PROCESSOR = "processor"
FILLED, MISSING, NOT_ASKED = "filled", "missing", "not-asked"
CONTROLLER_PARTS = (
    ("name", "30(1)"),
    ("controller", "30(1)(a)"),
    ("dpo_contact", "30(1)(a)"),
    ("purposes", "30(1)(b)"),
    ("subject_categories", "30(1)(c)"),
    ("data_categories", "30(1)(c)"),
    ("recipients", "30(1)(d)"),
    ("third_countries", "30(1)(e)"),
    ("transfer_mechanisms", "30(1)(e)"),
    ("safeguards", "30(1)(e)"),
    ("erasure_limits", "30(1)(f)"),
    ("security_summary", "30(1)(g)"),
)
PROCESSOR_PARTS = (
    ("name", "30(2)"),
    ("controllers", "30(2)(a)"),
    ("dpo_contact", "30(2)(a)"),
    ("processing_categories", "30(2)(b)"),
    ("third_countries", "30(2)(c)"),
    ("transfer_mechanisms", "30(2)(c)"),
    ("safeguards", "30(2)(c)"),
    ("security_summary", "30(2)(d)"),
)
"""What Art. 30 asks of an entry, by field; an empty list of recipients or countries is an answer."""
FURTHER_PARTS = (
    ("legal_basis", "6(1)"),
    ("special_categories", "9, 10"),
    ("special_condition", "9, 10"),
    ("sources", "14(2)(f)"),
    ("automated_logic", "22"),
    ("assessments", "35"),
    ("contracts", "28(3)"),
    ("business_function", ""),
    ("owner", ""),
    ("systems", ""),
)
"""What an entry is used for beyond Art. 30."""
ANSWERED_BY_NONE = ("recipients", "third_countries", "special_categories")
ONLY_WITH = {
    "transfer_mechanisms": "third_countries",
    "safeguards": "third_countries",
    "special_condition": "special_categories",
    "automated_logic": "automated_decisions",
    "assessments": "high_risk",
    "contracts": "vendors",
}
"""Fields that are asked for only where another one says something."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that an entry should say: the field, the article of the GDPR that asks for it, and whether it does."""

    field: str
    article: str
    state: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that an activity stands on and that was changed since the activity was last confirmed."""

    type: str
    ref: str
    on: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity with what Art. 30 asks of it, what else is of use, and what has to be confirmed."""

    row: Row
    asked: tuple[Part, ...]
    further: tuple[Part, ...]
    changed: tuple[Changed, ...]

    @property
    def missing(self) -> list[Part]:
        """What Art. 30 asks for and the entry does not say."""
        return [part for part in self.asked if part.state == MISSING]

    @property
    def share(self) -> tuple[int, int]:
        """How much of what Art. 30 asks is said, of how much."""
        wanted = [part for part in self.asked if part.state != NOT_ASKED]
        return sum(part.state == FILLED for part in wanted), len(wanted)


def entries(facts: Facts) -> list[Entry]:
    """Every activity, by business function and then by name; those without a function last."""
    changed = to_confirm(facts)
    found = [
        Entry(row, asked(row), further(row), changed.get(row.id, ())) for row in facts.prepared(activities)
    ]
    return sorted(found, key=_order)


def _order(entry: Entry) -> tuple[bool, str, str, str]:
    row = entry.row
    return (
        not row.business_function,
        (row.business_function or "").casefold(),
        (row.name or "").casefold(),
        row.id,
    )


def asked(row: Row) -> tuple[Part, ...]:
    """What Art. 30 asks of an entry, as controller or as processor."""
    return tuple(_parts(row, PROCESSOR_PARTS if row.role == PROCESSOR else CONTROLLER_PARTS))


def further(row: Row) -> tuple[Part, ...]:
    """What else an entry is used for; a processor's basis and conditions are its controllers' to tell."""
    own = (
        ("legal_basis", "special_categories", "special_condition", "sources", "assessments")
        if row.role == PROCESSOR
        else ()
    )
    return tuple(_parts(row, [part for part in FURTHER_PARTS if part[0] not in own]))


def _parts(row: Row, wanted: Iterable[tuple[str, str]]) -> Iterator[Part]:
    for field, article in wanted:
        depends = ONLY_WITH.get(field)
        value = getattr(row, field)
        told = value is not None if field in ANSWERED_BY_NONE else bool(value)
        state = FILLED if told else NOT_ASKED if depends and not getattr(row, depends) else MISSING
        yield Part(field, article, state)


@dataclass(frozen=True, slots=True)
class NoneSaid:
    """That somebody said on a day that there are none: whose account or which person entered it."""

    by: str
    on: str


def said_none(facts: Facts, row: Row) -> dict[str, NoneSaid]:
    """By field, who said on purpose that there are none, and when: the first version from which it was said on."""
    found: dict[str, NoneSaid] = {}
    for version in facts.versions(row):
        for field in ANSWERED_BY_NONE:
            if getattr(version, field) != ():
                found.pop(field, None)
            elif field not in found:
                found[field] = NoneSaid(version.entered_by or "", version.recorded_on or "")
    return {field: said for field, said in found.items() if getattr(row, field) == ()}


def proofs(facts: Facts, row: Row) -> dict[str, list[Row]]:
    """What an activity stands on, by type: systems, rules, evidence, vendors, contracts, assessments, notice."""
    found: dict[str, dict[str, Row]] = {}
    for one in (*links(facts, row), *_named(facts, row), *_noticed(facts, row)):
        if one.type != row.type:
            found.setdefault(one.type, {})[one.id] = one
    return {type: list(found[type].values()) for type in registers() if type in found}


def _named(facts: Facts, row: Row) -> Iterator[Row]:
    named = (
        ("VendorContract", row.contracts),
        ("PrivacyAssessment", row.assessments),
        ("Evidence", [row.validation_ref] if row.validation_ref else ()),
    )
    for type, idents in named:
        yield from (one for ident in idents or () if (one := facts.get(type, ident)) is not None)
    yield from vendors(facts, row)
    yield from (one for one in facts.rows("PrivacyAssessment") if row.id in (one.activities or ()))


def vendors(facts: Facts, row: Row) -> list[Row]:
    """The vendors on record that an activity names, by id or by name."""
    names = {name_key(name) for name in row.vendors or ()}
    wanted = set(row.vendor_records or ())
    return [v for v in facts.rows("Vendor") if v.id in wanted or name_key(v.name) in names]


def _noticed(facts: Facts, row: Row) -> Iterator[Row]:
    """The notice published last that names one of its purposes."""
    told = [
        n
        for n in facts.rows("PrivacyNotice")
        if n.published_on and set(n.purposes or ()) & {*(row.purposes or ())}
    ]
    if told:
        yield max(told, key=lambda notice: (notice.published_on, notice.id))


def to_confirm(facts: Facts) -> dict[str, tuple[Changed, ...]]:
    """By activity, the systems, vendors and contracts of it that were changed since it was last confirmed."""
    rows = facts.prepared(activities)
    since = _confirmed(facts)
    named = {row.id: list(_stands_on(facts, row)) for row in rows}
    last = _last_changes({key for keys in named.values() for key in keys}, facts.as_of)
    found = {}
    for row in rows:
        newer = [
            Changed(type, ref, last[type, ref][0])
            for type, ref in dict.fromkeys(named[row.id])
            if (type, ref) in last and last[type, ref] > since.get(row.id, ("", 0))
        ]
        if newer:
            found[row.id] = tuple(newer)
    return found


def _stands_on(facts: Facts, row: Row) -> Iterator[tuple[str, str]]:
    """The systems, vendors and contracts of an activity; what is withdrawn meanwhile too."""
    for ident in row.systems or ():
        yield from ((type, ident) for type in ("Asset", "AISystem"))
    yield from (("Vendor", ident) for ident in row.vendor_records or ())
    yield from (("Vendor", vendor.id) for vendor in vendors(facts, row))
    yield from (("VendorContract", ident) for ident in row.contracts or ())


def _last_changes(wanted: set[tuple[str, str]], day: str) -> dict[tuple[str, str], tuple[str, int]]:
    """When each was last changed, as the day and the place in the ledger; a first version is no change."""
    asked = []
    for type in sorted({type for type, _ in wanted}):
        refs = [ref for of, ref in wanted if of == type]
        rows = registers()[type].objects.filter(ref__in=refs, revision__gt=1, recorded_on__lte=day)
        asked.append(rows.order_by().values_list(Value(type, CharField()), "ref", "recorded_on", "seq"))
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for type, ref, on, seq in asked[0].union(*asked[1:], all=True) if asked else ():
        found[type, ref] = max(found.get((type, ref), ("", 0)), (on, seq))
    return found


def _confirmed(facts: Facts) -> dict[str, tuple[str, int]]:
    """When each activity was entered, reviewed or said to stand last, as the day and the place in the ledger."""
    found: dict[str, tuple[str, int]] = {}
    reviewed: dict[str, Any] = {}
    versions = registers()["ProcessingActivity"].objects.filter(recorded_on__lte=facts.as_of)
    told = versions.order_by("revision").values_list(
        "ref", "revision", "last_reviewed_on", "recorded_on", "seq"
    )
    for ref, revision, day, on, seq in told:
        if revision == 1 or day != reviewed.get(ref):
            found[ref] = (on, seq)
        reviewed[ref] = day
    said = registers()["Approval"].objects.filter(recorded_on__lte=facts.as_of, **{"answer__in": STANDS})
    for about, on, seq in said.values_list("about", "recorded_on", "seq"):
        for ref in about or ():
            if ref in found:
                found[ref] = max(found[ref], (on, seq))
    return found
