"""Assess a facts file alone: nothing is stored and no database is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tonetop.core import cadence
from tonetop.standard import facts_file
from tonetop.standard.assessment import Assessment, assessment, chosen
from tonetop.standard.facts_file import FactsFile, Refused


@dataclass(frozen=True, slots=True)
class Look:
    """As of which day (None: today), as known on which (None: all), and what belongs to which clause (None: all)."""

    as_of: str | None = None
    known_on: str | None = None
    clause: str | None = None


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
        raise Refused(
            f"--clause {clause or repr('')} is no clause or control; write one such as 5.1 or A.2.2"
        ) from None
    return clause


def assess_file(path: Path, today: Callable[[str], str], look: Look) -> tuple[FactsFile, Assessment]:
    """The judged file and its assessment as of a day.

    today: tells the day in an IANA time zone, for a look that names none. Raises Refused.
    """
    day(look.as_of, "--as-of")
    day(look.known_on, "--known-on")
    belongs(look.clause)
    found = facts_file.read(path)
    as_of = look.as_of or today(found.organisation.get("time_zone", "UTC"))
    return found, assessment(found.facts(as_of, look.known_on), look.clause)
