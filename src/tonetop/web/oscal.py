"""OSCAL documents as downloads: each by itself, or all of them, as of the day looked at."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from tonetop.standard.oscal_parts import ACTIONS, CATALOGUE, PLAN, PROFILE, RESULTS, Plain
from tonetop.work.export_oscal import documents, written

NAMES = (CATALOGUE, PROFILE, PLAN, RESULTS, ACTIONS)


def _made(request: HttpRequest) -> dict[str, Plain]:
    look = request.look  # type: ignore[attr-defined]
    return documents(look.as_of, look.known_on)


def one(request: HttpRequest, name: str) -> HttpResponse:
    """One document."""
    if f"{name}.json" not in NAMES:
        raise Http404("There is no such document")
    found = _made(request).get(f"{name}.json")
    if found is None:
        messages.info(request, gettext("No finding is open, so there is no plan of action."))
        return redirect("reports")
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return HttpResponse(written(found), "application/json", headers=headers)


def every(request: HttpRequest) -> HttpResponse:
    """All of them in one archive; the same facts give the same bytes."""
    look, file = request.look, BytesIO()  # type: ignore[attr-defined]
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, document in _made(request).items():
            about = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.compress_type = ZIP_DEFLATED
            archive.writestr(about, written(document))
    headers = {"Content-Disposition": f'attachment; filename="oscal-{look.as_of}.zip"'}
    return HttpResponse(file.getvalue(), "application/zip", headers=headers)
