"""Drawings in reports as SVG without script or outside reference: when leaders acted, how a figure moved, money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from tonetop.core import cadence
from tonetop.work.reports.voice import ENGLISH

WIDTH, SIDE = 680, 150
"""Pixels of a drawing's width, and of the room for names at its left."""
LANE, FOOT = 22, 22
BAR, APART = 9, 7
"""How far bars of one name, and names, stand from each other."""
FONT = "font-family='Libertinus Serif' font-size='11'"
INK, SOFT, LINE, ACCENT, RED = "#1d2433", "#5b6475", "#d9d5ca", "#1f4f8b", "#a3201d"
STATUS = {"green": "#1f6b42", "amber": "#8a5a00", "red": RED}
LOOKS = (LINE, ACCENT, STATUS["green"])
"""Colours of several bars of one name, from above; the table has their order."""
LONGEST = 26
"""Characters of a name that fit at the left."""
LEAST = 2
"""A line needs as many points."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: its SVG, and what it shows for those who do not see it. The table beside it has the figures."""

    svg: str
    alt: str


def timeline(
    lanes: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    since: str,
    until: str,
    alt: str,
    month: Callable[[str], str] = ENGLISH.month,
) -> Chart:
    """Days along, people down; lanes: (name, (day, mode) …); mode: in person, by a delegate, absent.

    month: how the month of a day is written.
    """
    span = max(1, cadence.between(until, since))
    height = LANE * len(lanes) + FOOT

    def x(day: str) -> float:
        return round(SIDE + 10 + (WIDTH - SIDE - 30) * cadence.between(day, since) / span, 1)

    parts = []
    for day in _months(since, until):
        parts.append(f"<path d='M{x(day)} 0V{height - FOOT}' stroke='{LINE}' stroke-width='1'/>")
        parts.append(_text(x(day), height - 6, month(day), SOFT))
    for place, (name, done) in enumerate(lanes):
        y = LANE * place + LANE / 2
        parts.append(_text(0, y + 4, _short(name), INK))
        parts += [_mark(x(day), y, mode) for day, mode in done]
    return Chart(_svg(height, parts), alt)


def trend(points: Sequence[tuple[str, float, str]], target: float | None, alt: str) -> Chart | None:
    """A line through (label, figure, green, amber, red or nothing), and the target across; None for one point."""
    if len(points) < LEAST:
        return None
    height, edge = 92, 10
    values = [value for _, value, _ in points] + ([target] if target is not None else [])
    low, high = min(values), max(values)

    def y(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(height - FOOT - edge - share * (height - FOOT - 2 * edge), 1)

    step = (WIDTH - 80) / (len(points) - 1)
    placed = [
        (round(30 + step * n, 1), y(value), label, status) for n, (label, value, status) in enumerate(points)
    ]
    parts = []
    if target is not None:
        parts.append(f"<path d='M20 {y(target)}H{WIDTH - 40}' stroke='{SOFT}' stroke-dasharray='5 4'/>")
    line = " ".join(f"{left},{top}" for left, top, _, _ in placed)
    parts.append(f"<polyline points='{line}' fill='none' stroke='{ACCENT}' stroke-width='1.5'/>")
    often = max(1, -(-len(placed) // 8))
    for n, (left, top, label, status) in enumerate(placed):
        parts.append(f"<circle cx='{left}' cy='{top}' r='3.5' fill='{STATUS.get(status, ACCENT)}'/>")
        if n % often == 0:
            parts.append(_text(left, height - 6, label[:10], SOFT, "middle"))
    return Chart(_svg(height, parts), alt)


def bars(lines: Sequence[tuple[str, Sequence[float]]], alt: str) -> Chart:
    """For each name its bars one below the other, the longest of all as long as the drawing is wide."""
    most = max((value for _, values in lines for value in values), default=0) or 1
    tall = BAR * max((len(values) for _, values in lines), default=1) + APART
    parts = []
    for place, (name, values) in enumerate(lines):
        top = tall * place
        parts.append(_text(0, top + tall / 2 + 2, _short(name), INK))
        looks = (ACCENT,) if len(values) == 1 else LOOKS
        for n, value in enumerate(values):
            width = round((WIDTH - SIDE - 20) * max(0, value) / most, 1)
            look, y = looks[n % len(looks)], top + BAR * n + 2
            size = f"width='{width}' height='{BAR - 2}'"
            parts.append(f"<rect x='{SIDE + 10}' y='{y}' {size} fill='{look}'/>")
    return Chart(_svg(tall * len(lines), parts), alt)


def _mark(x: float, y: float, mode: str) -> str:
    """A full dot for what was done in person, a ring for a delegate, a cross for an absence: told apart by shape."""
    if mode == "in person":
        return f"<circle cx='{x}' cy='{y}' r='5' fill='{ACCENT}'/>"
    if mode == "absent":
        return f"<path d='M{x - 4} {y - 4}l8 8M{x + 4} {y - 4}l-8 8' stroke='{RED}' stroke-width='2'/>"
    return f"<circle cx='{x}' cy='{y}' r='4.5' fill='none' stroke='{STATUS['amber']}' stroke-width='1.8'/>"


def _months(since: str, until: str) -> list[str]:
    """The first days of months in a period, at most a dozen of them, evenly chosen."""
    first, found = date.fromisoformat(since), []
    for month in range(first.month + 1, first.month + 12 * 200):
        day = date(first.year + (month - 1) // 12, (month - 1) % 12 + 1, 1).isoformat()
        if day > until:
            break
        found.append(day)
    return found[:: max(1, -(-len(found) // 6))]


def _text(x: float, y: float, text: str, fill: str, anchor: str = "start") -> str:
    return f"<text x='{x:g}' y='{y:g}' {FONT} fill='{fill}' text-anchor='{anchor}'>{escape(text)}</text>"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _svg(height: float, parts: Sequence[str]) -> str:
    size = f"width='{WIDTH}' height='{height:g}' viewBox='0 0 {WIDTH} {height:g}'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{''.join(parts)}</svg>"
