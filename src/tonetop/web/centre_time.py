"""Coverage over time: how many requirements were backed at the end of each month, drawn with the table of figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tonetop.core.assess import PARTIAL, PASS
from tonetop.work.over_time import RESULTS, Month, months

WIDE, TALL, STEP = 44, 180, 60
"""How wide a month's bar is, how tall all requirements are, how far bars stand apart, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: what it tells, how many, where it begins and how tall it is."""

    result: str
    count: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A month's bar: its place, the month, its parts from below."""

    x: int
    month: Month
    parts: list[Part]


def over_time(request: Any) -> HttpResponse:
    """The page."""
    look = request.look
    found = months(look.as_of, look.known_on)
    first, last = found[0], found[-1]
    context = {
        "bars": [_bar(place * STEP + 8, month) for place, month in enumerate(found)],
        "months": found,
        "results": RESULTS,
        "width": len(found) * STEP,
        "tall": TALL,
        "last": last,
        "gained": last.counts[RESULTS[0]] - first.counts[RESULTS[0]],
        "first": first,
        "begun": any(month.counts[PASS] or month.counts[PARTIAL] for month in found),
    }
    return render(request, "centre_time.jinja", context)


def _bar(x: int, month: Month) -> Bar:
    parts, y = [], float(TALL)
    for result in RESULTS:
        height = round(TALL * month.counts[result] / max(1, month.total), 2)
        y -= height
        parts.append(Part(result, month.counts[result], round(max(y, 0), 2), height))
    return Bar(x, month, parts)
