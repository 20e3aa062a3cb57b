"""What the conditions of gates may speak of: one subject with all that is recorded about it, on one day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment
from tonetop.core.series import Groups
from tonetop.standard.terms.meetings import about
from tonetop.standard.terms.people import authority, top
from tonetop.standard.terms.strategy import current_policy
from tonetop.standard.terms.systems import impacts_by_system, passages_by_subject, risks_by_subject
from tonetop.standard.terms.treatment import plans

WORD = re.compile(r"[^\W_]+")
"""A word of a use; what stands between words, and how they are capitalised, keeps no use from its rule."""
SINGLE = ("today", "subject", "process")
"""Values that are no lists."""
Records = dict[str, tuple[Row, ...]]

incidents_by_system = Groups("Incident", "system")
"""Incidents by their AI system, in order of id."""


def records(facts: Facts, subject: Row) -> Records:
    """The records about a subject by the names under which conditions speak of them."""
    risks = tuple(facts.part(risks_by_subject, subject.id) or ())
    policy = current_policy(Moment(facts))
    return {
        "risks": risks,
        "treatments": tuple(row for risk in risks for row in facts.part(plans, risk.id) or ()),
        "impacts": tuple(facts.part(impacts_by_system, subject.id) or ()),
        "decisions": tuple(about(facts, subject.id)),
        "passages": tuple(facts.part(passages_by_subject, subject.id) or ()),
        "incidents": tuple(facts.part(incidents_by_system, subject.id) or ()),
        "policies": () if policy is None else (policy,),
    }


def values(facts: Facts, subject: Row, process: Row, found: Records, names: Iterable[str]) -> dict[str, Any]:
    """The values of those names, the gate's own apart: every field of a record stands there, null where it is empty."""
    told: dict[str, Any] = {}
    for name in names:
        if name in found:
            told[name] = [plain(row) for row in found[name]]
        elif name in SINGLE:
            told[name] = facts.as_of if name == "today" else plain(subject if name == "subject" else process)
    return told


def plain(row: Row) -> dict[str, Any]:
    """A record as a condition reads it: its type, and every field."""
    told = {name: _plain(value) for name, value in row._asdict().items()}
    if told.get("uses"):
        told["uses"] = ["-".join(WORD.findall(use.casefold())) for use in told["uses"]]
    return {**told, "type": row.type}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(one) for one in value]
    return value


def functions(facts: Facts) -> dict[str, Callable[..., Any]]:
    """The functions that conditions may call; a day that is none is an error, and what asks for it does not hold."""
    today = date.fromisoformat(facts.as_of)
    return {
        "days_since": lambda day: (today - date.fromisoformat(day)).days,
        "days_until": lambda day: (date.fromisoformat(day) - today).days,
        "is_top": lambda person, day: bool(person and day) and top(facts, person, day),
        "may": lambda person, day, act: bool(person and day) and authority(facts, person, day, act),
    }


def spoken_of(found: Records, subject: Row, names: Iterable[str]) -> tuple[Row, ...]:
    """The records that a condition reads, by the names in it."""
    rows = [row for name in names for row in ((subject,) if name == "subject" else found.get(name, ()))]
    return tuple(dict.fromkeys(rows))
