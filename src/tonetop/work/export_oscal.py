"""Write what the organisation's management system says of itself as OSCAL documents, into one folder."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection

from tonetop.records.intake import Refused
from tonetop.records.ledger import journal
from tonetop.records.registry import registers
from tonetop.standard import oscal_out
from tonetop.standard.oscal_parts import ACTIONS, CATALOGUE, PLAN, PROFILE, RESULTS, Plain, catalog
from tonetop.work.assess import assess


def documents(as_of: str | None = None, known_on: str | None = None) -> dict[str, Plain]:
    """The documents by the name of their file, as of a day; no plan of action where nothing is open."""
    judged = assess(as_of, known_on)
    told = judged.plain()
    day, whose = str(told["as_of"]), journal.head(connection).organisation

    def held(type: str) -> list[dict[str, Any]]:
        return [row.plain() for row in registers()[type].objects.on(day, known_on).order_by("ref")]

    made: dict[str, Plain | None] = {
        CATALOGUE: catalog(day),
        PROFILE: oscal_out.profile(whose, day, held("SoAEntry")),
        PLAN: oscal_out.plan(whose, day, held("InternalAudit")),
        RESULTS: oscal_out.results(whose, day, told),
        ACTIONS: oscal_out.actions(whose, day, held("Finding")),
    }
    people: Any = registers()["Person"].objects
    names = {str(row): row.ref for row in people.all() if row.plain().get("name")}
    return {name: _unnamed(document, names) for name, document in made.items() if document is not None}


def _unnamed(told: Any, names: Mapping[str, str]) -> Any:
    """The same with the ids of people of the register where a sentence names them."""
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(longest)})\b") if longest else None

    def bare(each: Any) -> Any:
        if isinstance(each, dict):
            return {key: bare(value) for key, value in each.items()}
        if isinstance(each, list):
            return [bare(value) for value in each]
        if isinstance(each, str) and pattern is not None:
            return pattern.sub(lambda found: names[found[0]], each)
        return each

    return bare(told)


def written(document: Plain) -> bytes:
    """A document as its file holds it: the same facts give the same bytes."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def export_oscal(folder: Path, as_of: str | None = None, known_on: str | None = None) -> list[str]:
    """Write the documents into a new folder; gives their names. Raises Refused."""
    made = documents(as_of, known_on)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Refused(
                f"{folder}: holds something; name a new folder, so that nothing old stands among it"
            )
        for name, document in made.items():
            folder.joinpath(name).write_bytes(written(document))
    except OSError as error:
        raise Refused(f"{folder}: cannot be written: {error.strerror}") from None
    return list(made)
