"""Lists of pages as files, with what the page shows on that day, by the same search and filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from tonetop.records.intake import Refused
from tonetop.web.handing import download, refusal
from tonetop.web.listed import Listed
from tonetop.web.lists_culture import CULTURE
from tonetop.web.lists_governing import GOVERNING
from tonetop.web.lists_log import LOG
from tonetop.web.lists_own import OWN_DATA
from tonetop.web.lists_rooms import ROOMS
from tonetop.web.risks import KINDS
from tonetop.work.assess import assess
from tonetop.work.reports.reader import reader
from tonetop.work.reports.report import Report, Section, Table

LISTS: Mapping[str, Listed] = {**CULTURE, **GOVERNING, **LOG, **OWN_DATA, **ROOMS}
"""The lists that are taken away, by the name in their address."""


@require_safe
def export(request: Any, name: str, form: str) -> HttpResponse:
    """A list as a workbook, CSV or PDF, as of the day that is looked at and by the same search."""
    if name not in LISTS or form not in LISTS[name].forms:
        raise Http404("There is no such file")
    listed, facts = LISTS[name], assess(request.look.as_of, request.look.known_on).facts
    (type, write), voice = KINDS[form], reader()
    try:
        heads, rows, narrowed = listed.made(request, facts, voice)
    except Refused as refused:
        return refusal(refused, 400)
    table = Table(
        [str(head) for head, _share in heads],
        [share for _head, share in heads],
        [cells for _lead, cells in rows],
        leads=[lead for lead, _cells in rows],
    )
    title, organisation = str(listed.title), str(request.organisation)
    sections = (Section(title, table=table),)
    about = str(listed.about)
    report = Report(title, organisation, facts.as_of, about, sections, voice=voice, narrowed=narrowed)
    return download(lambda: write(report), type, f"{name}-{facts.as_of}.{form}")
