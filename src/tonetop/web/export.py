"""Downloads of a register: what holds on the day looked at, in a format that can be imported again."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpRequest, HttpResponse

from tonetop.web.register import FORMATS, model_of
from tonetop.work.export_register import Choice, export_register

TABLES = ("csv", "xlsx")
"""Formats in which imported columns that no field took go along as source data."""
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "yaml": "application/yaml",
}


def export(request: HttpRequest, type: str, format: str) -> HttpResponse:
    """One register as a file."""
    model_of(type)
    if format not in FORMATS:
        raise Http404(f"There is no format {format}")
    look = request.look  # type: ignore[attr-defined]
    with TemporaryDirectory(prefix="tonetop-export-") as folder:
        path = Path(folder) / f"{type}.{format}"
        export_register([type], path, Choice(format, look.as_of, look.known_on, with_source=format in TABLES))
        raw = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{type}-{look.as_of}.{format}"'}
    return HttpResponse(raw, content_type=KINDS[format], headers=headers)
