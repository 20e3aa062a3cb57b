"""All checks and pitfalls as Python values; each module holds those of one duty."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from tonetop.core.assess import Check, Pitfall

MODULES = (
    "policy",
    "objectives",
    "processes",
    "gates",
    "resources",
    "posts",
    "communication",
    "results",
    "follow_up",
    "people",
    "support",
    "improvement",
    "corrections",
    "unit_leaders",
    "culture",
    "storage",
    "privacy",
    "signals",
    "signals_strategy",
    "signals_means",
    "signals_haste",
    "signals_paper",
)


@cache
def _values() -> tuple[object, ...]:
    found: list[object] = []
    for name in MODULES:
        found.extend(vars(import_module(f"{__name__}.{name}")).values())
    return tuple(found)


@cache
def checks() -> dict[str, Check]:
    """Every check by its id, in the catalogue's order."""
    found = {value.id: value for value in _values() if isinstance(value, Check)}
    return dict(sorted(found.items(), key=lambda item: (item[0][:2], item[0])))


@cache
def pitfalls() -> dict[str, Pitfall]:
    """Every pitfall by its id."""
    found = {value.id: value for value in _values() if isinstance(value, Pitfall)}
    return dict(sorted(found.items()))
