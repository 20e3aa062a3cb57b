"""Supplier assessments (A.10.3): the questions as data, the answers on record, and the score and rank they come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups
from tonetop.standard import plain_yaml
from tonetop.standard.gating.hanging import hanging, supplier_of, supplies
from tonetop.standard.gating.names import firm_key

ANSWERS = ("yes", "partly", "no", "not-applicable")
YES, PARTLY, NO, NOT_APPLICABLE = ANSWERS
COUNTS = {YES: 1.0, PARTLY: 0.5, NO: 0.0}
LOW, MEDIUM, HIGH = RANKS = ("low", "medium", "high")
GOOD, POOR = 0.8, 0.5
"""From which share of what could be reached on the risk is low, and below which it is high."""
SUITABLE = "suitable"

answers_by_vendor = Groups("SupplierAnswer", "vendor")
"""Answers by their vendor, in order of id."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. about: ai, data or empty for everybody; must: without a yes nobody is suitable as it is."""

    id: str
    topic: str
    text: str
    weight: int = 1
    must: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answers of one supplier. score: share of what could be reached, None before an answer counts.

    lines: each question that is asked with its answer; rank: low, medium or high; empty while answers are missing.
    """

    lines: tuple[tuple[Question, Row | None], ...]
    score: float | None
    rank: str

    @property
    def missing(self) -> int:
        """How many questions nobody answered yet."""
        return sum(row is None or not row.answer for _, row in self.lines)

    @property
    def short(self) -> list[tuple[Question, Row]]:
        """What falls short, the gravest first."""
        found = [(q, row) for q, row in self.lines if row is not None and row.answer in (NO, PARTLY)]
        return sorted(found, key=lambda one: (not one[0].must, one[1].answer == PARTLY, -one[0].weight))

    @property
    def stops(self) -> list[Question]:
        """Questions that must be answered with yes and are not."""
        return [q for q, row in self.short if q.must]


@cache
def questions() -> tuple[Question, ...]:
    """Every question, in the order of the file beside this one."""
    found = plain_yaml.read(resources.files(__package__).joinpath("questions.yaml").read_bytes())
    return tuple(Question(**one) for one in found)


def ended(facts: Facts, vendor: Row) -> bool:
    """Whether a vendor has ended by the day of the facts; one that ends later supplies until then."""
    return bool(vendor.retired_on) and vendor.retired_on <= facts.as_of


def supplied(facts: Facts, vendor: Row) -> tuple[list[Row], list[Row]]:
    """The parts of AI systems and the assets that a vendor supplies, by its name; not what it supplied before."""
    rows = [row for row in _sources(facts, vendor) if facts.get(row.type, row.id) == row]
    rows = [row for row in rows if firm_key(supplier_of(row)) == firm_key(vendor.name)]
    return [row for row in rows if row.type == "SystemPart"], [row for row in rows if row.type == "Asset"]


def _sources(facts: Facts, vendor: Row) -> list[Row]:
    """The parts and assets that a vendor supplies, or supplied without anybody having let that go."""
    return list(facts.prepared(hanging).sources.get(firm_key(vendor.name), {}).values())


def systems(facts: Facts, vendor: Row) -> list[Row]:
    """The AI systems that hang on a vendor, by name; those too from which it was taken off, and not let go."""
    key = firm_key(vendor.name)
    ties = {*chain.from_iterable(map(supplies, _sources(facts, vendor)))}
    found = (facts.get("AISystem", ident) for ident, name in ties if name == key)
    return sorted({row.id: row for row in found if row is not None}.values(), key=_by_name)


def _by_name(row: Row) -> str:
    return str(row.name or row.id).casefold()


def asked_of(facts: Facts, vendor: Row) -> Iterator[Question]:
    """The questions that concern a vendor: on AI where it uses or supplies any, on data where it gets personal ones."""
    rows = _sources(facts, vendor)
    ai = vendor.uses_ai or any(row.type == "SystemPart" or row.ai_features or row.ai_system for row in rows)
    data = vendor.role in ("processor", "sub-processor", "joint-controller")
    data = data or any(row.type == "Asset" and row.holds_personal_data for row in rows)
    for one in questions():
        if one.about == "" or (one.about == "ai" and ai) or (one.about == "data" and data):
            yield one


def assessment(facts: Facts, vendor: Row) -> Assessment:
    """The answers of a vendor on the day of the facts, and what they come to."""
    held = {row.question: row for row in facts.part(answers_by_vendor, vendor.id) or ()}
    lines = tuple((one, held.get(one.id)) for one in asked_of(facts, vendor))
    counted = [(q, COUNTS[row.answer]) for q, row in lines if row is not None and row.answer in COUNTS]
    whole = sum(q.weight for q, _ in counted)
    score = sum(q.weight * share for q, share in counted) / whole if whole else None
    found = Assessment(lines, score, "")
    return found if found.missing or score is None else Assessment(lines, score, _rank(found, score))


def _rank(found: Assessment, score: float) -> str:
    stops = [row.answer for q, row in found.short if q.must]
    if NO in stops or score < POOR:
        return HIGH
    return MEDIUM if stops or score < GOOD else LOW
