"""What is due by when, and whose it is, for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router

from tonetop.api.look import Look, only
from tonetop.api.paging import LARGEST, SIZE
from tonetop.records.intake import Refused
from tonetop.work.assess import assess
from tonetop.work.due_told import found

router = Router(tags=["What is due"])


class Whose(Look):
    """Of everybody, or what waits for one person of the register."""

    person: str = Field("", description="The id of a person of the register; empty: of everybody.")
    page: int = Field(1, description="Which page, from 1.")
    size: int = Field(0, description=SIZE)


@router.get("", summary="What is overdue or due within 60 days", operation_id="list_due")
def due(request: HttpRequest, whose: Query[Whose]) -> Any:
    """The earliest first: deadlines, reviews, waivers that end, conditions of gates, and the privacy desk's."""
    only(request, Whose)
    facts = assess(*whose.days()).facts
    if whose.person and facts.get("Person", whose.person) is None:
        raise Refused(f"there is no person {whose.person!r} in the register on that day")
    every = found(facts, whose.person)
    size = min(max(whose.size, 0), LARGEST) or max(1, len(every))
    pages = max(1, -(-len(every) // size))
    page = min(max(1, whose.page), pages)
    shown = every[(page - 1) * size : page * size]
    return {"as_of": facts.as_of, "count": len(every), "page": page, "pages": pages, "due": shown}
