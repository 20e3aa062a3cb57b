"""What every page shows around its matter: the organisation, the navigation, the day, the ledger's last anchor."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from tonetop.records import log, rollback, tongue
from tonetop.records.registry import registers
from tonetop.web import help_pages
from tonetop.web.side import GROUPS, side, title
from tonetop.work.permission import READ, Forbidden, manager, may
from tonetop.work.sample import is_there

__all__ = ["GROUPS", "about", "clause", "manages", "neighbours", "shell", "title"]


def about(type: str) -> str:
    """What a register is for: the rest of its sentence, with its first letter large."""
    said = (registers()[type].__doc__ or "").partition(": ")[2].strip()
    return gettext(said[:1].upper() + said[1:]) if said else ""


def clause(type: str) -> str:
    """The clause or control that asks for a register; `requirement` where a field takes the name."""
    model = registers()[type]
    return model.requirement


def manages(account: Any) -> bool:
    """Whether an account imports files and changes the organisation's settings."""
    try:
        manager(account)
    except Forbidden:
        return False
    return True


def neighbours(id: str, names: Mapping[str, str]) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """What stands before and after an item in its order, each as (id, name)."""
    order = list(names.items())
    place = list(names).index(id)
    told = [(other, tongue.told(name)) for other, name in order[max(0, place - 1) : place + 2]]
    return told[0] if place else None, told[-1] if place + 1 < len(order) else None


def helping(request: Any) -> str:
    """The page of help that belongs to the page asked for, by its slug; empty for none of its own."""
    match = request.resolver_match
    return help_pages.helping(match.url_name or "", match.kwargs) if match else ""


def _stopped() -> str | None:
    """Why nothing may be written, if so; what the ledger's guard composes stays as the terminal tells it."""
    why = rollback.banner()
    return gettext(why) if why else None


def shell(request: Any) -> dict[str, Any]:
    """The context of every page."""
    # the token is masked anew for each answer and not for each form of it: a list holds a hundred forms
    return _shell(request) | {"csrf_input": SimpleLazyObject(partial(csrf_input, request))}


def _shell(request: Any) -> dict[str, Any]:
    if not hasattr(request, "organisation") or not request.user.is_authenticated:
        return {
            "organisation": None,
            "side": "",
            "look": None,
            "anchor": None,
            "contradicted": False,
            "stopped": None,
            "reads": False,
        }
    reads = may(request.user, READ)
    anchor, contradicted = log.outside()
    return {
        "organisation": request.organisation,
        "side": side(request.path, reads),
        "reads": reads,
        "look": request.look,
        "anchor": anchor,
        "contradicted": contradicted,
        "stopped": _stopped(),
        "help": helping(request),
        "enrol_by": getattr(request, "enrol_by", None),
        "shows_sample": manages(request.user) and is_there(),
    }
