"""The compliance centre narrowed and put in order: in one place, for the page, its files, programs and the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tonetop.records import tongue
from tonetop.records.intake import Refused
from tonetop.standard.assessment import Assessment
from tonetop.standard.framework import Framework
from tonetop.standard.maps import centre as requirements
from tonetop.standard.maps import frameworks
from tonetop.standard.maps.centre import Line

NOBODY = "-"
"""The owner of what nobody is named for."""
PARTS = (requirements.CLAUSES, requirements.DUTIES, requirements.CONTROLS)
"""The parts of ISO/IEC 42001; another framework has its own."""
LAST = "9999"
SORTS: Mapping[str, Callable[[Line], Any]] = {
    "owner": lambda line: (not line.owner, line.owner or line.role),
    "evidence": lambda line: line.evidence,
    "newest": lambda line: line.newest or LAST,
    "lapses": lambda line: line.lapses or LAST,
}
"""Orders beside the framework's own."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which requirements are asked for: of a framework by its key (empty: ISO/IEC 42001), of a state, a part, an owner
    (-: nobody), with words in number or title; sort: one of SORTS, with - before it downwards.
    """

    state: str = ""
    part: str = ""
    owner: str = ""
    find: str = ""
    sort: str = ""
    framework: str = ""


@dataclass(frozen=True, slots=True)
class Centre:
    """What a wish finds.

    everything: all of the framework, in the order asked for; narrowed: of every state, as pages count them; lines: what
    is shown. wish: without what is not known. frameworks: every other one by its key; framework: the one asked for.
    """

    everything: Sequence[Line]
    narrowed: Sequence[Line]
    lines: Sequence[Line]
    wish: Wish
    frameworks: Mapping[str, Framework]
    framework: Framework | None
    parts: Sequence[str]


def centre(found: Assessment, wish: Wish, *, strict: bool = True) -> Centre:
    """The requirements that a wish finds. Raises Refused for a state, part, sort or framework that is not known.

    strict: else what is not known is as if it was not asked, as an address of the page may be an old one.
    """
    others = frameworks.known(found.facts)
    framework = others.get(wish.framework)
    everything = list(requirements.lines(found) if framework is None else frameworks.backed(found, framework))
    parts = PARTS if framework is None else tuple(dict.fromkeys(line.part for line in everything))
    sorts = (*SORTS, *(f"-{name}" for name in SORTS))
    known = {"framework": tuple(others), "state": requirements.STATES, "part": parts, "sort": sorts}
    odd = [name for name, words in known.items() if getattr(wish, name) not in ("", *words)]
    if odd and strict:
        asked, words = getattr(wish, odd[0]), known[odd[0]]
        raise Refused(f"{odd[0]} does not know {asked!r}; it takes {', '.join(words)}")
    wish = replace(wish, **dict.fromkeys(odd, ""))
    if wish.sort:
        everything.sort(key=SORTS[wish.sort.removeprefix("-")], reverse=wish.sort.startswith("-"))
    narrowed = [line for line in everything if _is_meant(line, wish)]
    lines = [line for line in narrowed if wish.state in ("", line.state)]
    return Centre(everything, narrowed, lines, wish, others, framework, parts)


def _is_meant(line: Line, wish: Wish) -> bool:
    """Whether a line is of the part and owner, with the words in it; of whatever state."""
    find = wish.find.strip().casefold()
    return (
        (not wish.part or line.part == wish.part)
        and (not wish.owner or (line.owner or NOBODY) == wish.owner)
        and (not find or find in f"{line.id} {tongue.told(line.title)}".casefold())
    )
