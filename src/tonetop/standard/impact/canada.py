"""Completed Algorithmic Impact Assessments of Canada's questionnaire as records: system, assessment, impacts on groups.

What the questionnaire does not ask (trust, employment of clients, who approved it and when) stays open, and shows as
such. Names of respondents are not taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from tonetop.standard import plain_yaml

Plain = dict[str, Any]


@cache
def questions() -> Mapping[str, Any]:
    """Which answers become what, as the file beside this one says."""
    found: Any = plain_yaml.read(resources.files(__package__).joinpath("canada.yaml").read_bytes())
    return found  # type: ignore[no-any-return]


def is_one(plain: Any) -> bool:
    """Whether a JSON file is what the questionnaire saves."""
    answers = plain.get("data") if isinstance(plain, dict) else None
    return isinstance(answers, dict) and "currentPage" in plain and "projectDetailsTitle" in answers


def records(plain: Mapping[str, Any]) -> dict[str, list[Plain]]:
    """The records of a completed assessment, by type."""
    answers: Mapping[str, Any] = plain["data"]
    title = _text(answers, "projectDetailsTitle") or "Untitled project"
    slug = _slug(title)
    system: Plain = {
        "id": f"aia-{slug}",
        "name": title,
        "our_role": "developer" if answers.get("aboutSystem3", "item1-0") == "item1-0" else "user",
        "state": "planned" if answers.get("projectDetailsPhase") == "item1" else "live",
        "org_unit": _text(answers, "projectDetailsBranch"),
        "personal_data": _yes(answers, "aboutDataSource1"),
    }
    clients, staff = questions()["clients"], questions()["staff"]
    assessment: Plain = {
        "id": f"ia-{slug}",
        "system": system["id"],
        "affected_groups": [clients, staff],
        "societal": _text(answers, "businessDrivers4"),
    }
    impacts = [*_on_clients(answers, slug), *_on_staff(answers, slug)]
    found = {"AISystem": [system], "ImpactAssessment": [assessment], "GroupImpact": impacts}
    return {type: [_filled(row) for row in rows] for type, rows in found.items()}


def _on_clients(answers: Mapping[str, Any], slug: str) -> Iterator[Plain]:
    told = questions()
    for respect, (level, why) in told["impacts"].items():
        if answers.get(level) in told["levels"]:
            yield {
                "id": f"gi-{slug}-{respect}",
                "assessment": f"ia-{slug}",
                "affected": told["clients"],
                "respect": respect,
                "level": told["levels"][answers[level]],
                "reversible": told["reversible"].get(answers.get("impact6")),
                "explanation": _text(answers, why),
            }


def _on_staff(answers: Mapping[str, Any], slug: str) -> Iterator[Plain]:
    """Whether there are major impacts on staff; a yes is told as medium, for the questionnaire gives no degree."""
    affected = _yes(answers, "impact4A")
    if affected is not None:
        yield {
            "id": f"gi-{slug}-employment",
            "assessment": f"ia-{slug}",
            "affected": questions()["staff"],
            "respect": "employment",
            "level": "medium" if affected else "none",
        }


def _text(answers: Mapping[str, Any], name: str) -> str | None:
    told = answers.get(name)
    return told.strip() or None if isinstance(told, str) else None


def _yes(answers: Mapping[str, Any], name: str) -> bool | None:
    told = answers.get(name)
    return str(told).startswith("item1-") if isinstance(told, str) else None


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].strip("-") or "project"


def _filled(row: Plain) -> Plain:
    return {name: value for name, value in row.items() if value is not None}
