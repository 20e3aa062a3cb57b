"""Anonymity of survey results: which units may be told of, so that neither a figure nor a subtraction shows a few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

FEWEST = 5
"""The smallest threshold that a survey may have."""
LOW, HIGH = 1, 5
"""The ends of the scale on which questions are answered."""
STEP = 5
"""Scores of units are rounded to this many points, and never told as 0 or 100: all would be known of everyone."""

Counts = Mapping[int, Mapping[int, int]]
"""How many gave each value, by question."""


@dataclass(frozen=True, slots=True)
class Told:
    """Results of a group: how many answered, the score of all questions and of each, 0 to 100."""

    unit: str
    answers: int
    score: int
    questions: Sequence[int]


@dataclass(frozen=True, slots=True)
class Results:
    """Results of a survey: the whole, if it may be told; the units that may; how many units are kept back."""

    responses: int
    whole: Told | None = None
    units: Sequence[Told] = field(default_factory=tuple)
    kept_back: int = 0


def told_of(counts: Mapping[str, int], threshold: int) -> list[str]:
    """Units that may be told of beside the whole, by name; counts: answers by unit, "" for those of no unit.

    Each has `threshold` answers, and so has what is left when all of them are taken from the whole, or it is nothing;
    the smallest are held back until that is so.
    """
    told = sorted(unit for unit, count in counts.items() if unit and count >= threshold)
    rest = sum(counts.values()) - sum(counts[unit] for unit in told)
    while told and 0 < rest < threshold:
        smallest = min(told, key=lambda unit: (counts[unit], unit))
        told.remove(smallest)
        rest += counts[smallest]
    return told


def results(by_unit: Mapping[str, Counts], questions: int, threshold: int) -> Results:
    """What may be told of the answers, given as counts by unit, question and value."""
    numbers = {unit: sum(counts.get(0, {}).values()) for unit, counts in by_unit.items()}
    responses = sum(numbers.values())
    if responses < threshold:
        return Results(responses, kept_back=sum(bool(unit) for unit in numbers))
    units = told_of(numbers, threshold)
    whole = _told("", [by_unit[unit] for unit in by_unit], questions, responses)
    parts = [_rounded(_told(unit, [by_unit[unit]], questions, numbers[unit])) for unit in units]
    return Results(responses, whole, parts, sum(bool(unit) for unit in numbers) - len(units))


def _told(unit: str, groups: Sequence[Counts], questions: int, answers: int) -> Told:
    exact = [_score(groups, question) for question in range(questions)]
    return Told(unit, answers, round(sum(exact) / len(exact)), [round(score) for score in exact])


def _score(groups: Sequence[Counts], question: int) -> float:
    """The mean of the values given, as a score of 0 to 100."""
    pairs = [pair for counts in groups for pair in counts.get(question, {}).items()]
    number = sum(count for _, count in pairs)
    mean = sum(value * count for value, count in pairs) / number
    return 100 * (mean - LOW) / (HIGH - LOW)


def _rounded(told: Told) -> Told:
    return Told(told.unit, told.answers, _coarse(told.score), [_coarse(score) for score in told.questions])


def _coarse(score: int) -> int:
    return min(max(round(score / STEP) * STEP, STEP), 100 - STEP)
