"""The whole organisation as one portable file, as a download for administrators."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tonetop.records import clock
from tonetop.records.intake import Refused
from tonetop.web.wording import sentence
from tonetop.work.data_folder import FolderRefused
from tonetop.work.export_organisation import take_along
from tonetop.work.permission import Forbidden


@require_POST
def download(request: HttpRequest) -> HttpResponseBase:
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
