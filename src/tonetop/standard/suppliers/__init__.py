"""Supplier assessments (A.10.3): the questions as data, the answers on record, and the score and rank they come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tonetop.core.facts import Facts, Row
from tonetop.core.series import Groups
from tonetop.standard import plain_yaml

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


def name_key(name: str | None) -> str:
    """A supplier's name as it is compared everywhere: capitals and blanks make no other supplier."""
    return " ".join((name or "").casefold().split())


def supplied(facts: Facts, vendor: Row) -> tuple[list[Row], list[Row]]:
    """The parts of AI systems and the assets that a vendor supplies, by its name."""
    name = name_key(vendor.name)
    parts = [row for row in facts.rows("SystemPart") if name and name_key(row.supplier) == name]
    assets = [row for row in facts.rows("Asset") if name and name_key(row.vendor) == name]
    return [row for row in parts if row.state != "rejected"], assets


def systems(facts: Facts, vendor: Row) -> list[Row]:
    """The AI systems that a vendor has to do with, by name."""
    parts, assets = supplied(facts, vendor)
    refs = {ref for part in parts for ref in part.systems or ()} | {one.ai_system for one in assets}
    found = [row for ref in refs if ref and (row := facts.get("AISystem", ref)) is not None]
    return sorted(found, key=lambda row: (row.name or row.id).casefold())


def asked_of(facts: Facts, vendor: Row) -> Iterator[Question]:
    """The questions that concern a vendor: on AI where it uses or supplies any, on data where it gets personal ones."""
    parts, assets = supplied(facts, vendor)
    ai = bool(vendor.uses_ai or parts or any(one.ai_features or one.ai_system for one in assets))
    data = vendor.role in ("processor", "sub-processor", "joint-controller")
    data = data or any(one.holds_personal_data for one in assets)
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
