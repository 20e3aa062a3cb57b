"""Where each requirement stands, for programs, with the filters of the compliance centre's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import Field, Query, Router

from tonetop.api.look import only
from tonetop.api.paging import Pages, beside, part
from tonetop.standard.maps.centre import STATES, counts
from tonetop.work.assess import assess
from tonetop.work.centre import SORTS, Wish, centre

router = Router(tags=["The compliance centre"])
ORDERS = [f"{way}{name}" for name in SORTS for way in ("", "-")]


class Standing(Pages):
    """Which requirements: of which framework, state, part and owner, with which words, in which order."""

    q: str = Field("", description="Words in the number or title.")
    state: str = Field(
        "", description="Where it stands; empty: anywhere.", json_schema_extra={"enum": ["", *STATES]}
    )
    part: str = Field("", description="clauses, duties or controls; another framework has parts of its own.")
    owner: str = Field("", description="The id of a person; -: those that nobody owns.")
    sort: str = Field(
        "", description="Empty: as the framework has them.", json_schema_extra={"enum": ["", *ORDERS]}
    )
    framework: str = Field(
        "", description="Another framework by its key, such as gdpr; empty: ISO/IEC 42001."
    )


@router.get("", summary="Where each requirement stands", operation_id="get_centre")
def where_each_stands(request: HttpRequest, look: Query[Standing]) -> Any:
    """Owner, state, evidence, lapse and next act of each; all at once, or by pages of a size. counts tells how many
    there are of each state, whatever state is asked for."""
    only(request, Standing)
    wish = Wish(look.state, look.part, look.owner, look.q, look.sort, look.framework)
    found = centre(assess(*look.days()), wish)
    shown = part([line.id for line in found.lines], look, [line.id for line in found.everything])
    links, headers = beside(request, shown.later, shown.earlier)
    told = {
        "counts": counts(found.narrowed),
        "count": len(found.lines),
        "page": shown.page,
        "pages": shown.pages,
    }
    lines = [line.plain() for line in found.lines[shown.begin : shown.end]]
    return JsonResponse(told | links | {"requirements": lines}, headers=headers)
