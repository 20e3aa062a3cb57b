"""Assess a facts file alone: nothing is stored and no database is opened."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tonetop.core import cadence
from tonetop.standard import facts_file
from tonetop.standard.assessment import Assessment, assessment, chosen
from tonetop.standard.facts_file import FactsFile, Refused


def day(text: str | None, name: str) -> str | None:
    """A day given by a person. Raises Refused for what is none."""
    if text is not None and not cadence.is_day(text):
        raise Refused(f"{name} {text!r} is no day; write YYYY-MM-DD, such as 2025-12-31")
    return text


def belongs(clause: str | None) -> str | None:
    """A clause or control of the catalogue. Raises Refused for anything else."""
    try:
        chosen(clause)
    except KeyError:
        raise Refused(f"--clause {clause} is no clause or control; write one such as 5.1 or A.2.2") from None
    return clause


def assess_file(
    path: Path, as_of: str | None = None, known_on: str | None = None, clause: str | None = None
) -> tuple[FactsFile, Assessment]:
    """The judged file and its assessment as of a day (default: today in the organisation's time zone)."""
    day(as_of, "--as-of")
    day(known_on, "--known-on")
    belongs(clause)
    found = facts_file.read(path)
    zone = ZoneInfo(found.organisation.get("time_zone", "UTC"))
    today = as_of or datetime.now(zone).date().isoformat()
    return found, assessment(found.facts(today, known_on), clause)
