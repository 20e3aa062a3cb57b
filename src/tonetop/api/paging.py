"""A list by pages: how long one is, where the next begins, and what is said of that beside what is listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest
from ninja import Field, Schema

from tonetop.api.look import Look
from tonetop.records.intake import Refused

LARGEST = 500
"""How many one page may hold."""
RELATION = {"next": "next", "previous": "prev"}
"""What the header `Link` calls the pages beside a page (RFC 8288)."""
CURSOR = """As `next` and `previous` give it: what follows that record in the order of the list (or comes before it),
whatever was added, changed or withdrawn since. It takes the place of `page`."""
PAGE = "Which page, from 1; a cursor is surer where others write meanwhile."
SIZE = "How many a page holds, up to 500; 0: all."


class Walked(Schema):
    """All at once, or by pages."""

    page: int = Field(1, description=PAGE)
    size: int = Field(0, description=SIZE)
    cursor: str = Field("", description=CURSOR, examples=["after.5.2"])


class Pages(Walked, Look):
    """The same, as of a day."""


class Part(NamedTuple):
    """A page of a list that is whole in memory: from which place to before which, its number, the cursors beside it."""

    begin: int
    end: int
    page: int
    pages: int
    later: str
    earlier: str


def part(keys: Sequence[str], asked: Walked, every: Sequence[str] = ()) -> Part:
    """Which of some lines, told apart by their keys, a page shows. Raises Refused for a cursor of none of them.

    every: the keys of those that the list does not show too, in its order, so that a walk goes on after each of them.
    """
    size = min(max(asked.size, 0), LARGEST) or max(1, len(keys))
    pages = max(1, -(-len(keys) // size))
    page = min(max(1, asked.page), pages)
    begin = (page - 1) * size
    end = begin + size
    if asked.cursor:
        begin, end = _span(keys, asked.cursor, size, every or keys)
        page = min(begin // size + 1, pages)
    shown = keys[begin:end]
    later = f"after.{shown[-1]}" if shown and end < len(keys) else ""
    earlier = f"before.{shown[0]}" if shown and begin > 0 else ""
    return Part(begin, end, page, pages, later, earlier)


def _span(keys: Sequence[str], cursor: str, size: int, every: Sequence[str]) -> tuple[int, int]:
    way, _, key = cursor.partition(".")
    if way not in ("after", "before") or key not in every:
        raise Refused(f"the cursor {cursor!r} is none of this list; begin without one")
    ahead = {*every[: every.index(key) + (way == "after")]}
    at = sum(one in ahead for one in keys)
    return (at, at + size) if way == "after" else (max(0, at - size), at)


def beside(request: HttpRequest, later: str, earlier: str) -> tuple[dict[str, str | None], dict[str, str]]:
    """The addresses of the pages beside a page, by `next` and `previous`; and the header that says the same."""
    told = {"next": _at(request, later), "previous": _at(request, earlier)}
    links = [f'<{to}>; rel="{RELATION[name]}"' for name, to in told.items() if to]
    return told, {"Link": ", ".join(links)} if links else {}


def _at(request: HttpRequest, cursor: str) -> str | None:
    """Where a list goes on by a cursor: the same question, for what comes next or came before."""
    if not cursor:
        return None
    asked: Any = request.GET.copy()
    asked.pop("page", None)
    asked["cursor"] = cursor
    return f"{request.path}?{asked.urlencode()}"
