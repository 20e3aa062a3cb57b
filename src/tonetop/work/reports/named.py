"""Reports by their names, as pages and the terminal ask for them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from tonetop.core import cadence
from tonetop.standard.assessment import Assessment
from tonetop.work.reports.applicability import applicability
from tonetop.work.reports.board import board
from tonetop.work.reports.dossier import dossier
from tonetop.work.reports.reader import reader
from tonetop.work.reports.report import Report

NAMES = ("board", "dossier", "applicability")
YEAR = 365


def report_of(name: str, found: Assessment, organisation: str, asked: Mapping[str, str]) -> Report:
    """The report of a name; asked: since, until and person of a dossier. Raises ValueError for none such."""
    if name == "board":
        return board(found, organisation, reader())
    if name == "applicability":
        return applicability(found, organisation, reader())
    since = asked.get("since") or cadence.shift(found.as_of, -YEAR)
    until, person = asked.get("until") or found.as_of, asked.get("person", "")
    if not (cadence.is_day(since) and cadence.is_day(until) and since <= until):
        raise ValueError(gettext("the period is from one day to a later one, each written YYYY-MM-DD"))
    if person and found.facts.get("Person", person) is None:
        raise ValueError(gettext("there is no person %(person)s") % {"person": person})
    return dossier(found.facts, organisation, since, until, person)
