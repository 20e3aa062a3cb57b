"""How a review's inputs stand on a page: cells in people's words, lines that lead to their records, small trends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from tonetop.core.facts import Facts
from tonetop.records import tongue
from tonetop.records.registry import registers
from tonetop.standard.review import who_checked
from tonetop.web.wording import capital, counted, day, kind, shorter, words
from tonetop.work.minutes_text import wrote

FIRST, MORE = 8, 60
"""How many lines of a table are shown at once, and how many more when it is unfolded."""
WIDTH, HEIGHT, EDGE = 220, 64, 8
"""A trend's drawing in pixels, and how far its dots stay from the edge."""
DRAWN = 2
"""A line needs as many points."""
TOLD: dict[str, Callable[[str], str]] = {"day": day, "word": words, "kind": kind, "name": capital}
SIGNS = {"late": "fail", "open": "partial"}
SIGN_WORDS = {"late": "overdue or red", "open": "open"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as the page shows it: where it leads, its cells as (kind, label, text), its sign as class and word."""

    address: str
    id: str
    cells: list[tuple[str, str, str]]
    sign: str
    word: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A table as the page shows it: lines at once, lines when unfolded, and how many there are beyond."""

    caption: str
    columns: list[tuple[str, str]]
    first: list[Shown]
    more: list[Shown]
    beyond: int


@dataclass(frozen=True, slots=True)
class Curve:
    """A trend as it is drawn: points (x, y, status) in pixels, the line through them, the target's height or None."""

    name: str
    target: str
    points: list[tuple[float, float, str]]
    line: str
    aim: float | None
    figures: list[tuple[str, str, str]]


def listed(facts: Facts, table: Mapping[str, Any]) -> Listed:
    """A table of a pack's plain form."""
    columns = [(kind, label) for kind, label in table["columns"]]
    lines = [_shown(facts, columns, line) for line in table["lines"][: FIRST + MORE]]
    beyond = len(table["lines"]) - len(lines)
    return Listed(table["caption"], columns, lines[:FIRST], lines[FIRST:], beyond)


def _shown(facts: Facts, columns: list[tuple[str, str]], line: Mapping[str, Any]) -> Shown:
    cells = [
        (how, label, cell(facts, how, _ours(facts, how, line, text)))
        for (how, label), text in zip(columns, line["cells"], strict=False)
    ]
    sign = line["sign"]
    word = gettext(SIGN_WORDS[sign]) if sign else ""
    return Shown(_address(line["type"], line["id"]), line["id"], cells, SIGNS.get(sign, ""), word)


def _ours(facts: Facts, how: str, line: Mapping[str, Any], text: str) -> str:
    """A cell that we worded in the reader's language; what somebody wrote as it was written."""
    return tongue.told(text) if how in ("name", "text") and not wrote(facts, line, text) else text


def _address(type: str, ref: str) -> str:
    if type in registers():
        return reverse("record", args=[type, ref])
    return reverse("check" if type == "Check" else "pitfall", args=[ref])


def cell(facts: Facts, how: str, text: str) -> str:
    """A cell's text in people's words; how: name, text, word, day, person, number or kind."""
    if not text:
        return ""
    if how == "person":
        return called(facts, text)
    if how == "number":
        return counted(float(text)).removesuffix(".0")
    told = TOLD[how](text) if how in TOLD else text
    return str(shorter(told, 240))


def called(facts: Facts, ident: str | None) -> str:
    """A person by name; the id where nobody of that id is there."""
    person = facts.get("Person", ident)
    return (person.name or person.id) if person else ident or ""


def spoken(facts: Facts, note: str) -> str:
    """A note as people read it: whoever checked that there is nothing stands in it by name."""
    said = who_checked(note)
    if said is None:
        return note
    person, on, why = said
    told = gettext("None, checked by %(who)s on %(day)s") % {"who": called(facts, person), "day": day(on)}
    return f"{told}: {why}" if why else told


def curve(trend: Mapping[str, Any]) -> Curve:
    """A trend of a pack's plain form as it is drawn."""
    figures = [(point["at"], point["value"], point["status"]) for point in trend["points"]]
    values = [_number(value) for _, value, _ in figures]
    aim = _number(trend["target"])
    numbers = [value for value in (*values, aim) if value is not None]
    if None in values or len(values) < DRAWN:
        return Curve(trend["name"], trend["target"], [], "", None, figures)
    low, high = min(numbers), max(numbers)

    def y(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)

    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [
        (round(EDGE + step * place, 1), y(value or 0), status)
        for place, (value, (_, _, status)) in enumerate(zip(values, figures, strict=True))
    ]
    line = " ".join(f"{x},{height}" for x, height, _ in points)
    return Curve(trend["name"], trend["target"], points, line, None if aim is None else y(aim), figures)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
