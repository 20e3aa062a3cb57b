"""What leaves in a form of its own: OSCAL documents, and the bill of materials of an AI system."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router

from tonetop.api.look import Look, only
from tonetop.api.problem import problem
from tonetop.records.intake import Refused
from tonetop.standard.oscal_parts import ACTIONS, CATALOGUE, PLAN, PROFILE, RESULTS
from tonetop.work.assess import assess
from tonetop.work.export_bom import bom
from tonetop.work.export_oscal import documents

router = Router(tags=["Exports"])
OSCAL = tuple(name.removesuffix(".json") for name in (CATALOGUE, PROFILE, PLAN, RESULTS, ACTIONS))


class Parts(Look):
    """Whether candidates, on which nobody decided, are among the parts."""

    candidates: bool = Field(False, description="true: with parts on which nobody decided.")


@router.get("/oscal", summary="The OSCAL documents that there are", operation_id="list_oscal")
def names(request: HttpRequest, look: Query[Look]) -> Any:
    """Their names; there is no plan of action where nothing is open."""
    only(request, Look)
    return {"documents": [name.removesuffix(".json") for name in documents(*look.days())]}


@router.get("/oscal/{name}", summary="One OSCAL document", operation_id="get_oscal")
def document(request: HttpRequest, name: str, look: Query[Look]) -> Any:
    """Of OSCAL 1.2: the catalogue, the profile that the statement of applicability is, the assessment plan, results,
    and the plan of action."""
    only(request, Look)
    found = documents(*look.days()).get(f"{name}.json") if name in OSCAL else None
    if found is None:
        return problem(f"there is no {name} on that day; there may be {', '.join(OSCAL)}", 404)
    return found


@router.get("/bom/{path:system}", summary="The bill of materials of an AI system", operation_id="get_bom")
def materials(request: HttpRequest, system: str, parts: Query[Parts]) -> Any:
    """CycloneDX 1.6: its parts, and the services it runs on."""
    only(request, Parts)
    as_of, known_on = parts.days()
    try:
        return bom(assess(as_of, known_on).facts, system, candidates=parts.candidates, known_on=known_on)
    except Refused as refused:
        return problem(str(refused), 404)
