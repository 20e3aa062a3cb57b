"""The navigation at the side: the same on every page but for where one is, so that each of its states is made once."""

from __future__ import annotations

from functools import cache, lru_cache

from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from tonetop.records.registry import registers

GROUPS = ("Steer", "Govern", "Prove")
KEEP = "Keep"
PARTS = (
    (
        "",
        (("home", "Leadership 5.1"), ("inbox", "Inbox"), ("due", "What is due"), ("changes", "What changed")),
    ),
    (
        "Lead",
        (
            ("alignment", "Strategy to evidence"),
            ("documents", "Documents"),
            ("resources", "Resources"),
            ("systems", "AI systems"),
            ("integration", "Gates in the business"),
            ("communication", "Communication and culture"),
            ("structure", "Who leads"),
            ("reviews", "Management reviews"),
        ),
    ),
    (
        "Assure",
        (
            ("centre", "Compliance centre"),
            ("audit", "Audit room"),
            ("ask", "Ask a question"),
            ("reports", "Reports"),
            ("evidence", "Evidence"),
            ("privacy", "Privacy desk"),
            ("inventory", "Asset inventory"),
            ("gap", "Gap report"),
            ("ledger", "Ledger and proof"),
            ("catalogue", "Requirements"),
        ),
    ),
    ("Records", (("registers", "All registers"),)),
)
"""What stands open at the side: journeys first, then what shows that they were gone, then the records themselves."""
LAST = (
    ("imports", "Imports"),
    ("own-data", "Own data"),
    ("signing", "Signing with passkeys"),
    ("settings", "Settings"),
    ("help", "Help"),
)
EVERYBODY = (
    ("mine", "What concerns you"),
    ("concern-new", "Raise a concern"),
    ("concern-receipt", "What came of a concern"),
    ("security", "Your sign-in"),
)
"""What those see who see only what concerns everybody."""
FIRST = tuple(entry for _, entries in PARTS for entry in entries)
ALONE = ("home", "registers")
"""Pages under whose address others lie that are no part of them."""


def title(type: str) -> str:
    """What a register is called: the head of its sentence."""
    return gettext((registers()[type].__doc__ or type).partition(":")[0])


def side(path: str, reads: bool = True) -> SafeString:
    """The navigation as it stands on the page of an address; reads: whether the registers open at all."""
    if not reads:
        lines = [_entry(name, "", words) for name, words in EVERYBODY]
        context = {"parts": [("", lines)], "groups": [], "current": path, "exactly": True}
        return SafeString(render_to_string("parts/navigation.jinja", context))
    places = _places(get_script_prefix())
    current = next(
        (place for place, holds in places if path == place or holds and path.startswith(place)), ""
    )
    return _made(current, path == current, get_language())


@cache
def _places(prefix: str) -> tuple[tuple[str, bool], ...]:
    """The addresses that the navigation leads to, each with whether what lies under it is part of it."""
    named = [(reverse(name), name not in ALONE) for name, _ in (*FIRST, *LAST)]
    return (*named, *((reverse("register", args=[type]), True) for type in registers()))


@lru_cache(maxsize=400)
def _made(current: str, exactly: bool, language: str | None) -> SafeString:
    groups = [(group, [("register", type, title(type)) for type in _of(group)]) for group in GROUPS]
    groups.append((KEEP, [(name, "", words) for name, words in LAST]))
    told = [(group, gettext(group), [_entry(*entry) for entry in entries]) for group, entries in groups]
    opened = [any(address == current for address, _ in entries) for _, _, entries in told]
    context = {
        "parts": [
            (part and gettext(part), [_entry(name, "", words) for name, words in entries])
            for part, entries in PARTS
        ],
        "groups": [(*group, is_open) for group, is_open in zip(told, opened, strict=True)],
        "current": current,
        "exactly": exactly,
    }
    return SafeString(render_to_string("parts/navigation.jinja", context))


def _of(group: str) -> list[str]:
    return [type for type, model in registers().items() if model.group == group]


def _entry(name: str, type: str, words: str) -> tuple[str, str]:
    """One line of the navigation as (address, words)."""
    return reverse(name, args=[type] if type else []), gettext(words)
