"""The asset map as a page: systems by categories as a table, and a drawing of where data goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import lazy
from django.utils.translation import gettext

from tonetop.standard.gating.names import name_key
from tonetop.web.documents import looked_at
from tonetop.web.environment import address
from tonetop.web.inventory import demand_act
from tonetop.web.wording import shorter
from tonetop.work import run_scan
from tonetop.work.asset_map import BRANCHES, Flow, flows, lines

said = lazy(gettext, str)
NAMES = {
    "identity": said("Identity"),
    "contact": said("Contact"),
    "money": said("Money"),
    "health": said("Health and body"),
    "convictions": said("Convictions"),
    "work": said("Work and education"),
    "online": said("Devices and accounts"),
    "whereabouts": said("Location"),
    "conduct": said("Conduct and content"),
}
DRAWN = 30
"""Flows that are drawn; all stand in the table below."""
STEP, BOX, TOP = 44, 34, 8
PLACES = ((0, 330), (420, 300), (810, 250))
"""Where the columns of systems, vendors and countries begin, and how wide they are."""


class Node(NamedTuple):
    """A box of the drawing: what stands in it, where, where it leads to, how it looks."""

    text: str
    x: int
    y: int
    width: int
    address: str
    look: str


class Drawing(NamedTuple):
    """The drawing: boxes, paths with their look, height."""

    nodes: list[Node]
    paths: list[tuple[str, str]]
    height: int


def asset_map(request: HttpRequest) -> HttpResponse:
    """The page."""
    demand_act(request)
    facts = looked_at(request)
    kept = run_scan.latest(facts.as_of)
    held, gone = lines(facts, kept), flows(facts)
    context: dict[str, Any] = {
        "lines": held,
        "branches": [NAMES[branch] for branch in BRANCHES],
        "names": NAMES,
        "flows": gone,
        "drawing": draw(gone[:DRAWN]) if gone else None,
        "drawn": min(len(gone), DRAWN),
        "scanned": sum(bool(one.scans) for one in held),
    }
    return render(request, "inventory_map.jinja", context)


def draw(shown: Sequence[Flow]) -> Drawing:
    """Flows as three columns of boxes with curves between them."""
    systems = _column(
        0, {one.system.id: (one.system.name or one.system.id, _of_system(one), "") for one in shown}
    )
    vendors = _column(1, {_vendor(one): (one.vendor or gettext("no vendor is named"), _of_vendor(one),
                                         "" if one.vendor else "loose") for one in shown})  # fmt: skip
    countries = _column(2, {_country(one): (one.country or gettext("no country is named"), "",
                                            _look(one)) for one in shown})  # fmt: skip
    paths = []
    for one in shown:
        start, middle, end = systems[one.system.id], vendors[_vendor(one)], countries[_country(one)]
        paths += [
            (_curve(start, middle), "whole"),
            (_curve(middle, end), "whole" if one.country and one.is_declared else "part"),
        ]
    most = max(len(systems), len(vendors), len(countries))
    nodes = [*systems.values(), *vendors.values(), *countries.values()]
    return Drawing(nodes, list(dict.fromkeys(paths)), most * STEP + TOP)


def _column(place: int, entries: dict[str, tuple[str, str, str]]) -> dict[str, Node]:
    x, width = PLACES[place]
    return {
        key: Node(str(shorter(text, 36)), x, TOP + n * STEP, width, leads, look)
        for n, (key, (text, leads, look)) in enumerate(entries.items())
    }


def _vendor(one: Flow) -> str:
    return name_key(one.vendor)


def _country(one: Flow) -> str:
    return one.code or one.country.casefold()


def _of_system(one: Flow) -> str:
    return address("inventory-system", one.system.id)


def _of_vendor(one: Flow) -> str:
    return address("record", "Vendor", one.record.id) if one.record is not None else ""


def _look(one: Flow) -> str:
    return "loose" if not one.country or not one.is_declared else ""


def _curve(start: Node, end: Node) -> str:
    x, y, to_y = start.x + start.width, start.y + BOX / 2, end.y + BOX / 2
    half = (x + end.x) / 2
    return f"M{x} {y:g}C{half:g} {y:g} {half:g} {to_y:g} {end.x} {to_y:g}"
