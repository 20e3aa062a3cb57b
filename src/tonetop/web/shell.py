"""What every page shows around its matter: the organisation, the navigation, the clock, the ledger's last anchor."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest

from tonetop.records import clock
from tonetop.records.registry import registers

GROUPS = ("Steer", "Govern", "Prove")


def title(type: str) -> str:
    """What a register is called: the head of its sentence."""
    return (registers()[type].__doc__ or type).partition(":")[0]


@cache
def navigation() -> list[tuple[str, list[tuple[str, str]]]]:
    """Registers by group, each as (type, title)."""
    found = []
    for group in GROUPS:
        entries = [(type, title(type)) for type, model in registers().items() if model.group == group]
        found.append((group, entries))
    return found


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"organisation": clock.organisation(), "navigation": [], "look": None}
    return {
        "organisation": clock.organisation(),
        "navigation": navigation(),
        "look": request.look,  # type: ignore[attr-defined]
    }
