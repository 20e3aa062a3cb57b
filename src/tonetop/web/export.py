"""Downloads: a register in a format that can be imported again, OSCAL documents, the whole organisation."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.standard.oscal_parts import ACTIONS, CATALOGUE, PLAN, PROFILE, RESULTS, Plain
from tonetop.web.handing import refusal
from tonetop.web.register import FORMATS, model_of, wished
from tonetop.web.wording import sentence
from tonetop.work.data_folder import FolderRefused
from tonetop.work.export_organisation import take_along
from tonetop.work.export_oscal import documents, written
from tonetop.work.export_register import Choice, export_register, told
from tonetop.work.permission import Forbidden, all_closed

TABLES = ("csv", "xlsx")
"""Formats in which imported columns that no field took go along as source data."""
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "yaml": "application/yaml",
}
OSCAL = (CATALOGUE, PROFILE, PLAN, RESULTS, ACTIONS)


def export(request: HttpRequest, type: str, format: str) -> HttpResponse:
    """What the list of a register shows, as a file: with its search, its filters and its order, of every page."""
    model = model_of(type)
    if format not in FORMATS:
        raise Http404(f"There is no format {format}")
    look = request.look  # type: ignore[attr-defined]
    with TemporaryDirectory(prefix="tonetop-export-") as folder:
        path = Path(folder) / f"{type}.{format}"
        account: Any = request.user
        wish, source = wished(request, model.columns), format in TABLES
        choice = Choice(format, look.as_of, look.known_on, source, all_closed(account), wish)
        try:
            count = export_register([type], path, choice)
        except Refused as refused:
            return refusal(refused, 400)
        raw = path.read_bytes()
    part = ""
    if told(wish):
        part = f"-{count}-of-{model.objects.on(look.as_of, look.known_on).count()}"
    headers = {"Content-Disposition": f'attachment; filename="{type}-{look.as_of}{part}.{format}"'}
    return HttpResponse(raw, content_type=KINDS[format], headers=headers)


def _made(request: HttpRequest) -> dict[str, Plain]:
    look = request.look  # type: ignore[attr-defined]
    return documents(look.as_of, look.known_on)


def oscal_one(request: HttpRequest, name: str) -> HttpResponse:
    """One document."""
    if f"{name}.json" not in OSCAL:
        raise Http404("There is no such document")
    found = _made(request).get(f"{name}.json")
    if found is None:
        messages.info(request, gettext("No finding is open, so there is no plan of action."))
        return redirect("reports")
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return HttpResponse(written(found), "application/json", headers=headers)


def oscal_all(request: HttpRequest) -> HttpResponse:
    """All of them in one archive; the same facts give the same bytes."""
    look, file = request.look, BytesIO()  # type: ignore[attr-defined]
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, document in _made(request).items():
            about = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.compress_type = ZIP_DEFLATED
            archive.writestr(about, written(document))
    headers = {"Content-Disposition": f'attachment; filename="oscal-{look.as_of}.zip"'}
    return HttpResponse(file.getvalue(), "application/zip", headers=headers)


@require_POST
def organisation(request: HttpRequest) -> HttpResponseBase:
    """The file, without what was confided; the ledger says who took it."""
    account: Any = request.user
    folder: Any = TemporaryDirectory(prefix="tonetop-organisation-")
    path = Path(folder.name) / f"organisation-{clock.today()}.zip"
    try:
        take_along(account, path)
    except Forbidden as forbidden:
        folder.cleanup()
        raise PermissionDenied(sentence(forbidden)) from None
    except (Refused, FolderRefused) as refused:
        folder.cleanup()
        messages.error(request, sentence(refused))
        return redirect("settings")
    response = FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
    response._resource_closers.append(folder.cleanup)  # type: ignore[attr-defined]
    return response
