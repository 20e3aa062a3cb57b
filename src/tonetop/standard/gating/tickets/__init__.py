"""Tickets of other systems as questions to a gate: one file says where a system keeps what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from tonetop.standard import plain_yaml

LONGEST = 200
"""How many characters a value of a ticket may have."""


class Unreadable(ValueError):
    """A ticket does not say what is asked; the message names the field in one sentence."""


@dataclass(frozen=True, slots=True)
class Form:
    """Where a ticket system writes the ticket's own id, and under which key the ticket's fields stand.

    within: under which key the ticket as a whole stands where the system puts something around it.
    """

    name: str
    about: str
    within: str
    ticket: str
    fields: str


@cache
def forms() -> Mapping[str, Form]:
    """The forms by name, one for each file."""
    found = {}
    for file in resources.files(__package__).iterdir():
        if file.name.endswith(".yaml"):
            name = file.name.removesuffix(".yaml")
            told: Any = plain_yaml.read(file.read_bytes())
            found[name] = Form(name, told["about"], told["within"], told["ticket"], told["fields"])
    return dict(sorted(found.items()))


def opened(form: Form, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """The ticket itself, out of what its system puts around it, if it does. Raises Unreadable."""
    if not form.within or form.within not in told:
        return told
    held = told[form.within]
    if not isinstance(held, Mapping):
        raise Unreadable(f"the ticket holds no single text at {form.within}")
    return held


def value(ticket: Mapping[str, Any], path: str) -> str:
    """The one text at a dotted path; a choice of a list counts as its value, unless another hangs below it.

    Raises Unreadable.
    """
    held: Any = ticket
    for key in path.split("."):
        held = held.get(key) if isinstance(held, Mapping) else None
    if isinstance(held, list) and len(held) == 1:
        held = held[0]
    if isinstance(held, Mapping):
        held = held.get("value") if "child" not in held else None
    if not isinstance(held, str) or not held.strip():
        raise Unreadable(f"the ticket holds no single text at {path}")
    if len(held) > LONGEST:
        raise Unreadable(f"the ticket holds {len(held)} characters at {path}; at most {LONGEST} are read")
    return held.strip()


def within(form: Form, field: str) -> str:
    """The path of a field of the ticket."""
    return f"{form.fields}.{field}" if form.fields else field
