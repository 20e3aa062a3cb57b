"""Keep an assessment, and compute it again later: from the events of then, with the catalogue of then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tonetop.core import ledger
from tonetop.core.facts import Facts
from tonetop.records.facts import DataFolder
from tonetop.records.happening import tell
from tonetop.records.ledger import journal
from tonetop.records.ledger.database import link
from tonetop.records.models import StoredAssessment
from tonetop.records.write import By
from tonetop.standard import catalogue
from tonetop.standard.assessment import Assessment, assessment
from tonetop.standard.facts_file import Refused, set_for
from tonetop.standard.rules_version import rules_version
from tonetop.standard.schema import shapes
from tonetop.work.assess import assess

SETTINGS = """SELECT body FROM ledger_events WHERE type = 'organisation.changed' AND seq <= ?
              ORDER BY seq DESC LIMIT 1"""
KINDS = {"clauses": "clause", "controls": "control", "duties": "duty", "checks": "check", "privacy": "check"}


@dataclass(frozen=True, slots=True)
class Again:
    """What came of computing an assessment again: what differs (none: the same), and why it may."""

    stored: StoredAssessment
    differs: tuple[str, ...]
    notes: tuple[str, ...]


def store(as_of: str | None, known_on: str | None, by: By) -> tuple[StoredAssessment, Assessment]:
    """Assess, keep the results with all that is needed to compute them again, and tell the ledger."""
    with transaction.atomic():
        judged = assess(as_of, known_on)
        at = journal.head(connection)
        results = told(judged)
        kept = StoredAssessment.objects.create(
            as_of=judged.as_of,
            known_on=known_on or "",
            catalogue=catalogue.label(),
            rules=rules_version(),
            parameters=judged.facts.parameters,
            seq=at.frontier.size,
            head=at.leaf.hex(),
            results=results,
        )
        about = {
            name: getattr(kept, name) for name in ("as_of", "known_on", "catalogue", "rules", "seq", "head")
        }
        tell("Assessment", str(kept.pk), "assessment.stored", about | {"results": digest(results)}, by)
    return kept, judged


def told(judged: Assessment) -> dict[str, Any]:
    """The whole of an assessment as plain data: what `assess --format json` says, and every reason tree."""
    trees = {check: judged.tree(check)["tree"] for check in (*judged.checks, *judged.privacy)}
    return json.loads(json.dumps({"assessment": judged.plain(), "trees": trees}))


def digest(results: dict[str, Any]) -> str:
    """SHA-256 of results, whatever the order of their keys."""
    return sha256(json.dumps(results, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def recompute(number: int) -> Again:
    """Compute a stored assessment again. Raises Refused: there is none, or its catalogue is not shipped."""
    stored = StoredAssessment.objects.filter(pk=number).first()
    if stored is None:
        raise Refused(f"There is no stored assessment {number}; `tonetop assess --store` keeps one")
    notes = []
    if stored.rules != rules_version():
        notes.append("the rules that judge have changed since; it was computed with those of today")
    erased = _erased_since(stored.seq)
    if erased:
        notes.append("personal values were erased since, so sentences were left out of the comparison")
    now = _with_then_catalogue(stored)
    return Again(stored, tuple(_differences(stored.results, now, sentences=not erased)), tuple(notes))


def results_at(stored: StoredAssessment) -> dict[str, Any]:
    """What the folder's first events, up to the stored position, give with the catalogue that is in use."""
    row = link(connection).one(SETTINGS, (stored.seq,))
    about = ledger.read(bytes(row[0]))["data"] if row else {}
    organisation = {name: about.get(name) or "" for name in ("name", "time_zone", "business")}
    source = DataFolder(until=stored.seq)
    known_on = stored.known_on or None
    facts = Facts(source, shapes(), stored.as_of, known_on, catalogue.parameters(), organisation)
    return told(assessment(set_for(facts)))


def _with_then_catalogue(stored: StoredAssessment) -> dict[str, Any]:
    if stored.catalogue == catalogue.label():
        return results_at(stored)
    command = [sys.executable, "-m", "tonetop.work.earlier_catalogue", str(stored.pk), stored.catalogue]
    done = subprocess.run(  # noqa: S603 - our own module
        command, env={**os.environ, "TONETOP_DATA": str(settings.DATA)}, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise Refused(said or f"Computing with {stored.catalogue} was cut short (status {done.returncode})")
    return json.loads(done.stdout)


def _erased_since(seq: int) -> bool:
    statement = "SELECT 1 FROM ledger_events WHERE type = 'personal.erased' AND seq > ? LIMIT 1"
    return link(connection).one(statement, (seq,)) is not None


def _differences(then: dict[str, Any], now: dict[str, Any], *, sentences: bool) -> Iterator[str]:
    for section, kind in KINDS.items():
        before, after = then["assessment"][section], now["assessment"][section]
        for id in sorted({*before, *after}):
            was, is_now = before.get(id, {}), after.get(id, {})
            if was.get("result") != is_now.get("result"):
                yield f"{kind} {id} was {was.get('result', 'absent')} and is {is_now.get('result', 'absent')}"
            elif sentences and (was != is_now or then["trees"].get(id) != now["trees"].get(id)):
                yield f"{kind} {id} is {is_now['result']} as before, for other reasons"
    for id, was in then["assessment"]["pitfalls"].items():
        is_now = now["assessment"]["pitfalls"].get(id, {"raised": False})
        if was["raised"] != is_now["raised"]:
            yield f"pitfall {id} {'was' if was['raised'] else 'was not'} raised before"
        elif sentences and was != is_now:
            yield f"pitfall {id} has other signals"
